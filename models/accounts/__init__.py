"""Accounts and their proxies: records, import, list, holds."""
