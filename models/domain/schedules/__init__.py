"""Schedules: when tasks are created by themselves, what a time in words means, and what an outage makes of it."""
