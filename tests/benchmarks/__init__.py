"""Benchmarks: figures for people to read. Nothing here is a test, and nothing is asserted."""
