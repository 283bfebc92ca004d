"""Points as money off, whatever is in the cart (docs/pricing.md, 15)."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from commerce.pricing.parts import part_of
from commerce.pricing.points import Purse, are_points, points_in, with_points
from commerce.pricing.quote import Quote, from_json, to_json
from commerce.pricing.refunding import refundable
from tests.support.carts import Cart, carts
from tests.support.pricing import BRAND

PURSES = st.builds(
    Purse,
    brand_id=st.just(BRAND),
    title=st.just("Lumen points"),
    currency=st.just("EUR"),
    points=st.integers(1, 1_000),
    amount_minor=st.integers(1, 1_000),
    from_points=st.integers(1, 300),
    most_bp=st.integers(1, 10_000),
    active=st.integers(-100, 30_000),
    wanted=st.integers(0, 30_000),
)


def used(quote: Quote) -> tuple[int, int]:
    """How many points, and what they take off."""
    own = [each for each in quote.vouchers if are_points(each.voucher_id)]
    return sum(each.cost_minor for each in own), sum(each.discount_minor for each in own)


def spent(cart: Cart, purse: Purse) -> tuple[Quote, Quote]:
    """The quote before and with the points."""
    before = cart.quoted()
    return before, with_points(before, [purse], cart.festival.rates)


@given(carts(), PURSES)
def test_points_take_exactly_what_they_say_and_never_more_than_the_brand_allows(
    cart: Cart, purse: Purse
) -> None:
    before, after = spent(cart, purse)
    points, amount_minor = used(after)
    own = [each for each in before.lines if each.brand_id == BRAND]
    assert after.total_minor == before.total_minor - amount_minor >= 0
    assert amount_minor <= sum(each.payable_minor for each in own) * purse.most_bp // 10_000
    assert points <= max(0, min(purse.active, purse.wanted))
    assert points == 0 or points >= purse.from_points
    assert all(each.payable_minor >= 0 for each in after.lines)


@given(carts(), PURSES)
def test_no_more_points_are_used_than_the_amount_needs(cart: Cart, purse: Purse) -> None:
    _, after = spent(cart, purse)
    points, amount_minor = used(after)
    if points and after.currency == purse.currency:
        assert purse.worth(points, "EUR", after.rates) >= amount_minor
        assert purse.worth(points - 1, "EUR", after.rates) < amount_minor


@given(carts(), PURSES)
def test_the_parts_of_the_lines_sum_to_the_points_and_to_what_they_take(
    cart: Cart, purse: Purse
) -> None:
    _, after = spent(cart, purse)
    parts = [part for line in after.lines for part in line.discounts if are_points(part.voucher_id)]
    sums = sum(part.cost_minor for part in parts), sum(part.amount_minor for part in parts)
    assert sums == used(after)


@given(carts(), PURSES)
def test_units_that_are_refunded_one_by_one_give_back_all_points(cart: Cart, purse: Purse) -> None:
    _, after = spent(cart, purse)
    returned = 0
    for line in after.lines:
        for unit in range(line.quantity):
            back = refundable(line, 1, unit)
            costs = {part.voucher_id: part.cost_minor for part in back.discounts}
            assert all(cost >= 0 for cost in costs.values())
            returned += points_in(costs)
    assert returned == used(after)[0]


@given(carts(), PURSES)
def test_the_orders_parts_have_all_points_and_are_stored_as_they_are(
    cart: Cart, purse: Purse
) -> None:
    _, after = spent(cart, purse)
    lines = tuple(replace(line, order_id=str(place)) for place, line in enumerate(after.lines))
    parts = [part_of(replace(after, lines=lines), str(place)) for place in range(len(lines))]
    assert sum(used(part)[0] for part in parts) == used(after)[0]
    assert sum(part.total_minor for part in parts) == after.total_minor
    assert (
        sum(note.points for part in parts for note in part.notes if note.is_applied)
        == used(after)[0]
    )
    assert from_json(to_json(after)) == after
