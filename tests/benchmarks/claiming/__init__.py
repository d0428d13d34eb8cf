"""The claim of a task, however many wait."""
