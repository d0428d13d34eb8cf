"""One task, and new tasks."""
