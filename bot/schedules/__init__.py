"""Schedules at their due times: from Taskiq's timetable to the process that may ask Slack about their owner."""
