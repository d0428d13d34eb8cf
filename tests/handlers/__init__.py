"""Tests of ``handlers``: requests in, blocks out."""
