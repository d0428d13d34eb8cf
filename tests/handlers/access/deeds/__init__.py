"""What people do to holds and proxies, for the table of changes that each needs a right."""
