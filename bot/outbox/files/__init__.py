"""What people are told of files: one that lies in Slack too long, one that does not come, the lines of a list that come back."""
