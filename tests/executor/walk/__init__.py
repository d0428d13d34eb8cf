"""What the walker makes of forms and lists of other shapes than the practice site has."""
