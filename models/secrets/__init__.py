"""Encryption at rest, and rotation of its keys."""
