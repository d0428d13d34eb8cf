"""Typed text to commands, filters and list state, and back."""
