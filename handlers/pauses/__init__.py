"""Pauses: tasks that wait until somebody resumes, or until a time."""
