"""Faults injected while people plan work."""
