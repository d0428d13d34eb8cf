"""Values without rules: what readers give to drawing, and to each other."""
