"""Who may come in and watch a show, and from when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from membership.people import Brand, Tier
from membership.ranks import STAFF_RANK
from streams.access import EVERYBODY, Access, checked_access
from streams.admission import refuse_entry
from streams.errors import BadAccess, MembersOnly, NotOpenYet
from streams.show import Show, ShowStatus

NOW = datetime(2026, 11, 11, 20, tzinfo=UTC)
TIERS = (Tier(1, "Bronze", 300, ""), Tier(2, "Silver", 500, ""), Tier(3, "Gold", 1_000, ""))
BRAND = Brand("b", "lumen", "Lumen", "DE", "EUR", "de_DE", "", 200, TIERS)
LIVE = Show("s", "b", "Evening show", "", ShowStatus.LIVE, NOW, NOW, None, version=2)
PLANNED = replace(LIVE, status=ShowStatus.SCHEDULED, started_at=None)
ENDED = replace(LIVE, status=ShowStatus.ENDED, ended_at=NOW)
GOLD_FIRST = Access(min_tier_rank=1, first_tier_rank=3, head_start_s=120)
ranks = st.sampled_from([0, 1, 2, 3, STAFF_RANK])


@given(ranks, st.sampled_from([PLANNED, LIVE, ENDED]))
def test_a_show_is_open_to_everybody_unless_its_host_chose_otherwise(rank: int, show: Show) -> None:
    assert refuse_entry(show, rank, NOW) is None


@given(ranks, st.sampled_from([PLANNED, LIVE, ENDED]), st.integers(1, 3))
def test_a_show_for_members_is_never_open_below_their_tier(
    rank: int, show: Show, needed: int
) -> None:
    closed = refuse_entry(replace(show, access=Access(needed)), rank, NOW + timedelta(days=1))
    assert isinstance(closed, MembersOnly) is (rank < needed)


@given(st.integers(0, 300), st.sampled_from([1, 2, 3, STAFF_RANK]))
def test_the_others_come_in_when_the_head_start_is_over(after_s: int, rank: int) -> None:
    show = replace(LIVE, access=GOLD_FIRST)
    closed = refuse_entry(show, rank, NOW + timedelta(seconds=after_s))
    if rank >= 3 or after_s >= 120:
        assert closed is None
    else:
        assert isinstance(closed, NotOpenYet)
        assert closed.retry_after_s == 120 - after_s


def test_before_it_begins_only_those_who_come_first_wait_in_its_room() -> None:
    show = replace(PLANNED, access=GOLD_FIRST)
    assert refuse_entry(show, 3, NOW) is None
    closed = refuse_entry(show, 2, NOW)
    assert isinstance(closed, NotOpenYet)
    assert closed.retry_after_s is None


def test_of_what_is_over_nobody_comes_first() -> None:
    assert refuse_entry(replace(ENDED, access=GOLD_FIRST), 1, NOW) is None
    assert isinstance(refuse_entry(replace(ENDED, access=GOLD_FIRST), 0, NOW), MembersOnly)


@pytest.mark.parametrize(
    ("access", "field"),
    [
        (Access(min_tier_rank=4), "access.min_tier_rank"),
        (Access(first_tier_rank=9, head_start_s=60), "access.first_tier_rank"),
        (Access(2, 2, 60), "access.first_tier_rank"),
        (Access(0, 1, 0), "access.head_start_s"),
        (Access(0, 1, 3_601), "access.head_start_s"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(access: Access, field: str) -> None:
    bad = checked_access(access, BRAND)
    assert isinstance(bad, BadAccess)
    assert list(bad.fields or {}) == [field]


def test_a_head_start_of_nobody_is_none() -> None:
    assert checked_access(Access(2, 0, 60), BRAND) == Access(2)
    assert checked_access(GOLD_FIRST, BRAND) == GOLD_FIRST
    assert checked_access(EVERYBODY, BRAND) == EVERYBODY
