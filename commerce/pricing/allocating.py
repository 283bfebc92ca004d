"""Splitting an amount exactly.

>>> allocate(100, (333, 333, 333))
(34, 33, 33)
"""

from collections.abc import Sequence


def allocate(amount_minor: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Split in proportion to the weights by largest remainder, equal remainders to the earlier (A1).

    The parts sum to the amount. If that is at most the sum of the weights, no part exceeds its weight.
    """
    whole = sum(weights)
    if amount_minor == 0:
        return (0,) * len(weights)
    assert whole > 0, "an amount to split, and nobody to take a part"
    parts = [amount_minor * weight // whole for weight in weights]
    by_remainder = sorted(
        range(len(weights)), key=lambda index: -(amount_minor * weights[index] % whole)
    )
    for index in by_remainder[: amount_minor - sum(parts)]:
        parts[index] += 1
    return tuple(parts)


def of_first(count: int, amount_minor: int, of: int) -> int:
    """What the first `count` units bear of an amount that is spread evenly over `of` units (R1).

    The first units bear the remainder. So if one amount is at least another, so is each unit's part of it.
    """
    each, over = divmod(amount_minor, of)
    return each * count + min(count, over)
