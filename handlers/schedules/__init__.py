"""Schedules: the list, the form, the words; what is said of runs that made nothing."""
