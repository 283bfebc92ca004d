"""Vouchers on the balance of a pre-sale, and refunds of what was paid in two."""

import pytest

from commerce.errors import PaymentDeclined
from commerce.orders import PAYMENT_GRACE
from commerce.payments.views import NewRefund, RefundedUnits
from commerce.protection.protecting import Protecting
from commerce.quotes.errors import QuoteChanged
from commerce.vouchers.views import VoucherView
from kit.auth import Principal
from kit.clock import to_ms
from kit.errors import Refusal
from tests.support.vouchers import VoucherDesk

from ..conftest import ASKING_CARD, DECLINED_CARD
from .conftest import DAY, DEPOSIT, HOUR, UNUSED, Presale


@pytest.fixture
async def voucher(desk: VoucherDesk) -> VoucherView:
    """10.00 off from 90.00 on, once."""
    terms = desk.new(
        code="TEN", how="code", amount_minor=1_000, threshold_minor=9_000, budget_minor=5_000,
        total_limit=1, ends_at_ms=to_ms(desk.world.now + 10 * DAY),
    )  # fmt: skip
    return await desk.issuing.issue(desk.manager, desk.brand.slug, terms)


async def test_a_voucher_goes_on_the_balance_alone_and_is_used_once(
    presale: Presale, desk: VoucherDesk, buyer: Principal, voucher: VoucherView
) -> None:
    order = await presale.shop.claim(buyer, presale.deal)
    with pytest.raises(QuoteChanged):
        await presale.shop.check_out(buyer, [order.id], 0, codes=["ten"])
    await presale.shop.check_out(buyer, [order.id], DEPOSIT, codes=["ten"])
    assert await desk.account(voucher) == UNUSED
    presale.until_balance()
    paid = (await presale.shop.check_out(buyer, [order.id], 7_000, codes=["ten"])).orders[0]
    assert (paid.status, paid.total_minor, paid.discount_minor) == ("paid", 8_000, 2_000)
    account = await desk.account(voucher)
    assert (account.spent_minor, account.held, account.reserved) == (1_000, 1, 0)


async def test_a_voucher_on_a_balance_that_is_declined_or_forfeited_returns(
    presale: Presale, desk: VoucherDesk, buyer: Principal, voucher: VoucherView
) -> None:
    order = await presale.reserved(buyer)
    presale.until_balance()
    with pytest.raises(PaymentDeclined):
        await presale.shop.check_out(buyer, [order.id], 7_000, DECLINED_CARD, codes=["ten"])
    assert await desk.account(voucher) == UNUSED
    await presale.shop.check_out(buyer, [order.id], 7_000, ASKING_CARD, codes=["ten"])
    assert (await desk.account(voucher)).reserved == 1
    presale.until_over()
    await presale.shop.reconcile(PAYMENT_GRACE)
    assert await presale.shop.checkout.expire_holds() == 1
    after = await presale.now(buyer, order)
    assert (after.status, after.total_minor) == ("forfeited", 9_000)
    assert await desk.account(voucher) == UNUSED


async def test_a_refund_in_whole_returns_the_voucher_of_the_balance(
    presale: Presale, desk: VoucherDesk, buyer: Principal, voucher: VoucherView
) -> None:
    order = await presale.reserved(buyer)
    presale.until_balance()
    await presale.shop.check_out(buyer, [order.id], 7_000, codes=["ten"])
    refunded = await presale.shop.refunding.refund(
        presale.manager, order.id, NewRefund(reason="Broken"), None
    )
    assert (refunded.status, refunded.refunded_minor) == ("refunded", 8_000)
    assert await presale.shop.charged_minor() == 0
    assert await desk.account(voucher) == UNUSED


async def test_a_refund_takes_the_balance_first_and_then_the_deposit(
    presale: Presale, buyer: Principal
) -> None:
    order = await presale.bought(buyer, quantity=2)
    refund = presale.shop.refunding.refund
    one = NewRefund(lines=[RefundedUnits(line=1, quantity=1)], reason="One is broken")
    first = await refund(presale.manager, order.id, one, "one")
    assert [each.amount_minor for each in first.refunds] == [9_000]
    await refund(presale.manager, order.id, one, "one")
    whole = await refund(presale.manager, order.id, NewRefund(reason="Both are"), "two")
    assert [each.amount_minor for each in whole.refunds] == [9_000, 7_000, 2_000]
    assert (whole.status, whole.refunded_minor) == ("refunded", 18_000)
    assert (await presale.shop.books(presale.deal)).sold == 0
    assert await presale.shop.charged_minor() == 0


async def test_price_protection_compares_what_was_really_paid(
    presale: Presale, buyer: Principal
) -> None:
    await presale.bought(buyer)
    product_id = presale.deal.product_id
    protecting = Protecting(presale.shop.world.work)
    await presale.shop.live_deal(product_id=product_id, price_minor=9_000)
    while await protecting.sweep():
        pass
    assert (await presale.shop.checkout.orders(buyer))[0].lowered == []
    presale.shop.world.pass_time(HOUR)
    await presale.shop.live_deal(product_id=product_id, price_minor=500)
    while await protecting.sweep():
        pass
    await presale.shop.reconcile()
    order = (await presale.shop.checkout.orders(buyer))[0]
    assert [grant.amount_minor for grant in order.lowered] == [8_500]
    assert [refund.amount_minor for refund in order.refunds] == [8_000, 500]
    assert await presale.shop.charged_minor() == 500


async def test_the_lowest_price_is_what_a_unit_really_costs(presale: Presale) -> None:
    product_id = presale.deal.product_id
    with pytest.raises(Refusal, match=r"€90\.00"):
        await presale.shop.queued_deal(
            product_id=product_id, price_minor=9_500, is_lowest_price=True
        )
    await presale.shop.queued_deal(product_id=product_id, price_minor=9_000, is_lowest_price=True)
