"""Accounts: list, card, form, CSV import, holds."""
