"""The terms of a pre-sale, its window, and when a buyer is reminded."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from commerce.order_status import OrderStatus
from commerce.orders import Line, Order
from commerce.presale.reminder import CLOSES_SOON, Reminder, remind
from commerce.presale.terms import Presale, refuse_drop, refuse_presale
from commerce.presale.window import MIN_BALANCE, SaleWindow, refuse_window
from kit.money import Money

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
PRESALE = Presale(
    sale_window_id="w",
    deposit_minor=1_000,
    worth_minor=2_000,
    deposit_from=NOW,
    deposit_until=NOW + DAY,
    balance_from=NOW + 2 * DAY,
    balance_until=NOW + 4 * DAY,
)
LINE = Line(
    deal_id="d",
    product_id="p",
    title="Lamp",
    quantity=1,
    unit_price_minor=10_000,
    list_price_minor=10_000,
    deposit_minor=1_000,
    worth_minor=2_000,
    discount_minor=1_000,
)
RESERVED = Order(
    id="o",
    account_id="a",
    brand_id="b",
    show_id="s",
    lines=(LINE,),
    currency="EUR",
    referral_token=None,
    status=OrderStatus.DEPOSIT_PAID,
    created_at=NOW,
    hold_expires_at=PRESALE.balance_until,
    balance_from=PRESALE.balance_from,
    balance_until=PRESALE.balance_until,
    deposit_paid_at=NOW,
    remind_at=PRESALE.balance_from,
)


def window(**times: datetime) -> SaleWindow:
    usual = {
        name: getattr(PRESALE, name)
        for name in PRESALE.__slots__
        if name.endswith(("from", "until"))
    }
    return SaleWindow(id="w", brand_id=None, title="First", created_at=NOW, **{**usual, **times})


def test_a_deposit_is_worth_at_least_itself_and_at_most_the_price() -> None:
    price = Money(2_000, "EUR")
    assert refuse_presale(PRESALE, price, NOW) is None
    for wrong in (
        replace(PRESALE, worth_minor=999),
        replace(PRESALE, worth_minor=2_001),
    ):
        refusal = refuse_presale(wrong, price, NOW)
        assert refusal is not None
        assert list(refusal.fields) == ["presale.worth_minor"]
    late = refuse_presale(PRESALE, price, PRESALE.deposit_until)
    assert late is not None
    assert list(late.fields) == ["presale.sale_window_id"]


def test_a_deal_drops_within_the_time_for_deposits() -> None:
    moment = timedelta(microseconds=1)
    times = (NOW - moment, NOW, PRESALE.deposit_until - moment, PRESALE.deposit_until)
    assert [refuse_drop(PRESALE, at) is None for at in times] == [False, True, True, False]


def test_a_window_has_its_times_in_order() -> None:
    assert refuse_window(window(), NOW) is None
    assert refuse_window(window(balance_from=PRESALE.deposit_until), NOW) is None
    wrong = {
        "deposit_until_ms": window(deposit_until=NOW),
        "balance_from_ms": window(balance_from=PRESALE.deposit_until - timedelta(seconds=1)),
        "balance_until_ms": window(balance_until=PRESALE.balance_from + MIN_BALANCE / 2),
    }
    for name, each in wrong.items():
        refusal = refuse_window(each, NOW)
        assert refusal is not None
        assert list(refusal.fields) == [name]
    assert refuse_window(window(), PRESALE.deposit_until) is not None


@given(hours=st.lists(st.integers(0, 110), min_size=1).map(sorted), length_h=st.integers(1, 48))
def test_a_buyer_is_reminded_once_of_each_whenever_the_worker_looks(
    hours: list[int], length_h: int
) -> None:
    until = PRESALE.balance_from + timedelta(hours=length_h)
    order = structs.replace(RESERVED, balance_until=until)
    told = []
    for hour in hours:
        now = NOW + timedelta(hours=hour)
        reminded = remind(order, now)
        if reminded:
            order, reminder = reminded
            told.append(reminder)
            assert PRESALE.balance_from <= now < until
            assert (reminder is Reminder.CLOSING) == (now >= until - CLOSES_SOON)
    assert told in ([], [Reminder.OPEN], [Reminder.CLOSING], [Reminder.OPEN, Reminder.CLOSING])


def test_who_has_paid_or_given_up_is_not_reminded() -> None:
    for status in (OrderStatus.AWAITING_PAYMENT, OrderStatus.PAID, OrderStatus.FORFEITED):
        assert remind(structs.replace(RESERVED, status=status), PRESALE.balance_from) is None
