"""Lists of tasks as people have them, a file or a paste: read, and judged line by line."""
