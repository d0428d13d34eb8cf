"""Slack itself: requests, ids, blocks, replies, fallbacks, labels and texts."""
