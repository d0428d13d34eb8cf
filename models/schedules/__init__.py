"""Schedules as they are stored, their runs, and the one transaction in which a due time becomes a batch."""
