"""Maintenance by the leading scheduler: the sweep, the alerts."""
