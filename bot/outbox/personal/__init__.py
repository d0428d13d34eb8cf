"""What is owed to single people beside the messages of their tasks: of second steps, of their day."""
