"""Tests of the practice site, most of them through a real browser."""
