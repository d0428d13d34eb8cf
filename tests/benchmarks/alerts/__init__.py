"""What alerts count, measured."""
