"""Figures about the running system: metrics, gauges, health, live processes."""
