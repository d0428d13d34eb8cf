"""Schedules in the processes: what doctor says of them."""
