"""Files of accounts: those that go out, and who is meant in those that come in."""
