"""The brokers, and the notifier that wakes workers."""
