"""The way to the site: the account's proxy, whether it answers, and the forwarder that guards the steps not to be taken twice."""
