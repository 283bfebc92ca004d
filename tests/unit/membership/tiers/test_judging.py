"""Up at once; down only as the brand's rules say."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from membership.people import Tier
from membership.tiers.judging import Held, judge, under_new_rules
from membership.tiers.rules import Downgrade, Rules, Totals, Window

TIERS = (
    Tier(1, "Bronze", 300, ""),
    Tier(2, "Silver", 500, "", points_from=100),
    Tier(3, "Gold", 800, "", points_from=300),
)
AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
NEW_YEAR = datetime(2027, 1, 1, tzinfo=UTC)
NOTHING, SILVER, GOLD = Totals(0, 0), Totals(100, 0), Totals(300, 0)
BEGINNER = Held(rank=1, floor_rank=1, judged_at=AT, review_at=None)


def yearly(downgrade: Downgrade) -> Rules:
    return Rules(window=Window.YEAR, downgrade=downgrade)


def gold(rules: Rules) -> Held:
    return judge(rules, TIERS, BEGINNER, GOLD, NOTHING, AT)


def test_who_reaches_a_tier_is_on_it_at_once() -> None:
    held = gold(yearly(Downgrade.PERIOD_END))
    assert (held.rank, held.judged_at, held.review_at) == (3, AT, NEW_YEAR)


def test_a_new_year_begins_with_the_tier_of_the_last() -> None:
    rules = yearly(Downgrade.PERIOD_END)
    held = gold(rules)
    assert judge(rules, TIERS, held, NOTHING, GOLD, NEW_YEAR - timedelta(seconds=1)) == held
    again = judge(rules, TIERS, held, NOTHING, GOLD, NEW_YEAR + timedelta(hours=1))
    assert (again.rank, again.review_at) == (3, datetime(2028, 1, 1, tzinfo=UTC))
    assert again.judged_at.year == 2026
    later = judge(rules, TIERS, again, NOTHING, SILVER, datetime(2028, 1, 1, tzinfo=UTC))
    assert (later.rank, later.judged_at.year) == (2, 2027)


def test_what_counts_already_in_the_new_period_keeps_the_tier_too() -> None:
    rules = yearly(Downgrade.PERIOD_END)
    held = judge(rules, TIERS, gold(rules), GOLD, NOTHING, NEW_YEAR + timedelta(days=2))
    assert (held.rank, held.judged_at) == (3, NEW_YEAR + timedelta(days=2))


@pytest.mark.parametrize(
    ("downgrade", "rank"), [(Downgrade.NEVER, 3), (Downgrade.PERIOD_END, 3), (Downgrade.REFUND, 2)]
)
def test_a_refund_takes_a_tier_only_where_the_rules_say_so(downgrade: Downgrade, rank: int) -> None:
    rules = yearly(downgrade)
    held = judge(rules, TIERS, gold(rules), SILVER, SILVER, AT, is_refund=True)
    assert held.rank == rank


def test_a_refund_leaves_a_tier_that_last_years_purchases_gave() -> None:
    rules = yearly(Downgrade.REFUND)
    held = judge(rules, TIERS, gold(rules), NOTHING, GOLD, NEW_YEAR)
    assert judge(rules, TIERS, held, NOTHING, GOLD, NEW_YEAR, is_refund=True).rank == 3


def test_nobody_falls_below_their_floor() -> None:
    rules = yearly(Downgrade.REFUND)
    granted = Held(rank=3, floor_rank=3, judged_at=AT, review_at=NEW_YEAR)
    assert judge(rules, TIERS, granted, NOTHING, NOTHING, AT, is_refund=True).rank == 3
    assert judge(rules, TIERS, granted, NOTHING, NOTHING, NEW_YEAR).rank == 3


def test_new_rules_take_no_tier_at_once() -> None:
    held = Held(rank=3, floor_rank=1, judged_at=AT - timedelta(days=900), review_at=None)
    rules = Rules(window=Window.ROLLING, window_days=30, downgrade=Downgrade.PERIOD_END)
    changed = under_new_rules(rules, held, AT)
    assert (changed.rank, changed.review_at) == (3, AT + timedelta(days=30))
    assert judge(rules, TIERS, changed, NOTHING, NOTHING, AT).rank == 3


def test_rules_without_an_end_forget_the_end_of_older_ones() -> None:
    held = gold(yearly(Downgrade.PERIOD_END))
    kept = judge(yearly(Downgrade.NEVER), TIERS, held, NOTHING, NOTHING, NEW_YEAR)
    assert (kept.rank, kept.review_at) == (3, None)


totals = st.builds(Totals, st.integers(0, 400), st.just(0))


@given(
    held=st.builds(
        Held,
        rank=st.integers(1, 3),
        floor_rank=st.just(1),
        judged_at=st.just(AT),
        review_at=st.none() | st.just(NEW_YEAR),
    ),
    window=st.sampled_from(Window),
    downgrade=st.sampled_from(Downgrade),
    current=totals,
    given_totals=totals,
    days=st.integers(0, 900),
    is_refund=st.booleans(),
)
def test_looking_again_changes_nothing_and_no_tier_is_lost_for_no_reason(
    held: Held,
    window: Window,
    downgrade: Downgrade,
    current: Totals,
    given_totals: Totals,
    days: int,
    is_refund: bool,
) -> None:
    rules, now = Rules(window=window, downgrade=downgrade), AT + timedelta(days=days)
    judged = judge(rules, TIERS, held, current, given_totals, now, is_refund=is_refund)
    if judged.rank < held.rank:
        assert downgrade is not Downgrade.NEVER
        assert held.is_over(now) or (is_refund and downgrade is Downgrade.REFUND)
    if not judged.is_over(now):
        again = judge(rules, TIERS, judged, current, given_totals, now, is_refund=is_refund)
        assert again.rank == judged.rank
        assert again == judge(rules, TIERS, again, current, given_totals, now, is_refund=is_refund)
