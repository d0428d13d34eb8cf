"""Permissions: authorization, granting and revoking roles, and the access and audit pages."""
