"""The whole of Bellhop on one machine: the very processes of production between a local Slack and a practice site."""
