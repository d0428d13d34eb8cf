"""Webhooks of alerts: the one way to addresses that people choose, and what is told there."""
