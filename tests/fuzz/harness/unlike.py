"""A backend for Hypothesis that draws each example anew.

Its own tries up to five variations of each example: of 1,250 commands a thousand were much like the one before.
"""

from hypothesis.internal.conjecture.providers import AVAILABLE_PROVIDERS, HypothesisProvider

UNLIKE = "unlike"


class Unlike(HypothesisProvider):
    """Draws as Hypothesis does; because it goes by another name, Hypothesis leaves the variations out."""


AVAILABLE_PROVIDERS[UNLIKE] = Unlike
