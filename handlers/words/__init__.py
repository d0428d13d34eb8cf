"""Parses typed text into commands, filters and list states, and renders them back."""
