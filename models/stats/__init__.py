"""Figures for charts."""
