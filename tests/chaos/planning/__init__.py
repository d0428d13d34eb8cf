"""Faults injected into what is planned ahead."""
