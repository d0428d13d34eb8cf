"""How a database is named and reached: the one reading of its URL, and connections to PostgreSQL."""
