"""The conversation: words in, blocks out."""
