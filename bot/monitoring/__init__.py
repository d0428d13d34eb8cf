"""Logs, metrics, readiness and the heartbeat of every process."""
