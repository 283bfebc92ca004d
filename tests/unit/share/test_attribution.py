"""Whose link an order came by, and what it earns."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from share.attribution import (
    Click,
    Credit,
    NotCredited,
    PaidOrder,
    Terms,
    Touch,
    attribute,
    decide,
)
from share.errors import NotShareable
from share.links import Link, Target, refused_target
from share.rewards.offer import Kind
from share.views import Model

CLICKED_AT = datetime(2026, 11, 11, 12, tzinfo=UTC)
CLICK = Click("click", "link", rate_bp=500, tier_rank=2, clicked_at=CLICKED_AT)
LINK = Link(
    "link", "abcd1234", "sharer", "show", "show", "show", "brand", "Title", "/p.svg", CLICKED_AT,
    "/shows/show",
)  # fmt: skip
ORDER = PaidOrder("order", "A1", "friend", "brand", 1_999, "EUR", "click")
DAY = timedelta(days=1)


def test_an_order_is_credited_at_the_rate_of_its_click_rounded_down() -> None:
    assert decide(CLICK, LINK, ORDER, CLICKED_AT + DAY) == Credit(500, 99)


@pytest.mark.parametrize(
    ("kind", "worth"),
    [(Kind.FIXED, Credit(0, 250)), (Kind.POINTS, Credit(0, 0, 250))],
)
def test_what_went_back_before_the_crediting_is_no_part_of_what_is_earned(
    kind: Kind, worth: Credit
) -> None:
    click = replace(CLICK, rate_bp=0, reward_kind=kind, reward_amount=500)
    order = replace(ORDER, total_minor=2_000, refunded_minor=1_000)
    assert decide(click, LINK, order, CLICKED_AT + DAY) == worth


def test_without_a_rate_an_order_is_credited_and_earns_nothing() -> None:
    assert decide(replace(CLICK, rate_bp=0), LINK, ORDER, CLICKED_AT) == Credit(0, 0)


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
    assert decide(CLICK, LINK, order, CLICKED_AT + after) is reason


def test_an_order_counts_until_the_end_of_day_90() -> None:
    assert isinstance(decide(CLICK, LINK, ORDER, CLICKED_AT + 90 * DAY), Credit)


def test_an_order_without_a_known_click_is_not_credited() -> None:
    assert decide(None, None, ORDER, CLICKED_AT) is NotCredited.NO_CLICK


@given(st.integers(0, 10**13), st.integers(0, 10_000))
def test_a_reward_never_exceeds_its_share_and_misses_less_than_one_unit(
    total_minor: int, rate_bp: int
) -> None:
    order = replace(ORDER, total_minor=total_minor)
    credit = decide(replace(CLICK, rate_bp=rate_bp), LINK, order, CLICKED_AT)
    assert isinstance(credit, Credit)
    exact = Fraction(total_minor * rate_bp, 10_000)
    assert 0 <= exact - credit.amount_minor < 1


def test_only_what_everyone_may_see_can_be_shared() -> None:
    public = Target("brand", "show", "Title", "/p.svg", is_public=True, leads_to="/shows/show")
    assert refused_target(public) is None
    refusal = refused_target(replace(public, is_public=False))
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


def touches_of(made: list[tuple[int, str, str, int, int]], now: datetime) -> list[Touch]:
    return [
        Touch(
            Click(f"click{n}", f"link{n}", rate_bp, 1, now - timedelta(days=days), window_days),
            replace(LINK, id=f"link{n}", account_id=sharer, brand_id=brand),
        )
        for n, (days, sharer, brand, window_days, rate_bp) in enumerate(made)
    ]


@given(TOUCHES, st.sampled_from(["first", "last"]), st.randoms())
def test_one_click_is_credited_if_any_may_count_and_the_others_say_why_not(
    made: list[tuple[int, str, str, int, int]], model: Model, dice: Random
) -> None:
    now = CLICKED_AT + timedelta(days=400)
    touches = touches_of(made, now)
    shuffled = dice.sample(touches, len(touches))
    decision = attribute(shuffled, ORDER, Terms(model), now)
    assert decision == attribute(touches, ORDER, Terms(model), now)

    may_count = [t for t in touches if isinstance(decide(t.click, t.link, ORDER, now), Credit)]
    credited = [id_ for id_, one in decision.verdicts.items() if isinstance(one, Credit)]
    assert len(credited) == min(1, len(may_count))
    assert set(decision.verdicts) == {touch.click.id for touch in touches}
    if may_count:
        times = [touch.click.clicked_at for touch in may_count]
        assert decision.touch in may_count
        assert decision.touch is not None
        assert decision.touch.click.clicked_at == (min if model == "first" else max)(times)
        assert credited == [decision.touch.click.id]
        outdone = [one for one in decision.verdicts.values() if one is NotCredited.OUTDONE]
        assert len(outdone) == len(may_count) - 1
    else:
        assert isinstance(decision.outcome, NotCredited)
        assert decision.outcome is not NotCredited.OUTDONE


@given(TOUCHES, st.sampled_from(["first", "last"]))
def test_nobody_is_credited_for_their_own_order_nor_beyond_the_window(
    made: list[tuple[int, str, str, int, int]], model: Model
) -> None:
    now = CLICKED_AT + timedelta(days=400)
    decision = attribute(touches_of(made, now), ORDER, Terms(model), now)
    if isinstance(decision.outcome, Credit):
        assert decision.touch is not None
        click, link = decision.touch.click, decision.touch.link
        assert link.account_id != ORDER.account_id
        assert link.brand_id == ORDER.brand_id
        assert now - click.clicked_at <= timedelta(days=click.window_days)


def test_a_link_followed_last_counts_unless_the_brand_has_the_first() -> None:
    now = CLICKED_AT + DAY
    touches = touches_of(
        [(5, "sharer", "brand", 90, 500), (2, "other sharer", "brand", 90, 300)], now
    )
    last = attribute(touches, ORDER, Terms("last"), now)
    first = attribute(touches, ORDER, Terms("first"), now)
    assert (last.touch, first.touch) == (touches[1], touches[0])
    assert last.verdicts["click0"] is NotCredited.OUTDONE
