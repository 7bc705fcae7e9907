"""Exact arithmetic that stays bounded: sums and products keep every digit, up to sizes that nobody can have meant."""

from collections.abc import Sequence

from gongshu_desktop.policy.numbers import simplest
from gongshu_desktop.policy.values import Number

LARGEST = 1024
"""Bits before the point that a number may have: beyond all money, and the limit of what any chain of products can cost."""
FINEST = 20_000
"""Bits that a number's denominator may have: enough for sums over thousands of rows of quotients."""


def bounded(number: Number) -> Number | None:
    """The number, or None (it stays undetermined) if it grew beyond what anybody can have meant."""
    above, below = number.numerator.bit_length(), number.denominator.bit_length()
    return None if below > FINEST or above - below > LARGEST else number


def exact_sum(terms: Sequence[Number]) -> Number | None:
    """The sum of the terms. Fractions are added pairwise, so that their denominators stay short as long as can be."""
    whole = sum(term for term in terms if isinstance(term, int))
    parts: list[Number] = [term for term in terms if not isinstance(term, int)]
    while len(parts) > 1:
        added = [bounded(first + second) for first, second in zip(parts[::2], parts[1::2], strict=False)]
        sums = [item for item in added if item is not None]
        if len(sums) < len(added):
            return None
        parts = sums + parts[len(parts) & ~1 :]
    return simplest(whole + parts[0]) if parts else whole
