"""What is read, and how much of it at once."""
