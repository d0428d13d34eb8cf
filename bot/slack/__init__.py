"""Slack's Web API: the client, its pace, files up and down."""
