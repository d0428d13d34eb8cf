"""Values and rules without I/O: statuses and moves, types, filters, permissions, rows that are drawn."""
