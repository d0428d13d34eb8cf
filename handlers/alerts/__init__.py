"""Alerts in conversation: rules, answers, daily digests."""
