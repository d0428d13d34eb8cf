"""Block Kit as Slack judges it: which blocks a surface takes, and every limit."""
