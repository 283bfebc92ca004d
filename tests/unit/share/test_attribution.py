"""Whose link an order came by, and what it earns."""

from dataclasses import replace as replace_target
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from share.attribution import (
    Click,
    Credit,
    NotCredited,
    PaidOrder,
    Terms,
    attribute,
    decide,
)
from share.errors import NotShareable
from share.links import Target, refused_target
from share.rewards.offer import Kind, Offer
from share.views import Model

CLICKED_AT = datetime(2026, 11, 11, 12, tzinfo=UTC)
CLICK = Click("click", "link", "brand", "sharer", Offer(rate_bp=500), CLICKED_AT)
ORDER = PaidOrder("order", "A1", "friend", "brand", 1_999, "EUR", "click")
DAY = timedelta(days=1)


def test_an_order_is_credited_at_the_rate_of_its_click_rounded_down() -> None:
    assert decide(CLICK, ORDER, CLICKED_AT + DAY) == Credit(500, 99)


@pytest.mark.parametrize(
    ("kind", "worth"),
    [(Kind.FIXED, Credit(0, 250)), (Kind.POINTS, Credit(0, 0, 250))],
)
def test_what_went_back_before_the_crediting_is_no_part_of_what_is_earned(
    kind: Kind, worth: Credit
) -> None:
    click = replace(CLICK, offer=Offer(kind, amount=500))
    order = replace(ORDER, total_minor=2_000, refunded_minor=1_000)
    assert decide(click, order, CLICKED_AT + DAY) == worth


def test_without_a_rate_an_order_is_credited_and_earns_nothing() -> None:
    assert decide(replace(CLICK, offer=Offer()), ORDER, CLICKED_AT) == Credit(0, 0)


@pytest.mark.parametrize(
    ("order", "after", "reason"),
    [
        (replace(ORDER, account_id="sharer"), DAY, NotCredited.SELF_REFERRAL),
        (replace(ORDER, brand_id="another"), DAY, NotCredited.OTHER_BRAND),
        (ORDER, 91 * DAY, NotCredited.TOO_OLD),
        (ORDER, 90 * DAY + timedelta(seconds=1), NotCredited.TOO_OLD),
    ],
)
def test_an_order_that_does_not_count_says_why(
    order: PaidOrder, after: timedelta, reason: NotCredited
) -> None:
    assert decide(CLICK, order, CLICKED_AT + after) is reason


def test_an_order_counts_until_the_end_of_day_90() -> None:
    assert isinstance(decide(CLICK, ORDER, CLICKED_AT + 90 * DAY), Credit)


def test_an_order_without_a_known_click_is_not_credited() -> None:
    assert attribute([], ORDER, Terms(), CLICKED_AT).outcome is NotCredited.NO_CLICK


@given(st.integers(0, 10**13), st.integers(0, 10_000))
def test_a_reward_never_exceeds_its_share_and_misses_less_than_one_unit(
    total_minor: int, rate_bp: int
) -> None:
    order = replace(ORDER, total_minor=total_minor)
    credit = decide(replace(CLICK, offer=Offer(rate_bp=rate_bp)), order, CLICKED_AT)
    assert isinstance(credit, Credit)
    exact = Fraction(total_minor * rate_bp, 10_000)
    assert 0 <= exact - credit.amount_minor < 1


def test_only_what_everyone_may_see_can_be_shared() -> None:
    public = Target("brand", "show", "Title", "/p.svg", is_public=True, leads_to="/shows/show")
    assert refused_target(public) is None
    refusal = refused_target(replace_target(public, is_public=False))
    assert isinstance(refusal, NotShareable)
    assert refusal.detail == "Not everyone can see this deal. Share the show instead."


TOUCHES = st.lists(
    st.tuples(
        st.integers(0, 200),  # days before the order
        st.sampled_from(["sharer", "other sharer", "friend"]),
        st.sampled_from(["brand", "another"]),
        st.integers(1, 365),
        st.integers(0, 10_000),
    ),
    max_size=12,
)


def clicks_of(made: list[tuple[int, str, str, int, int]], now: datetime) -> list[Click]:
    return [
        Click(
            f"click{n}",
            f"link{n}",
            brand,
            sharer,
            Offer(rate_bp=rate_bp),
            now - days * DAY,
            window_days,
        )
        for n, (days, sharer, brand, window_days, rate_bp) in enumerate(made)
    ]


@given(TOUCHES, st.sampled_from(["first", "last"]), st.randoms())
def test_one_click_is_credited_if_any_may_count_and_the_others_say_why_not(
    made: list[tuple[int, str, str, int, int]], model: Model, dice: Random
) -> None:
    now = CLICKED_AT + timedelta(days=400)
    clicks = clicks_of(made, now)
    shuffled = dice.sample(clicks, len(clicks))
    decision = attribute(shuffled, ORDER, Terms(model), now)
    assert decision == attribute(clicks, ORDER, Terms(model), now)

    may_count = [one for one in clicks if isinstance(decide(one, ORDER, now), Credit)]
    credited = [one.click for one in decision.touches if isinstance(one.verdict, Credit)]
    assert len(credited) == min(1, len(may_count))
    assert {one.click.id for one in decision.touches} == {one.id for one in clicks}
    if may_count:
        times = [one.clicked_at for one in may_count]
        assert decision.click in may_count
        assert decision.click is not None
        assert decision.click.clicked_at == (min if model == "first" else max)(times)
        assert credited == [decision.click]
        outdone = [one for one in decision.touches if one.verdict is NotCredited.OUTDONE]
        assert len(outdone) == len(may_count) - 1
    else:
        assert isinstance(decision.outcome, NotCredited)
        assert decision.outcome is not NotCredited.OUTDONE


@given(TOUCHES, st.sampled_from(["first", "last"]))
def test_nobody_is_credited_for_their_own_order_nor_beyond_the_window(
    made: list[tuple[int, str, str, int, int]], model: Model
) -> None:
    now = CLICKED_AT + timedelta(days=400)
    decision = attribute(clicks_of(made, now), ORDER, Terms(model), now)
    if isinstance(decision.outcome, Credit):
        click = decision.click
        assert click is not None
        assert click.sharer_id != ORDER.account_id
        assert click.brand_id == ORDER.brand_id
        assert now - click.clicked_at <= timedelta(days=click.window_days)


def test_a_link_followed_last_counts_unless_the_brand_has_the_first() -> None:
    now = CLICKED_AT + DAY
    clicks = clicks_of(
        [(5, "sharer", "brand", 90, 500), (2, "other sharer", "brand", 90, 300)], now
    )
    last = attribute(clicks, ORDER, Terms("last"), now)
    first = attribute(clicks, ORDER, Terms("first"), now)
    assert (last.click, first.click) == (clicks[1], clicks[0])
    assert last.touches[0].verdict is NotCredited.OUTDONE
