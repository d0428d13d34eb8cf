"""Many tasks at once, from a file or a paste: looked at line by line, then created."""
