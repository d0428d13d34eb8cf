"""Permissions, generated: every id, every change, every role."""
