"""The transactional outbox: the relay that delivers, and a module for each kind of message."""
