"""Pauses: tasks that no worker begins, of all, of a group, a type or an account."""
