"""The second step of a batch: choosing it, and how it reads."""
