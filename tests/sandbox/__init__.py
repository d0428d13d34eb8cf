"""Tests of the sandbox: the servers that stand in for the real world."""
