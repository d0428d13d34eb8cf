"""The lowest layer: what a task is."""
