"""Charts of tasks' outcomes, waiting times and durations."""
