"""What failed, by its causes, with what to do about each."""
