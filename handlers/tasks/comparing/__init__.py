"""Two attempts of a task side by side."""
