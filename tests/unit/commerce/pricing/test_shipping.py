"""What shipping costs, whatever is in the cart (docs/pricing.md, 16)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.pricing.parts import part_of
from commerce.pricing.quote import Code, Note, Quote, from_json, to_json
from commerce.pricing.rates import NO_RATES
from commerce.pricing.sentences import sentence
from commerce.pricing.shipping import Shipping, with_shipping
from tests.support.carts import BRANDS, Cart, carts
from tests.support.pricing import BRAND, line, quoted


def shipping(brand_id: str = BRAND, **facts: object) -> Shipping:
    facts = {"title": brand_id.title(), "currency": "EUR", "fee_minor": 490, **facts}
    return Shipping(brand_id=brand_id, **facts)  # type: ignore[arg-type]


TERMS = st.builds(
    shipping,
    fee_minor=st.integers(1, 3_000),
    free_from_minor=st.none() | st.integers(1, 20_000),
    free_tier=st.none() | st.just("Gold"),
    next_free_tier=st.none() | st.just("Gold"),
)
CHARGED = st.tuples(TERMS, TERMS).map(lambda both: (both[0], replace(both[1], brand_id=BRANDS[1])))


def sent(cart: Cart, charged: tuple[Shipping, ...]) -> tuple[Quote, Quote]:
    """The quote before and with shipping."""
    before = cart.quoted()
    return before, with_shipping(before, charged, cart.festival.rates)


@given(carts(), CHARGED)
def test_the_total_is_the_goods_less_what_is_taken_off_and_each_brands_fee_at_most_once(
    cart: Cart, charged: tuple[Shipping, ...]
) -> None:
    before, after = sent(cart, charged)
    assert after.total_minor == before.total_minor + after.shipping_minor >= 0
    goods_minor = after.subtotal_minor - after.discount_minor
    assert after.total_minor == goods_minor + after.shipping_minor
    for each in charged:
        own = [line.shipping_minor for line in after.lines if line.brand_id == each.brand_id]
        fee_minor = cart.festival.rates.convert(each.fee_minor, "EUR", after.currency)
        assert sum(own) in {0, fee_minor}
        assert all(part >= 0 for part in own)


@given(carts(), CHARGED)
def test_shipping_changes_nothing_about_the_goods(
    cart: Cart, charged: tuple[Shipping, ...]
) -> None:
    before, after = sent(cart, charged)
    bare = tuple(replace(line, shipping_minor=0) for line in after.lines)
    assert (bare, after.vouchers) == (before.lines, before.vouchers)
    assert after.notes[: len(before.notes)] == before.notes


@given(carts(), CHARGED, st.data())
def test_the_order_of_lines_vouchers_and_brands_changes_nothing(
    cart: Cart, charged: tuple[Shipping, ...], data: st.DataObject
) -> None:
    entered_otherwise = replace(
        cart,
        lines=tuple(data.draw(st.permutations(cart.lines))),
        vouchers=tuple(data.draw(st.permutations(cart.vouchers))),
    )
    assert sent(entered_otherwise, charged[::-1])[1] == sent(cart, charged)[1]


@given(carts(), CHARGED)
def test_no_voucher_makes_shipping_dearer(cart: Cart, charged: tuple[Shipping, ...]) -> None:
    without = replace(cart, vouchers=(), festival=replace(cart.festival, offers=()))
    assert sent(cart, charged)[1].shipping_minor == sent(without, charged)[1].shipping_minor


@given(carts(), CHARGED)
def test_each_brand_says_once_what_becomes_of_its_fee(
    cart: Cart, charged: tuple[Shipping, ...]
) -> None:
    before, after = sent(cart, charged)
    said = [note.brand_id for note in after.notes if note.brand_id and note.is_applied]
    assert len(said) == len(set(said))
    assert set(said) <= {line.brand_id for line in before.lines}
    paying = {line.brand_id for line in after.lines if line.shipping_minor}
    fees = {note.brand_id for note in after.notes if note.code is Code.SHIPPING_FEE}
    assert paying == fees


@given(carts(), CHARGED)
def test_the_orders_parts_sum_to_the_fees_and_are_stored_as_they_are(
    cart: Cart, charged: tuple[Shipping, ...]
) -> None:
    _, after = sent(cart, charged)
    lines = tuple(replace(line, order_id=str(place)) for place, line in enumerate(after.lines))
    parts = [part_of(replace(after, lines=lines), str(place)) for place in range(len(lines))]
    assert sum(part.total_minor for part in parts) == after.total_minor
    for part in parts:
        fees = [note.amount_minor for note in part.notes if note.code is Code.SHIPPING_FEE]
        assert sum(fees) == part.shipping_minor
        assert {note.brand_id for note in part.notes} <= {None, part.lines[0].brand_id}
    assert from_json(to_json(after)) == after


def test_a_fee_that_cannot_be_converted_is_not_charged_and_says_so() -> None:
    quote = with_shipping(quoted([line()]), [shipping(currency="USD")], NO_RATES)
    assert (quote.shipping_minor, quote.notes[-1].code) == (0, Code.NO_RATE)
    assert str(sentence(quote.notes[-1], "EUR")).startswith("“Shipping by Lumen”")


def test_terms_of_brands_that_sell_nothing_here_say_nothing() -> None:
    before = quoted([line()])
    assert with_shipping(before, [shipping("oak")], NO_RATES) == before


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, ["Lumen ships for €4.90."]),
        (
            {"free_from_minor": 2_200, "next_free_tier": "Gold"},
            [
                "Lumen ships for €4.90.",
                "Spend €12.00 more with Lumen for free shipping.",
                "Lumen ships for free from the tier Gold on.",
            ],
        ),
        ({"free_from_minor": 1_000}, ["Lumen ships for free from €10.00 on. You save €4.90."]),
        ({"free_tier": "Gold"}, ["Lumen ships for free to you as Gold. You save €4.90."]),
    ],
)
def test_the_fee_is_explained(facts: dict[str, object], said: list[str]) -> None:
    quote = with_shipping(quoted([line()]), [shipping(**facts)], NO_RATES)
    assert [_text(note) for note in quote.notes if note.brand_id] == said


def test_an_order_says_which_part_of_the_fee_it_bears() -> None:
    lines = [line("desk", 3_000, order_id="a"), line("lamp", 2_000, order_id="b")]
    quote = with_shipping(quoted(lines), [shipping()], NO_RATES)
    part = part_of(quote, "b")
    assert part.total_minor == 2_196
    assert _text(part.notes[-1]) == "Lumen ships for €4.90. This order's part is €1.96."


def _text(note: Note) -> str:
    return str(sentence(note, "EUR"))
