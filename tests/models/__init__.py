"""The foot of the house: what a task is."""
