"""Accounts in conversation: list, card, form, import, holds."""
