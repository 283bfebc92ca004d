"""Gifts by their rules (docs/carts.md, G)."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from commerce.gifts.errors import GiftAccepted, GiftOver, GiftTaken, NotGiftable, OwnGift
from commerce.gifts.gift import LASTS, MAY_BE_PAID, Gift, accept, begin, withdraw, wrap
from commerce.order_status import OrderStatus
from commerce.orders import Line, Order
from kit.errors import Refusal

NOW = datetime(2026, 11, 11, tzinfo=UTC)
LINE = Line(
    deal_id="d", product_id="p", title="Lamp", quantity=1, unit_price_minor=5, list_price_minor=9
)
ORDER = Order(
    id="o", account_id="buyer", brand_id="b", show_id="s", lines=(LINE,), currency="EUR",
    referral_token=None, created_at=NOW, hold_expires_at=NOW, status=OrderStatus.PAID, paid_at=NOW,
)  # fmt: skip
HELD = replace(ORDER, status=OrderStatus.HELD, paid_at=None)
STEPS = st.tuples(
    st.sampled_from(["wrap", "withdraw", "accept", "begin"]),
    st.sampled_from(["buyer", "ben", "cleo"]),
    st.integers(0, 20),
)


@given(st.lists(STEPS, max_size=30), st.integers(0, 30))
def test_whatever_is_tried_a_gift_has_one_recipient_for_good_and_never_its_buyer(
    steps: list[tuple[str, str, int]], paid_at_step: int
) -> None:
    gift: Gift | None = None
    now, taken_by = NOW, None
    for number, (step, person, days) in enumerate(steps):
        now += timedelta(days=days)
        before = gift
        order = ORDER if number >= paid_at_step else HELD
        if step == "wrap":
            tried = wrap(order, gift, f"hello {days}", now, f"secret-{number}")
        elif gift is None:
            continue
        elif step == "begin":
            tried = begin(gift, order, now)
        else:
            tried = withdraw(gift, now) if step == "withdraw" else accept(gift, order, person, now)
        if isinstance(tried, Refusal):
            continue
        gift = tried
        assert gift.version == (before.version if before else 0) + (gift is not before)
        assert gift.recipient_id != gift.account_id
        if taken_by is not None:
            assert gift.recipient_id == taken_by
        taken_by = gift.recipient_id
        assert order is ORDER or (gift.expires_at is None and taken_by is None)
        if step == "accept" and before is not None and before is not gift:
            assert before.status(now) == "open"


@given(st.sampled_from(OrderStatus))
def test_only_what_is_or_may_be_paid_is_given_and_it_waits_for_the_payment(
    status: OrderStatus,
) -> None:
    order = replace(ORDER, status=status)
    gift = wrap(order, None, "", NOW, "secret")
    if status in {OrderStatus.PAID, OrderStatus.PARTLY_REFUNDED}:
        assert isinstance(gift, Gift)
        assert gift.status(NOW) == "open"
    elif status in MAY_BE_PAID:
        assert isinstance(gift, Gift)
        assert gift.status(NOW + 2 * LASTS) == "waiting"
        assert isinstance(accept(gift, order, "ben", NOW), GiftOver)
    else:
        assert isinstance(gift, NotGiftable)


def test_what_waited_can_be_accepted_for_its_whole_time_from_the_payment_on() -> None:
    gift = wrap(HELD, None, "For you", NOW, "secret")
    assert isinstance(gift, Gift)
    paid_at = NOW + timedelta(days=20)
    begun = begin(gift, ORDER, paid_at)
    assert (begun.status(paid_at), begun.expires_at, begun.secret) == (
        "open", paid_at + LASTS, "secret",
    )  # fmt: skip
    assert begin(begun, ORDER, paid_at + timedelta(days=1)) is begun
    assert begin(gift, replace(ORDER, status=OrderStatus.REFUNDED), paid_at) is gift
    kept = withdraw(gift, NOW)
    assert isinstance(kept, Gift)
    assert begin(kept, ORDER, paid_at) is kept


def test_what_is_refused_has_a_code_of_its_own() -> None:
    gift = wrap(ORDER, None, "", NOW, "secret")
    assert isinstance(gift, Gift)
    assert isinstance(accept(gift, ORDER, "buyer", NOW), OwnGift)
    assert isinstance(accept(gift, ORDER, "ben", NOW + LASTS), GiftOver)
    refunded = replace(ORDER, status=OrderStatus.REFUNDED)
    assert isinstance(accept(gift, refunded, "ben", NOW), GiftOver)
    given_away = accept(gift, ORDER, "ben", NOW)
    assert isinstance(given_away, Gift)
    assert accept(given_away, ORDER, "ben", NOW) is given_away
    assert isinstance(accept(given_away, ORDER, "cleo", NOW), GiftTaken)
    assert isinstance(withdraw(given_away, NOW), GiftAccepted)
    assert isinstance(wrap(ORDER, given_away, "", NOW, "other"), GiftAccepted)
