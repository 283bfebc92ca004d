"""To whom a deal opens when (docs/membership.md, T9)."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from commerce import deals as rules
from commerce.claims import rank_at, refuse_buyer
from commerce.deals import Deal
from commerce.early_access import EARLY_RANK, Step, steps_of
from commerce.errors import OpensLater, TierTooLow
from membership.people import Tier

from .test_deals import deal

NOW = datetime(2026, 11, 11, 12, 0, tzinfo=UTC)
HEAD_STARTS = st.lists(st.integers(0, 3_600), max_size=9).map(sorted)


def tiers(*seconds: int) -> tuple[Tier, ...]:
    return tuple(
        Tier(rank, f"T{rank}", 0, "", early_access_s=early)
        for rank, early in enumerate(seconds, start=1)
    )


def in_s(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def dropped(*seconds: int, **facts: object) -> Deal:
    queued = deal(tiers_first=True, **facts)
    live = rules.drop(queued, NOW, steps_of(tiers(*seconds), queued.min_tier_rank, NOW))
    assert isinstance(live, Deal)
    return live


def test_who_has_the_longest_early_access_sees_it_at_once_and_the_public_last() -> None:
    steps = steps_of(tiers(0, 20, 60), 0, NOW)
    assert steps == (Step(3, NOW), Step(2, in_s(40)), Step(0, in_s(60)))


def test_tiers_with_the_same_early_access_come_together() -> None:
    assert steps_of(tiers(30, 30, 60), 0, NOW) == (
        Step(3, NOW),
        Step(1, in_s(30)),
        Step(0, in_s(60)),
    )
    assert steps_of(tiers(0, 0, 0), 0, NOW) == (Step(0, NOW),)


def test_only_those_for_whom_it_is_are_waited_for() -> None:
    assert steps_of(tiers(10, 20, 60), 2, NOW) == (Step(3, NOW), Step(2, in_s(40)))
    assert steps_of(tiers(10, 20, 60), 3, NOW) == (Step(3, NOW),)


def test_the_time_of_a_deal_begins_when_it_is_open_to_all() -> None:
    live = dropped(0, 20, 60, duration_s=30)
    assert (live.min_tier_rank, live.opened_at, live.closes_at) == (3, NOW, in_s(90))


def test_who_comes_too_early_is_told_how_long_it_takes() -> None:
    live = dropped(0, 20, 60)
    early = refuse_buyer(live, in_s(1.5), 2, (), 1)
    assert isinstance(early, OpensLater)
    assert early.retry_after_s == 39
    public = refuse_buyer(live, NOW, 0, (), 1)
    assert isinstance(public, OpensLater)
    assert public.retry_after_s == 60
    assert refuse_buyer(live, NOW, 3, (), 1) is None
    never = refuse_buyer(dropped(0, 20, 60, min_tier_rank=2), NOW, 1, (), 1)
    assert isinstance(never, TierTooLow)


def test_steps_that_were_missed_are_taken_together() -> None:
    live = dropped(0, 20, 60)
    assert rules.open_further(live, in_s(39)) is live
    opened = rules.open_further(live, in_s(100))
    assert (opened.min_tier_rank, opened.next_step, opened.version) == (0, None, live.version + 1)
    assert rules.open_further(opened, in_s(101)) is opened


def test_a_deal_that_has_ended_opens_to_nobody_else() -> None:
    ended = rules.end(dropped(0, 20, 60), in_s(5))
    assert isinstance(ended, Deal)
    assert (ended.min_tier_rank, ended.next_step) == (3, None)
    assert rules.open_further(ended, in_s(100)) is ended


@given(HEAD_STARTS, st.integers(0, 9), st.floats(0, 4_000))
def test_each_sees_it_so_long_before_the_public_as_their_tier_says(
    seconds: list[int], min_rank: int, after_s: float
) -> None:
    min_rank = min(min_rank, len(seconds))
    queued = dropped(*seconds, min_tier_rank=min_rank, duration_s=4_000)
    live = rules.open_further(queued, in_s(after_s))
    own_s = [0, *seconds]
    for rank in range(len(own_s)):
        is_seen = rank >= live.min_tier_rank
        is_due = in_s(after_s) >= in_s(own_s[-1] - own_s[rank])
        assert is_seen == (rank >= min_rank and is_due)


# Early access by campaign (docs/campaigns.md, C6).


def test_whom_a_campaign_gave_early_access_sees_it_at_once_and_all_others_that_much_later() -> None:
    assert steps_of((), 0, NOW, early_s=30) == (Step(EARLY_RANK, NOW), Step(0, in_s(30)))
    assert steps_of((), 2, NOW, early_s=30) == (Step(EARLY_RANK, NOW), Step(2, in_s(30)))
    assert steps_of(tiers(0, 20, 60), 0, NOW, early_s=90) == (
        Step(EARLY_RANK, NOW),
        Step(3, in_s(30)),
        Step(2, in_s(70)),
        Step(0, in_s(90)),
    )


def test_with_less_than_the_highest_tier_has_they_come_with_it() -> None:
    assert steps_of(tiers(0, 20, 60), 0, NOW, early_s=10) == steps_of(tiers(0, 20, 60), 0, NOW)


def test_early_access_brings_a_deal_sooner_and_never_one_for_a_higher_tier() -> None:
    live = rules.drop(deal(min_tier_rank=2), NOW, steps_of((), 2, NOW, early_s=30))
    assert isinstance(live, Deal)
    assert (live.is_early, live.for_rank) == (True, 2)
    assert rank_at(live, 2, is_early=True) == EARLY_RANK
    assert rank_at(live, 1, is_early=True) == 1
    assert rank_at(live, 2, is_early=False) == 2
    later = rules.open_further(live, in_s(30))
    assert (later.is_early, later.min_tier_rank) == (False, 2)
    refused = refuse_buyer(live, NOW, 2, (), 1)
    assert isinstance(refused, OpensLater)
    assert refused.detail == "Those with early access come first. It opens to you in 30 s."
