"""The order of what waits: the rank of each task, and which one is next."""
