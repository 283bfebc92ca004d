"""Which purchases count, and which tier they reach."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from membership.people import Tier
from membership.tiers.progress import progress_of
from membership.tiers.rules import (
    Downgrade,
    Rules,
    Totals,
    Window,
    current_period,
    next_review,
    period_at,
    rank_for,
)

BRONZE = Tier(1, "Bronze", 300, "")
SILVER = Tier(2, "Silver", 500, "", points_from=100)
GOLD = Tier(3, "Gold", 800, "", points_from=300, spend_from_minor=50_000)
FRIEND = Tier(4, "Friend of the house", 1_000, "")
LADDER = (BRONZE, SILVER, GOLD, FRIEND)
AT = datetime(2026, 11, 11, 12, tzinfo=UTC)


def test_a_tier_needs_all_that_it_asks_for() -> None:
    assert rank_for(LADDER, Totals(0, 0)) == 1
    assert rank_for(LADDER, Totals(99, 10**9)) == 1
    assert rank_for(LADDER, Totals(100, 0)) == 2
    assert rank_for(LADDER, Totals(300, 49_999)) == 2
    assert rank_for(LADDER, Totals(300, 50_000)) == 3


def test_a_tier_that_asks_for_nothing_is_not_reached_by_buying() -> None:
    assert rank_for(LADDER, Totals(10**9, 10**9)) == 3


@given(st.integers(0, 1_000), st.integers(0, 100_000), st.integers(0, 500), st.integers(0, 50_000))
def test_who_buys_more_never_reaches_less(
    points: int, spend: int, more_points: int, more_spend: int
) -> None:
    reached = rank_for(LADDER, Totals(points, spend))
    assert rank_for(LADDER, Totals(points + more_points, spend + more_spend)) >= reached


def test_progress_says_what_is_missing_for_the_next_tier() -> None:
    progress = progress_of(LADDER, 2, Totals(120, 60_000))
    assert progress is not None
    assert (progress.tier, progress.points_missing, progress.spend_missing_minor) == (GOLD, 180, 0)
    assert progress_of(LADDER, 3, Totals(500, 60_000)) is None


def test_windows() -> None:
    year = Rules(window=Window.YEAR)
    assert current_period(year, AT) == (datetime(2026, 1, 1, tzinfo=UTC), None)
    assert period_at(year, AT)[1] == datetime(2027, 1, 1, tzinfo=UTC)
    rolling = Rules(window=Window.ROLLING, window_days=90)
    assert current_period(rolling, AT) == (AT - timedelta(days=90), None)
    assert current_period(Rules(), AT) == (None, None)


def test_tiers_are_looked_at_again_at_the_end_of_a_period_if_they_can_be_lost() -> None:
    kept = {"downgrade": Downgrade.PERIOD_END}
    assert next_review(Rules(window=Window.YEAR), AT) is None
    assert next_review(Rules(downgrade=Downgrade.REFUND), AT) is None
    year = Rules(window=Window.YEAR, **kept)
    assert next_review(year, AT) == datetime(2027, 1, 1, tzinfo=UTC)
    rolling = Rules(window=Window.ROLLING, window_days=30, **kept)
    assert next_review(rolling, AT) == AT + timedelta(days=30)
