"""Alerts: rules, answers to an alert, daily digests."""
