"""What holds for every cart in which lines are sold in advance (docs/pricing.md, D1 to D6)."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from commerce.payments.payment import Payment, Share
from commerce.payments.sources import divided, joined, parts_of
from commerce.pricing.deposits import Deposit
from commerce.pricing.quote import Quote, from_json, to_json
from commerce.pricing.refunding import refundable
from tests.support.carts import Cart, carts, vouchers
from tests.support.pricing import NOW, line, quoted, voucher


@st.composite
def carts_in_advance(draw: st.DrawFn) -> Cart:
    """Carts in euros of which some lines have a deposit, paid or due."""
    cart = draw(carts(("EUR",)))
    lines = []
    for each in cart.lines:
        lowest = min(price.amount_minor for price in each.prices)
        worth = draw(st.none() | st.integers(1, lowest))
        deposit = None
        if worth is not None:
            amount = draw(st.integers(1, worth))
            is_paid = draw(st.booleans())
            deposit = Deposit(
                amount_minor=amount, worth_minor=worth, balance_from=NOW, is_paid=is_paid
            )
        lines.append(replace(each, deposit=deposit))
    return replace(cart, lines=tuple(lines))


@given(cart=carts_in_advance())
def test_no_amount_is_negative_and_all_of_them_make_up_the_price(cart: Cart) -> None:
    quote = cart.quoted()
    for each in quote.lines:
        taken = sum(part.amount_minor for part in each.discounts)
        assert each.payable_minor >= 0
        if each.deposit_minor or not each.worth_minor:
            assert each.worth_minor + each.payable_minor + taken == each.subtotal_minor
        else:
            assert taken == 0
            assert each.worth_minor + each.later_minor == each.subtotal_minor
    assert quote.total_minor == _sum_of(quote)


@given(cart=carts_in_advance(), data=st.data())
def test_a_balance_gives_back_the_deposit_with_it_whatever_the_steps(
    cart: Cart, data: st.DataObject
) -> None:
    for each in cart.quoted().lines:
        if each.worth_minor and not each.deposit_minor:
            continue  # of a deposit alone nothing is refunded by units
        cuts = data.draw(st.sets(st.integers(0, each.quantity)))
        steps = pairwise(sorted({0, *cuts, each.quantity}))
        parts = [refundable(each, until - since, since).amount_minor for since, until in steps]
        assert all(part >= 0 for part in parts)
        assert sum(parts) == each.deposit_minor + each.payable_minor


@given(cart=carts_in_advance(), data=st.data())
def test_another_voucher_never_makes_a_balance_dearer(cart: Cart, data: st.DataObject) -> None:
    more = data.draw(vouchers("more", ("EUR",)))
    assert cart.quoted(*cart.vouchers, more).total_minor <= cart.quoted().total_minor


@given(cart=carts_in_advance())
def test_a_stored_quote_is_read_back_as_it_was(cart: Cart) -> None:
    quote = cart.quoted()
    assert from_json(to_json(quote)) == quote


@given(
    deposit=st.integers(1, 500),
    balance=st.integers(0, 500),
    wanted=st.lists(st.integers(0, 600), max_size=8),
)
def test_refunds_come_from_the_balance_first_and_sum_to_what_was_paid(
    deposit: int, balance: int, wanted: list[int]
) -> None:
    paid = [_payment("p1", deposit), *([_payment("p2", balance)] if balance else [])]
    went = dict.fromkeys((payment.id for payment in paid), 0)
    for asked in [*wanted, deposit + balance]:
        together = joined(parts_of(paid, "order"))
        assert together is not None
        amount = min(asked, together.amount_minor - together.refunded_minor)
        pieces = divided(parts_of(paid, "order"), amount)
        assert sum(minor for _, minor in pieces) == amount
        for payment, minor in pieces:
            assert minor > 0
            went[payment.id] += minor
        paid = [_returned(payment, went[payment.id]) for payment in paid]
        assert went["p1"] == 0 or went.get("p2", balance) == balance
    assert sum(went.values()) == deposit + balance


def test_a_members_price_below_the_deposit_leaves_nothing_to_pay() -> None:
    deposit = Deposit(amount_minor=500, worth_minor=900, balance_from=NOW, is_paid=True)
    found = quoted([line("lamp", 400, deposit=deposit)], voucher())
    assert (found.total_minor, found.vouchers) == (0, ())


def _sum_of(quote: Quote) -> int:
    for_deposits = quote.deposits_worth_minor + quote.bonus_minor + quote.later_minor
    return quote.subtotal_minor - quote.discount_minor - for_deposits


def _payment(id: str, amount_minor: int) -> Payment:
    return Payment(
        id=id,
        account_id="mina",
        gateway="sandbox",
        currency="EUR",
        shares=(Share(order_id="order", amount_minor=amount_minor),),
        begun_at=NOW,
        give_up_at=NOW,
        next_check_at=NOW,
    )


def _returned(payment: Payment, refunded_minor: int) -> Payment:
    return replace(payment, shares=(replace(payment.shares[0], refunded_minor=refunded_minor),))
