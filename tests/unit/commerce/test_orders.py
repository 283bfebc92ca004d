"""The rules of an order."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from msgspec.structs import replace

from commerce import orders as rules
from commerce.errors import AlreadyPaid, HoldExpired, NotPaid, PaymentUnderWay, WasCancelled
from commerce.order_status import MOVES, OrderStatus
from commerce.orders import HOLD, PAYMENT_GRACE, Line, Order
from commerce.presale.ending import forfeit, withdraw
from commerce.presale.errors import BalanceNotDue, DepositAtStake, DepositForfeited, NoDeposit
from commerce.pricing.deposits import Deposit
from commerce.pricing.parts import part_of
from commerce.pricing.quote import Quote
from kit.errors import Refusal
from kit.ids import new_id
from kit.money import Money
from tests.support.pricing import line, quoted, voucher

NOW = datetime(2026, 11, 11, 12, 0, tzinfo=UTC)
LINE = Line(
    deal_id="d",
    product_id="p",
    title="Desk lamp",
    quantity=3,
    unit_price_minor=1_999,
    list_price_minor=2_500,
)
S = OrderStatus


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


HELD = order()
AWAITING = order(status=S.AWAITING_PAYMENT)
PAID = order(status=S.PAID, paid_at=NOW)
PARTLY = order(status=S.PARTLY_REFUNDED, paid_at=NOW, refunded_minor=1_999)
REFUNDED = order(status=S.REFUNDED, paid_at=NOW, refunded_minor=5_997)
EXPIRED = order(status=S.EXPIRED)
CANCELLED = order(status=S.CANCELLED)
ALL = (HELD, AWAITING, PAID, PARTLY, REFUNDED, EXPIRED, CANCELLED)

# In a pre-sale: 20.00 of the 59.97 are left for the balance, from the end of the hold on.
WINDOW = {"balance_from": NOW, "balance_until": NOW + HOLD}
ADVANCE = replace(LINE, deposit_minor=500, worth_minor=1_332, discount_minor=2_496)
CLAIMED = order(lines=(ADVANCE,), **WINDOW)
DEPOSITING = replace(CLAIMED, status=S.AWAITING_PAYMENT)
RESERVED = replace(CLAIMED, status=S.DEPOSIT_PAID, deposit_paid_at=NOW)
BALANCING = replace(RESERVED, status=S.AWAITING_PAYMENT)
FORFEITED = replace(RESERVED, status=S.FORFEITED)
WITHDRAWN = replace(RESERVED, status=S.CANCELLED)
LAPSED = replace(CLAIMED, status=S.EXPIRED)
GIVEN_UP = replace(CLAIMED, status=S.CANCELLED)
BEFORE = (CLAIMED, DEPOSITING, LAPSED, GIVEN_UP)
AFTER = (RESERVED, BALANCING, FORFEITED, WITHDRAWN)
IN_TEAM = tuple(
    replace(order(), status=status, team_id="team")
    for status in (S.HELD, S.AWAITING_PAYMENT, S.AWAITING_TEAM, S.EXPIRED, S.CANCELLED)
)


def after(before: Order, rule: Callable[[Order], Order | Refusal | None]) -> OrderStatus | None:
    """The status to which a rule moves the order; None if it does not."""
    try:
        moved = rule(before)
    except AssertionError:
        return None
    return moved.status if isinstance(moved, Order) and moved is not before else None


LATE = NOW + HOLD
TOO_LATE = LATE + PAYMENT_GRACE
RULES: dict[str, tuple[Callable[[Order], Order | Refusal | None], dict[OrderStatus, OrderStatus]]]
RULES = {
    "begin_payment": (lambda it: rules.begin_payment(it, NOW), {S.HELD: S.AWAITING_PAYMENT}),
    "pay": (
        lambda it: rules.pay(it, NOW, "4242"),
        dict.fromkeys((S.HELD, S.AWAITING_PAYMENT, S.EXPIRED, S.CANCELLED), S.PAID),
    ),
    "fail_payment": (rules.fail_payment, {S.AWAITING_PAYMENT: S.HELD}),
    "cancel": (rules.cancel, {S.HELD: S.CANCELLED}),
    "expire": (lambda it: rules.expire(it, LATE), {S.HELD: S.EXPIRED}),
    "expire_unanswered": (
        lambda it: rules.expire_unanswered(it, TOO_LATE),
        {S.AWAITING_PAYMENT: S.EXPIRED},
    ),
    "refund a part": (
        lambda it: rules.refund(it, 1, {}),
        {S.PAID: S.PARTLY_REFUNDED, S.PARTLY_REFUNDED: S.PARTLY_REFUNDED},
    ),
    "refund all": (
        lambda it: rules.refund(it, it.total.amount_minor - it.refunded_minor, {}),
        {S.PAID: S.REFUNDED, S.PARTLY_REFUNDED: S.REFUNDED},
    ),
}


UNPAID_DEPOSIT: dict[str, dict[OrderStatus, OrderStatus]] = {
    "begin_payment": {S.HELD: S.AWAITING_PAYMENT},
    "pay": dict.fromkeys((S.HELD, S.AWAITING_PAYMENT, S.EXPIRED, S.CANCELLED), S.DEPOSIT_PAID),
    "fail_payment": {S.AWAITING_PAYMENT: S.HELD},
    "cancel": {S.HELD: S.CANCELLED},
    "withdraw": {S.HELD: S.CANCELLED},
    "expire": {S.HELD: S.EXPIRED},
    "expire_unanswered": {S.AWAITING_PAYMENT: S.EXPIRED},
}
PAID_DEPOSIT: dict[str, dict[OrderStatus, OrderStatus]] = {
    "begin_payment": {S.DEPOSIT_PAID: S.AWAITING_PAYMENT},
    "pay": dict.fromkeys((S.DEPOSIT_PAID, S.AWAITING_PAYMENT, S.FORFEITED), S.PAID),
    "fail_payment": {S.AWAITING_PAYMENT: S.DEPOSIT_PAID},
    "forfeit": {S.DEPOSIT_PAID: S.FORFEITED},
    "withdraw": {S.DEPOSIT_PAID: S.CANCELLED},
    "expire": {S.DEPOSIT_PAID: S.FORFEITED},
    "expire_unanswered": {S.AWAITING_PAYMENT: S.FORFEITED},
}
OF_TEAM: dict[str, dict[OrderStatus, OrderStatus]] = {
    "begin_payment": {S.HELD: S.AWAITING_PAYMENT},
    "pay": dict.fromkeys((S.HELD, S.AWAITING_PAYMENT), S.AWAITING_TEAM),
    "fail_payment": {S.AWAITING_PAYMENT: S.HELD},
    "cancel": dict.fromkeys((S.HELD, S.AWAITING_TEAM), S.CANCELLED),
    "expire": {S.HELD: S.EXPIRED},
    "expire_unanswered": {S.AWAITING_PAYMENT: S.EXPIRED},
    "go_on": {S.AWAITING_TEAM: S.PAID},
    "disband": {
        S.HELD: S.EXPIRED,
        S.AWAITING_PAYMENT: S.EXPIRED,
        S.AWAITING_TEAM: S.CANCELLED,
    },
}
RULES |= {"go_on": (lambda it: rules.go_on(it, NOW), {}), "disband": (rules.disband, {})}
RULES |= {"forfeit": (forfeit, {}), "withdraw": (withdraw, {})}


@pytest.mark.parametrize(
    ("rule", "before"), [*product(RULES, ALL)], ids=lambda it: getattr(it, "status", it)
)
def test_each_rule_moves_what_it_may_and_nothing_else(rule: str, before: Order) -> None:
    do, moves = RULES[rule]
    assert after(before, do) == moves.get(before.status)


@pytest.mark.parametrize(
    ("rule", "before"), [*product(RULES, BEFORE)], ids=lambda it: getattr(it, "status", it)
)
def test_each_rule_moves_a_presale_before_its_deposit(rule: str, before: Order) -> None:
    assert after(before, RULES[rule][0]) == UNPAID_DEPOSIT.get(rule, {}).get(before.status)


@pytest.mark.parametrize(
    ("rule", "before"), [*product(RULES, AFTER)], ids=lambda it: getattr(it, "status", it)
)
def test_each_rule_moves_a_presale_after_its_deposit(rule: str, before: Order) -> None:
    assert after(before, RULES[rule][0]) == PAID_DEPOSIT.get(rule, {}).get(before.status)


@pytest.mark.parametrize(
    ("rule", "before"), [*product(RULES, IN_TEAM)], ids=lambda it: getattr(it, "status", it)
)
def test_each_rule_moves_an_order_of_a_team(rule: str, before: Order) -> None:
    assert after(before, RULES[rule][0]) == OF_TEAM.get(rule, {}).get(before.status)


def test_every_move_of_the_table_is_made_by_a_rule() -> None:
    in_advance = (*UNPAID_DEPOSIT.values(), *PAID_DEPOSIT.values())
    tables = (*(moves for _, moves in RULES.values()), *in_advance, *OF_TEAM.values())
    assert {move for moves in tables for move in moves.items()} == MOVES


def test_a_presale_is_paid_in_two() -> None:
    assert (CLAIMED.due_minor, CLAIMED.total.amount_minor) == (1_500, 3_501)
    reserved = rules.pay(CLAIMED, NOW, "4242")
    assert (reserved.status, reserved.hold_expires_at) == (S.DEPOSIT_PAID, WINDOW["balance_until"])
    assert (reserved.due_minor, reserved.remind_at) == (2_001, NOW)
    early = replace(reserved, balance_from=LATE)
    assert isinstance(rules.begin_payment(early, NOW), BalanceNotDue)
    assert isinstance(rules.begin_payment(reserved, LATE), DepositForfeited)
    assert isinstance(rules.cancel(reserved), DepositAtStake)
    assert isinstance(forfeit(CLAIMED), NoDeposit)


def test_a_balance_that_fails_costs_again_what_was_claimed() -> None:
    lamps = line(
        "d", 1_999, quantity=3, order_id=BALANCING.id, brand_id="lumen",
        deposit=Deposit(amount_minor=500, worth_minor=1_332, balance_from=NOW, is_paid=True),
    )  # fmt: skip
    priced = rules.price(BALANCING, part_of(quoted([lamps], voucher()), BALANCING.id))
    assert (priced.total.amount_minor, priced.due_minor) == (3_401, 1_901)
    failed = rules.fail_payment(priced)
    assert (failed.total, failed.quote) == (BALANCING.total, None)


def test_an_order_is_paid_once_its_payment_succeeded() -> None:
    paid = rules.pay(AWAITING, NOW, "4242")
    assert (paid.status, paid.paid_at, paid.card_last4) == (S.PAID, NOW, "4242")
    assert paid.version == 2


def test_from_the_end_of_its_hold_an_order_can_expire_and_no_payment_begins() -> None:
    last_moment = LATE - timedelta(microseconds=1)
    assert isinstance(rules.begin_payment(HELD, last_moment), Order)
    assert rules.expire(HELD, last_moment) is None
    assert isinstance(rules.begin_payment(HELD, LATE), HoldExpired)
    assert rules.expire(HELD, LATE) is not None


def test_a_payment_under_way_holds_the_units_for_its_grace_and_no_longer() -> None:
    assert rules.expire(AWAITING, TOO_LATE) is None
    assert rules.expire_unanswered(AWAITING, TOO_LATE - timedelta(microseconds=1)) is None
    assert rules.expire_unanswered(AWAITING, TOO_LATE) is not None


@pytest.mark.parametrize(
    ("before", "refusal"),
    [
        (AWAITING, PaymentUnderWay),
        (PAID, AlreadyPaid),
        (PARTLY, AlreadyPaid),
        (REFUNDED, AlreadyPaid),
        (EXPIRED, HoldExpired),
        (CANCELLED, WasCancelled),
    ],
)
def test_a_payment_that_cannot_begin_says_why(before: Order, refusal: type[Refusal]) -> None:
    assert isinstance(rules.begin_payment(before, NOW), refusal)


@pytest.mark.parametrize(
    ("before", "refusal"),
    [(AWAITING, PaymentUnderWay), (PAID, AlreadyPaid), (EXPIRED, HoldExpired)],
)
def test_what_cannot_be_cancelled_says_why(before: Order, refusal: type[Refusal]) -> None:
    assert isinstance(rules.cancel(before), refusal)


def test_a_cancelled_order_stays_as_it_is() -> None:
    assert rules.cancel(CANCELLED) is CANCELLED


def test_a_refund_counts_the_money_and_the_units() -> None:
    refunded = rules.refund(PAID, 3_998, {0: 2})
    assert (refunded.refunded_minor, refunded.refunded_units) == (3_998, 2)
    with pytest.raises(AssertionError):
        rules.refund(refunded, 2_000, {})
    with pytest.raises(AssertionError):
        rules.refund(refunded, 1, {0: 2})


def test_what_cost_nothing_is_refunded_with_the_last_of_its_units() -> None:
    free = replace(PAID, lines=(replace(LINE, discount_minor=5_997),))
    with pytest.raises(AssertionError):
        rules.refund(free, 0, {})
    partly = rules.refund(free, 0, {0: 2})
    assert (partly.status, partly.refunded_units) == (S.PARTLY_REFUNDED, 2)
    assert rules.refund(partly, 0, {0: 1}).status is S.REFUNDED
    with pytest.raises(AssertionError):
        rules.refund(partly, 0, {0: 2})


@pytest.mark.parametrize("before", [HELD, AWAITING, REFUNDED, EXPIRED, CANCELLED])
def test_only_what_is_paid_is_sent(before: Order) -> None:
    assert isinstance(rules.fulfil(before, NOW, None), NotPaid)


def test_a_sent_order_keeps_its_time_and_takes_another_tracking() -> None:
    sent = rules.fulfil(PARTLY, NOW, None)
    assert isinstance(sent, Order)
    assert (sent.status, sent.fulfilled_at) == (S.PARTLY_REFUNDED, NOW)
    assert rules.fulfil(sent, LATE, None) is sent
    tracked = rules.fulfil(sent, LATE, "P1")
    assert isinstance(tracked, Order)
    assert (tracked.fulfilled_at, tracked.tracking) == (NOW, "P1")


def test_the_total_is_the_sum_of_the_lines() -> None:
    assert order(lines=(LINE, LINE)).total == Money(11_994, "EUR")
    assert order().units == 3


def test_the_number_is_short_and_easy_to_read_out() -> None:
    assert order(id="01jc5w9k3e7m2xq4h8vb").number == "2XQ4-H8VB"


def quote_of(order: Order, *, with_voucher: bool) -> Quote:
    """Of its three lamps for 19.99 each, or less one euro."""
    lamps = line("d", 1_999, quantity=3, brand_id="lumen", order_id=order.id)
    return part_of(quoted([lamps], *([voucher()] if with_voucher else [])), order.id)


def test_an_order_costs_what_its_quote_says() -> None:
    priced = rules.price(HELD, quote_of(HELD, with_voucher=True))
    assert (priced.total, priced.discount_minor) == (Money(5_897, "EUR"), 100)
    assert priced.quoted_line(0).payable_minor == 5_897
    assert HELD.quoted_line(0).payable_minor == 5_997


@pytest.mark.parametrize(
    "rule", [rules.fail_payment, lambda it: rules.expire_unanswered(it, TOO_LATE)]
)
def test_what_is_not_paid_costs_again_what_was_claimed(rule: Callable[[Order], Order]) -> None:
    waiting = rules.price(AWAITING, quote_of(AWAITING, with_voucher=True))
    after = rule(waiting)
    assert (after.total, after.quote) == (HELD.total, None)


def test_a_price_without_vouchers_stays_when_a_payment_fails() -> None:
    waiting = rules.price(AWAITING, quote_of(AWAITING, with_voucher=False))
    assert rules.fail_payment(waiting).quote == waiting.quote


def test_an_order_takes_no_quote_of_other_lines() -> None:
    other = part_of(quoted([line("other", order_id=HELD.id)]), HELD.id)
    with pytest.raises(AssertionError):
        rules.price(HELD, other)
