"""BrowserPool: the pool, one browser and its tabs, what goes in (storage state) and what comes out (screenshots, traces)."""
