"""The local Slack's page in a real browser, and Bellhop as a person meets it there."""
