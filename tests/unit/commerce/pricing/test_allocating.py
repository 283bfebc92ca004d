"""Amounts that are split keep their sum (A1, R1)."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from commerce.pricing.allocating import allocate, of_first

WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=12).filter(any)


@given(weights=WEIGHTS, data=st.data())
def test_parts_sum_to_the_amount_and_none_exceeds_its_weight(
    weights: list[int], data: st.DataObject
) -> None:
    amount = data.draw(st.integers(0, sum(weights)))
    parts = allocate(amount, weights)
    assert sum(parts) == amount
    assert all(0 <= part <= weight for part, weight in zip(parts, weights, strict=True))


@given(weights=WEIGHTS, amount=st.integers(0, 10**9))
def test_each_part_is_less_than_one_unit_from_its_exact_share(
    weights: list[int], amount: int
) -> None:
    whole = sum(weights)
    for part, weight in zip(allocate(amount, weights), weights, strict=True):
        assert abs(part * whole - amount * weight) < whole


def test_equal_remainders_go_to_the_earlier_line() -> None:
    assert allocate(2, (1, 1, 1)) == (1, 1, 0)
    assert allocate(100, (333, 333, 333)) == (34, 33, 33)


def test_nothing_is_split_among_lines_that_have_nothing_left() -> None:
    assert allocate(0, (0, 0)) == (0, 0)


@given(amount=st.integers(0, 10**9), of=st.integers(1, 200))
def test_units_bear_parts_that_differ_by_one_at_most_and_sum_to_the_amount(
    amount: int, of: int
) -> None:
    sums = [of_first(count, amount, of) for count in range(of + 1)]
    parts = {after - before for before, after in pairwise(sums)}
    assert (sums[0], sums[-1]) == (0, amount)
    assert max(parts) - min(parts) <= 1
