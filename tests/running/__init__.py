"""What stands in docs/running and in the documents beside it is true: what can be tried is tried."""
