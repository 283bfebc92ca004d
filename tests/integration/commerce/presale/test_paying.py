"""Pre-sale from the claim to the balance: what is charged when, once, whatever the gateway does."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import Update, select, update
from sqlalchemy.exc import IntegrityError

from commerce import events
from commerce.errors import HoldExpired, PaymentDeclined
from commerce.orders import DEPOSIT_HOLD, HOLD
from commerce.payments.tables import payment_orders
from commerce.presale.errors import (
    BalanceNotDue,
)
from commerce.presale.scheduling import Scheduling
from commerce.presale.views import NewPresale
from commerce.quotes.quotes import Quotes
from commerce.quotes.views import AskedLine, AskedQuote
from commerce.tables import orders
from commerce.views import OrderView
from kit.auth import Principal
from kit.clock import to_ms
from kit.errors import Refusal
from tests.support.slices import Unlimited

from ..conftest import DECLINED_CARD, GOOD_CARD, LATE_CARD, LOST_ANSWER_CARD
from .conftest import BALANCE, DEPOSIT, Presale, window_at


async def test_a_deposit_is_paid_and_later_the_balance(presale: Presale, buyer: Principal) -> None:
    shop, world = presale.shop, presale.shop.world
    order = await shop.claim(buyer, presale.deal)
    assert order.hold_expires_at_ms == to_ms(world.now + DEPOSIT_HOLD)
    assert (order.total_minor, order.discount_minor) == (9_000, 1_000)

    order = await shop.paying.pay(buyer, order.id, GOOD_CARD, "d")
    assert (order.status, await shop.charged_minor()) == ("deposit_paid", DEPOSIT)
    assert order.hold_expires_at_ms == presale.window.balance_until_ms
    assert order.presale is not None
    assert (order.presale.deposit_minor, order.presale.balance_minor) == (DEPOSIT, BALANCE)
    assert await shop.checkout.cart(buyer) == []
    with pytest.raises(BalanceNotDue, match="It can be paid from 13 Nov, 12:10 UTC on"):
        await shop.paying.pay(buyer, order.id, GOOD_CARD, None)
    assert world.happened(events.OrderPaid) == []

    presale.until_balance()
    assert [each.id for each in await shop.checkout.cart(buyer)] == [order.id]
    order = await shop.paying.pay(buyer, order.id, GOOD_CARD, "b")
    assert (order.status, await shop.charged_minor()) == ("paid", DEPOSIT + BALANCE)
    assert len(world.happened(events.OrderPaid)) == 1
    board = await shop.hosting.board(shop.host, shop.show_id)
    assert (board.paid, board.reserved, board.revenue_minor) == (1, 0, 9_000)


async def test_claims_with_and_without_a_deposit_are_settled_in_one_batch(presale: Presale) -> None:
    shop = presale.shop
    ordinary = await shop.live_deal(stock=3)
    deals = [presale.deal, ordinary] * 3
    buyers = await shop.buyers(len(deals))
    claimed = await asyncio.gather(
        *(shop.claim(buyer, deal) for buyer, deal in zip(buyers, deals, strict=True))
    )
    for order in claimed:
        is_presale = order.lines[0].deal_id == presale.deal.id
        hold = DEPOSIT_HOLD if is_presale else HOLD
        assert order.hold_expires_at_ms == to_ms(shop.world.now + hold)
        stored = (await presale.now(buyers[claimed.index(order)], order)).presale
        assert (stored is not None) == is_presale
        assert stored == order.presale


async def test_what_is_due_is_explained(presale: Presale, buyer: Principal) -> None:
    quotes = Quotes(presale.shop.world.work, Unlimited())
    order = await presale.shop.claim(buyer, presale.deal, quantity=2)
    asked = AskedQuote(lines=[AskedLine(order_id=order.id)])
    deposit = await quotes.quote(buyer, asked, "")
    assert (deposit.total_minor, deposit.later_minor, deposit.bonus_minor) == (2_000, 16_000, 2_000)
    assert [note.code for note in deposit.notes] == ["price.deal", "price.deposit_due"]
    await presale.shop.paying.pay(buyer, order.id, GOOD_CARD, None)
    presale.until_balance()
    balance = await quotes.quote(buyer, asked, "")
    assert (balance.total_minor, balance.deposits_worth_minor) == (16_000, 4_000)
    assert balance.notes[-1].text == "Your deposit of €20.00 counts for €40.00."


async def test_who_does_not_pay_the_deposit_in_thirty_minutes_loses_the_units(
    presale: Presale, buyer: Principal
) -> None:
    order = await presale.shop.claim(buyer, presale.deal, quantity=2)
    presale.shop.world.pass_time(DEPOSIT_HOLD - timedelta(seconds=1))
    assert await presale.shop.checkout.expire_holds() == 0
    presale.shop.world.pass_time(timedelta(seconds=1))
    assert await presale.shop.checkout.expire_holds() == 1
    assert (await presale.now(buyer, order)).status == "expired"
    with pytest.raises(HoldExpired):
        await presale.shop.paying.pay(buyer, order.id, GOOD_CARD, None)
    assert (await presale.shop.books(presale.deal)).sold == 0


async def test_a_declined_deposit_and_a_declined_balance_can_be_paid_with_another_card(
    presale: Presale, buyer: Principal
) -> None:
    pay = presale.shop.paying.pay
    order = await presale.shop.claim(buyer, presale.deal)
    with pytest.raises(PaymentDeclined):
        await pay(buyer, order.id, DECLINED_CARD, None)
    assert (await presale.now(buyer, order)).status == "held"
    await pay(buyer, order.id, GOOD_CARD, None)
    presale.until_balance()
    with pytest.raises(PaymentDeclined):
        await pay(buyer, order.id, DECLINED_CARD, None)
    assert (await presale.now(buyer, order)).status == "deposit_paid"
    assert (await pay(buyer, order.id, GOOD_CARD, None)).status == "paid"
    assert await presale.shop.charged_minor() == 9_000


async def test_an_answer_that_is_lost_or_late_counts_once_for_each_of_the_two(
    presale: Presale, buyer: Principal
) -> None:
    order = await presale.shop.claim(buyer, presale.deal)
    pending = await presale.shop.paying.pay(buyer, order.id, LOST_ANSWER_CARD, None)
    assert pending.status == "awaiting_payment"
    await presale.shop.reconcile()
    assert (await presale.now(buyer, order)).status == "deposit_paid"
    presale.until_balance()
    await presale.shop.paying.pay(buyer, order.id, LATE_CARD, None)
    await presale.shop.reconcile()
    await presale.shop.reconcile()
    assert (await presale.now(buyer, order)).status == "paid"
    assert await presale.shop.charged_minor() == 9_000
    assert len(presale.shop.world.happened(events.DepositPaid)) == 1
    assert len(presale.shop.world.happened(events.OrderPaid)) == 1


async def test_a_deposit_a_balance_and_an_ordinary_order_are_paid_together(
    presale: Presale, buyer: Principal
) -> None:
    shop = presale.shop
    balance = await presale.reserved(buyer)
    presale.until_balance()
    window = await Scheduling(shop.world.work).schedule(
        presale.manager, shop.brand.slug, window_at(shop.world.now)
    )
    new = NewPresale(sale_window_id=window.id, deposit_minor=300, worth_minor=300)
    deposit = await shop.claim(buyer, await shop.live_deal(price_minor=2_000, presale=new))
    whole = await shop.claim(buyer, await shop.live_deal(price_minor=2_000))
    order_ids = [balance.id, deposit.id, whole.id]
    total = BALANCE + 300 + 2_000
    with pytest.raises(PaymentDeclined):
        await shop.check_out(buyer, order_ids, total, DECLINED_CARD)
    now = [await presale.now(buyer, order) for order in (balance, deposit, whole)]
    assert [order.status for order in now] == ["deposit_paid", "held", "held"]
    paid = (await shop.check_out(buyer, order_ids, total)).orders
    assert [order.status for order in paid] == ["paid", "deposit_paid", "paid"]
    assert [order.total_minor for order in paid] == [9_000, 2_000, 2_000]
    assert await shop.charged_minor() == DEPOSIT + total


async def test_a_balance_is_paid_once_however_often_it_is_tried_at_once(
    presale: Presale, buyer: Principal
) -> None:
    order = await presale.reserved(buyer)
    presale.until_balance()
    answers = await asyncio.gather(
        *(presale.shop.paying.pay(buyer, order.id, GOOD_CARD, str(n)) for n in range(6)),
        return_exceptions=True,
    )
    assert sum(isinstance(answer, OrderView) for answer in answers) == 1
    assert all(isinstance(answer, OrderView | Refusal) for answer in answers)
    assert await presale.shop.charged_minor() == 9_000


async def test_the_database_takes_one_binding_payment_for_each_purpose(
    presale: Presale, buyer: Principal
) -> None:
    order = await presale.bought(buyer)
    async with presale.shop.world.work.read() as tx:
        rows = await tx.all(
            select(payment_orders.c.purpose, payment_orders.c.amount_minor)
            .where(payment_orders.c.order_id == order.id, payment_orders.c.is_binding)
            .order_by(payment_orders.c.amount_minor)
        )
    assert [tuple(row.values()) for row in rows] == [("deposit", DEPOSIT), ("balance", BALANCE)]
    twice = update(payment_orders).where(payment_orders.c.order_id == order.id)
    with pytest.raises(IntegrityError):
        await _execute(presale, twice.values(purpose="deposit"))


async def test_the_database_forfeits_no_deposit_that_was_not_paid(
    presale: Presale, buyer: Principal
) -> None:
    order = await presale.shop.claim(buyer, presale.deal)
    for status in ("forfeited", "deposit_paid"):
        changed = update(orders).where(orders.c.id == order.id).values(status=status)
        with pytest.raises(IntegrityError):
            await _execute(presale, changed)


async def _execute(presale: Presale, statement: Update) -> None:
    async with presale.shop.world.work.write() as tx:
        await tx.execute(statement)
