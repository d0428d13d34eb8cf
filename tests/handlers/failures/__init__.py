"""``/tasks failed``."""
