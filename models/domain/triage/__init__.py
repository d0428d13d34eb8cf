"""What came of a task, by whose hand it can go on, and what to do about each cause. Pure."""
