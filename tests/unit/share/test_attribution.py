"""Whose link an order came by, and what it earns."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from share.attribution import Click, Credit, NotCredited, PaidOrder, decide
from share.errors import NotShareable
from share.links import Link, Target, refused_target

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
