"""Which direct messages each person gets."""
