"""The map of a site: what the browser goes by, as data. ``commons.toml`` is the practice site's."""
