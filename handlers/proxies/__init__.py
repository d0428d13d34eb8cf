"""Proxies: their list, tests, replacing one, importing a list of them, and running again what one had failed."""
