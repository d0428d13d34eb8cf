"""Lists of tasks once they are wanted: names that are free, and the lines that are not created."""
