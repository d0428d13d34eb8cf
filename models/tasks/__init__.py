"""Tasks: the writers (transitions, claims, bulk, recovery) and the readers (queries, pages, counts, exports)."""
