"""Batches: creating tasks, operations on many tasks, approvals by a second person."""
