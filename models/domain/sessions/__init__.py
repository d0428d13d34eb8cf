"""Sessions as people bring them, read into Playwright's storage state."""
