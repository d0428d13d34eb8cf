"""Tasks and batches as CSV files."""
