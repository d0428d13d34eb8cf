"""An HTTP port that strangers cannot hold: aiohttp's server, with bounds on what an unfinished request may take."""
