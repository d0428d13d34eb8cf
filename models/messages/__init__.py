"""What Slack is told and what it told us: outbox, inbox, rate limit, live lists, saved views, status notes."""
