"""Refunds of one order in any order and with any outcome: what they sum to is what the books say."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from commerce import orders as rules
from commerce.order_status import OrderStatus
from commerce.orders import HOLD, Line, Order
from commerce.payments.payment import Share
from commerce.payments.refund import Extent, Refund, RefundStatus, decide_extent
from commerce.payments.views import NewRefund, RefundedUnits

NOW = datetime(2026, 11, 11, 12, 0, tzinfo=UTC)

lines = st.lists(st.tuples(st.integers(1, 3_000), st.integers(1, 4)), min_size=1, max_size=3)
shipping = st.just(0) | st.integers(1, 900)
asked = st.one_of(
    st.just(NewRefund(reason="all")),
    st.integers(1, 9_000).map(lambda amount: NewRefund(amount_minor=amount, reason="a scratch")),
    st.lists(
        st.builds(RefundedUnits, line=st.integers(1, 3), quantity=st.integers(1, 3)), max_size=3
    ).map(lambda units: NewRefund(lines=units, reason="returned")),
)
answers = st.tuples(
    st.integers(0, 5), st.sampled_from([RefundStatus.SUCCEEDED, RefundStatus.FAILED])
)


@given(lines, shipping, st.lists(st.one_of(asked, answers), max_size=20))
def test_no_history_gives_back_more_than_was_paid_and_its_refunds_sum_to_the_books(
    bought: list[tuple[int, int]],
    shipping_minor: int,
    history: list[NewRefund | tuple[int, RefundStatus]],
) -> None:
    order = paid_order(bought, shipping_minor)
    share = Share(order_id=order.id, amount_minor=order.total.amount_minor)
    refunds: list[Refund] = []
    for step in history:
        if isinstance(step, NewRefund):
            extent = decide_extent(order, share, refunds, step)
            if isinstance(extent, Extent):
                share = replace(share, refunded_minor=share.refunded_minor + extent.amount_minor)
                refunds.append(begun(order, extent))
        elif (place := waiting_at(refunds, step[0])) is not None:
            one = refunds[place] = replace(refunds[place], status=step[1])
            if one.status is RefundStatus.SUCCEEDED:
                order = rules.refund(order, one.amount_minor, one.units)
            else:
                share = replace(share, refunded_minor=share.refunded_minor - one.amount_minor)

        done = summed(refunds, RefundStatus.SUCCEEDED)
        assert order.refunded_minor == done
        assert share.refunded_minor == done + summed(refunds, RefundStatus.BEGUN)
        assert share.refunded_minor <= share.amount_minor
        assert (order.status is OrderStatus.REFUNDED) == (done == order.total.amount_minor)
        assert all(line.refunded_quantity <= line.quantity for line in order.lines)


@given(lines, shipping, st.randoms(use_true_random=False))
def test_units_give_back_the_goods_and_the_last_of_them_the_shipping_too(
    bought: list[tuple[int, int]], shipping_minor: int, random: Random
) -> None:
    """docs/pricing.md, F9."""
    order = paid_order(bought, shipping_minor)
    units = [place for place, (_, quantity) in enumerate(bought) for _ in range(quantity)]
    random.shuffle(units)
    share = Share(order_id=order.id, amount_minor=order.total_minor)
    refunds: list[Refund] = []
    for place in units:
        new = NewRefund(lines=[RefundedUnits(line=place + 1, quantity=1)], reason="returned")
        extent = decide_extent(order, share, refunds, new)
        assert isinstance(extent, Extent)
        is_last = len(refunds) == len(units) - 1
        assert extent.amount_minor == bought[place][0] + (shipping_minor if is_last else 0)
        share = replace(share, refunded_minor=share.refunded_minor + extent.amount_minor)
        refunds.append(replace(begun(order, extent), status=RefundStatus.SUCCEEDED))
        order = rules.refund(order, extent.amount_minor, extent.units)
    assert order.status is OrderStatus.REFUNDED


def test_a_favour_takes_of_the_goods_first_and_units_after_it_leave_the_shipping() -> None:
    """docs/pricing.md, F9."""
    order = paid_order([(1_000, 2)], shipping_minor=490)
    favour = begun(order, Extent(1_800, {}))
    share = Share(order_id=order.id, amount_minor=2_490, refunded_minor=1_800)
    one = NewRefund(lines=[RefundedUnits(line=1, quantity=1)], reason="returned")
    assert decide_extent(order, share, [favour], one) == Extent(200, {0: 1})
    both = NewRefund(lines=[RefundedUnits(line=1, quantity=2)], reason="returned")
    assert decide_extent(order, share, [favour], both) == Extent(690, {0: 2})


def paid_order(bought: Sequence[tuple[int, int]], shipping_minor: int = 0) -> Order:
    return Order(
        shipping_minor=shipping_minor,
        id="o",
        account_id="a",
        brand_id="b",
        show_id="s",
        lines=tuple(
            Line(
                deal_id=f"d{place}",
                product_id="p",
                title="Desk lamp",
                quantity=quantity,
                unit_price_minor=price_minor,
                list_price_minor=price_minor,
            )
            for place, (price_minor, quantity) in enumerate(bought)
        ),
        currency="EUR",
        referral_token=None,
        created_at=NOW,
        hold_expires_at=NOW + HOLD,
        status=OrderStatus.PAID,
        paid_at=NOW,
    )


def begun(order: Order, extent: Extent) -> Refund:
    return Refund(
        id="r",
        payment_id="p",
        order_id=order.id,
        amount_minor=extent.amount_minor,
        currency="EUR",
        units=extent.units,
        reason="",
        restock=True,
        begun_by=None,
        begun_at=NOW,
        next_check_at=NOW,
    )


def waiting_at(refunds: Sequence[Refund], number: int) -> int | None:
    """The place of one that has no answer yet, if there is any."""
    waiting = [place for place, one in enumerate(refunds) if one.status is RefundStatus.BEGUN]
    return waiting[number % len(waiting)] if waiting else None


def summed(refunds: Sequence[Refund], status: RefundStatus) -> int:
    return sum(one.amount_minor for one in refunds if one.status is status)
