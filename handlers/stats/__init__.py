"""Charts of what became of tasks."""
