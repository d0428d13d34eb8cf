"""Exports tasks and batches as CSV files."""
