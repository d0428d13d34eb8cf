"""What a job knows in secret, and taking it out of texts."""
