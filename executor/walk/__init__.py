"""One walker for every site: finds what the map names, reads it, fills it in and presses it, step by step."""
