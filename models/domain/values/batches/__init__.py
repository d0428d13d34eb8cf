"""Batches, and operations on many tasks, as they are asked for and read. Pure."""
