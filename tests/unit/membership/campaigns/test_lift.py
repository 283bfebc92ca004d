"""docs/campaigns.md, 4."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from membership.campaigns.lift import (
    Group,
    Verdict,
    mean_difference,
    rate_difference,
    verdict,
)

counts = st.integers(1, 10_000).flatmap(
    lambda people: st.tuples(st.just(people), st.integers(0, people))
)


# R. G. Newcombe, Statistics in Medicine 17 (1998), 873-890, table II, method 10.
@pytest.mark.parametrize(
    ("one", "two", "low", "high"),
    [
        ((70, 56), (80, 48), 0.0524, 0.3339),
        ((10, 9), (10, 3), 0.1705, 0.8090),
        ((7, 6), (7, 2), 0.0582, 0.8062),
        ((56, 5), (29, 0), -0.0381, 0.1926),
        ((10, 0), (10, 0), -0.2775, 0.2775),
        ((10, 10), (10, 0), 0.6075, 1.0000),
    ],
)
def test_the_interval_is_the_published_one(
    one: tuple[int, int], two: tuple[int, int], low: float, high: float
) -> None:
    found = rate_difference(Group(*one), Group(*two))
    assert found.value == pytest.approx(one[1] / one[0] - two[1] / two[0])
    assert (found.low, found.high) == (pytest.approx(low, abs=6e-5), pytest.approx(high, abs=6e-5))


@given(counts, counts)
def test_the_interval_has_the_difference_in_it_and_turns_round_with_the_groups(
    one: tuple[int, int], two: tuple[int, int]
) -> None:
    found = rate_difference(Group(*one), Group(*two))
    assert -1 - 1e-9 <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= 1 + 1e-9
    turned = rate_difference(Group(*two), Group(*one))
    assert (turned.low, turned.high) == (pytest.approx(-found.high), pytest.approx(-found.low))


def of_values(values: list[int]) -> Group:
    return Group(
        len(values),
        sum(value > 0 for value in values),
        sum(values),
        float(sum(value * value for value in values)),
    )


def test_revenue_a_head_has_welchs_standard_error() -> None:
    # Variances 2.5 and 10 of five each: the standard error is the root of 2.5.
    found = mean_difference(of_values([1, 2, 3, 4, 5]), of_values([0, 2, 4, 6, 8]))
    assert found.value == pytest.approx(-1)
    assert found.high - found.low == pytest.approx(2 * 1.959964 * 2.5**0.5)


def test_nothing_is_said_of_too_few_people_or_purchases() -> None:
    for one, two in (((29, 29), (1_000, 0)), ((1_000, 9), (1_000, 0))):
        treated, held = Group(*one), Group(*two)
        assert verdict(treated, held, rate_difference(treated, held)) is Verdict.TOO_FEW


@pytest.mark.parametrize(
    ("one", "two", "said"),
    [
        ((1_000, 200), (1_000, 100), Verdict.MORE),
        ((1_000, 100), (1_000, 200), Verdict.LESS),
        ((1_000, 105), (1_000, 100), Verdict.UNCLEAR),
    ],
)
def test_what_is_said_follows_the_interval(
    one: tuple[int, int], two: tuple[int, int], said: Verdict
) -> None:
    treated, held = Group(*one), Group(*two)
    assert verdict(treated, held, rate_difference(treated, held)) is said
