"""An order's part of a quote is that of its lines, and all parts sum to the whole (A3)."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from commerce.pricing.parts import part_of
from commerce.pricing.quote import Code, Quote
from commerce.pricing.refunding import refundable
from commerce.pricing.vouchers import Scope
from tests.support.carts import Cart, carts
from tests.support.pricing import line, quoted, voucher


def parts_of(cart: Cart, orders: list[str]) -> tuple[Quote, list[Quote]]:
    """The cart's quote, where these orders hold the lines, and the orders' parts of it."""
    lines = tuple(
        replace(each, order_id=order_id) for each, order_id in zip(cart.lines, orders, strict=False)
    )
    whole = replace(cart, lines=lines).quoted()
    return whole, [part_of(whole, order_id) for order_id in sorted(set(orders[: len(lines)]))]


ORDERS = st.lists(st.sampled_from("xyz"), min_size=5, max_size=5)


@given(cart=carts(), orders=ORDERS)
def test_the_parts_sum_to_the_quote(cart: Cart, orders: list[str]) -> None:
    whole, parts = parts_of(cart, orders)
    assert sum(part.total_minor for part in parts) == whole.total_minor
    assert sum(part.subtotal_minor for part in parts) == whole.subtotal_minor
    assert sum(part.discount_minor for part in parts) == whole.discount_minor
    for used in whole.vouchers:
        mine = [
            each for part in parts for each in part.vouchers if each.voucher_id == used.voucher_id
        ]
        assert sum(each.cost_minor for each in mine) == used.cost_minor


@given(cart=carts(), orders=ORDERS)
def test_all_units_of_all_orders_give_back_exactly_what_was_paid(
    cart: Cart, orders: list[str]
) -> None:
    whole, parts = parts_of(cart, orders)
    back = [
        refundable(each, 1, unit)
        for part in parts
        for each in part.lines
        for unit in range(each.quantity)
    ]
    assert sum(each.amount_minor for each in back) == whole.total_minor
    costs = sum(part.cost_minor for each in back for part in each.discounts)
    assert costs == sum(used.cost_minor for used in whole.vouchers)


@given(cart=carts(), orders=ORDERS)
def test_a_part_explains_its_own_lines_and_vouchers(cart: Cart, orders: list[str]) -> None:
    _, parts = parts_of(cart, orders)
    for part in parts:
        about = {note.line for note in part.notes if note.line is not None}
        assert about == set(range(len(part.lines)))
        applied = {note.voucher_id: note for note in part.notes if note.code is Code.APPLIED}
        assert applied.keys() == {used.voucher_id for used in part.vouchers}
        for used in part.vouchers:
            note = applied[used.voucher_id]
            assert note.amount_minor == used.discount_minor <= note.base_minor


def test_a_voucher_over_two_orders_says_in_each_what_it_takes_there() -> None:
    lines = [line("lamp", 2_000, order_id="x"), line("desk", 1_000, brand_id="oak", order_id="y")]
    whole = quoted(lines, voucher("five", amount_minor=500, scope=Scope.PLATFORM))
    (note,) = [note for note in part_of(whole, "x").notes if note.code is Code.APPLIED]
    assert (note.amount_minor, note.base_minor) == (333, 2_000)
    assert part_of(whole, "y").total_minor == 833
