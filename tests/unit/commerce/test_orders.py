"""The rules of an order."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from commerce import orders as rules
from commerce.errors import AlreadyPaid, HoldExpired, WasCancelled
from commerce.orders import HOLD, Line, Order, OrderStatus
from kit.errors import Refusal
from kit.ids import new_id
from kit.money import Money

NOW = datetime(2026, 11, 11, 12, 0, tzinfo=UTC)
LINE = Line(
    deal_id="d",
    product_id="p",
    title="Desk lamp",
    quantity=3,
    unit_price_minor=1_999,
    list_price_minor=2_500,
)


def order(**facts: Any) -> Order:
    return Order(
        **{
            "id": new_id(),
            "account_id": "a",
            "brand_id": "b",
            "show_id": "s",
            "lines": (LINE,),
            "currency": "EUR",
            "referral_token": None,
            "created_at": NOW,
            "hold_expires_at": NOW + HOLD,
            **facts,
        }
    )


PAID = order(status=OrderStatus.PAID, paid_at=NOW)
EXPIRED = order(status=OrderStatus.EXPIRED)
CANCELLED = order(status=OrderStatus.CANCELLED)


def test_an_order_is_paid_while_its_units_are_held() -> None:
    last_moment = NOW + HOLD - timedelta(microseconds=1)
    paid = rules.pay(order(), last_moment, "4242")
    assert isinstance(paid, Order)
    assert (paid.status, paid.paid_at, paid.card_last4) == (OrderStatus.PAID, last_moment, "4242")
    assert paid.version == 2


def test_from_the_end_of_its_hold_an_order_can_expire_and_not_be_paid() -> None:
    waiting, too_late = order(), NOW + HOLD
    assert isinstance(rules.pay(waiting, too_late, "4242"), HoldExpired)
    expired = rules.expire(waiting, too_late)
    assert expired is not None
    assert expired.status is OrderStatus.EXPIRED


def test_before_that_an_order_does_not_expire() -> None:
    assert rules.expire(order(), NOW + HOLD - timedelta(microseconds=1)) is None


@pytest.mark.parametrize("settled", [PAID, EXPIRED, CANCELLED])
def test_a_settled_order_does_not_expire(settled: Order) -> None:
    assert rules.expire(settled, NOW + 2 * HOLD) is None


@pytest.mark.parametrize(
    ("settled", "refusal"), [(PAID, AlreadyPaid), (EXPIRED, HoldExpired), (CANCELLED, WasCancelled)]
)
def test_a_settled_order_is_not_paid(settled: Order, refusal: type[Refusal]) -> None:
    assert isinstance(rules.pay(settled, NOW, "4242"), refusal)


def test_an_unpaid_order_is_cancelled_and_a_cancelled_one_stays_so() -> None:
    cancelled = rules.cancel(order())
    assert isinstance(cancelled, Order)
    assert cancelled.status is OrderStatus.CANCELLED
    assert rules.cancel(cancelled) is cancelled


@pytest.mark.parametrize(("settled", "refusal"), [(PAID, AlreadyPaid), (EXPIRED, HoldExpired)])
def test_a_paid_or_expired_order_is_not_cancelled(settled: Order, refusal: type[Refusal]) -> None:
    assert isinstance(rules.cancel(settled), refusal)


def test_the_total_is_the_sum_of_the_lines() -> None:
    assert order(lines=(LINE, LINE)).total == Money(11_994, "EUR")
    assert order().units == 3


def test_the_number_is_short_and_easy_to_read_out() -> None:
    assert order(id="01jc5w9k3e7m2xq4h8vb").number == "2XQ4-H8VB"
