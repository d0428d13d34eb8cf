"""Upkeep that the leading scheduler does: sweeping, alerts."""
