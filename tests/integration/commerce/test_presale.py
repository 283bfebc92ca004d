"""Pre-sale from the claim to the balance: what is charged when, what becomes of units and deposits, and who is reminded."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Update, select, update
from sqlalchemy.exc import IntegrityError

from commerce import events
from commerce.errors import HoldExpired, PaymentDeclined, PaymentUnderWay
from commerce.hosting import Hosting
from commerce.orders import DEPOSIT_HOLD, PAYMENT_GRACE
from commerce.payments.payment import CALL_LASTS
from commerce.payments.tables import payment_orders
from commerce.payments.views import NewRefund, RefundedUnits
from commerce.presale.errors import (
    BadPresale,
    BadSaleWindow,
    BalanceNotDue,
    DepositAtStake,
    DepositForfeited,
    DepositsClosed,
    NoDeposit,
    NotPresale,
    SaleWindowInUse,
)
from commerce.presale.reminder import CLOSES_SOON
from commerce.presale.reminding import Reminding
from commerce.presale.scheduling import Scheduling
from commerce.presale.views import NewPresale, NewSaleWindow, NewWithdrawal, SaleWindowView
from commerce.presale.withdrawing import Withdrawing
from commerce.protection.protecting import Protecting
from commerce.quotes.errors import QuoteChanged
from commerce.quotes.quotes import Quotes
from commerce.quotes.views import AskedLine, AskedQuote
from commerce.tables import orders
from commerce.views import DealChange, DealView, NewDeal, OrderView
from commerce.vouchers.views import VoucherView
from kit.auth import Principal
from kit.clock import to_ms
from kit.errors import Forbidden, Refusal
from tests.support.slices import Unlimited
from tests.support.vouchers import Account, VoucherDesk

from .conftest import ASKING_CARD, DECLINED_CARD, GOOD_CARD, LATE_CARD, LOST_ANSWER_CARD, Shop

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DEPOSIT, WORTH, PRICE = 1_000, 2_000, 10_000
BALANCE = PRICE - WORTH
UNUSED = Account(0, 0, 0, 0, 0, 5_000, 0)


@dataclass(frozen=True)
class Presale:
    """A lamp for 100.00 with a deposit of 10.00 that is worth 20.00; balances from the second day, until the fourth."""

    shop: Shop
    manager: Principal
    window: SaleWindowView
    deal: DealView

    @property
    def new(self) -> NewPresale:
        return NewPresale(sale_window_id=self.window.id, deposit_minor=DEPOSIT, worth_minor=WORTH)

    @property
    def withdrawing(self) -> Withdrawing:
        return Withdrawing(self.shop.world.work, self.shop.gateways)

    def until(self, at_ms: int) -> None:
        """Let it be that time."""
        self.shop.world.now = datetime.fromtimestamp(at_ms / 1000, self.shop.world.now.tzinfo)

    def until_balance(self) -> None:
        self.until(self.window.balance_from_ms)

    def until_over(self) -> None:
        self.until(self.window.balance_until_ms)

    async def reserved(self, buyer: Principal, quantity: int = 1) -> OrderView:
        """An order whose deposit is paid."""
        order = await self.shop.claim(buyer, self.deal, quantity)
        return await self.shop.paying.pay(buyer, order.id, GOOD_CARD, None)

    async def bought(self, buyer: Principal, quantity: int = 1) -> OrderView:
        """An order whose balance is paid too, at the beginning of its window."""
        order = await self.reserved(buyer, quantity)
        self.until_balance()
        return await self.shop.paying.pay(buyer, order.id, GOOD_CARD, None)

    async def now(self, buyer: Principal, order: OrderView) -> OrderView:
        return await self.shop.checkout.order(buyer, order.id)


def window_at(now: datetime, **times: timedelta) -> NewSaleWindow:
    usual = {
        "deposit_from": -HOUR, "deposit_until": DAY, "balance_from": 2 * DAY, "balance_until": 4 * DAY,
    }  # fmt: skip
    given = {f"{name}_ms": to_ms(now + after) for name, after in {**usual, **times}.items()}
    return NewSaleWindow(title="First window", **given)


@pytest.fixture
async def presale(shop: Shop) -> Presale:
    world = shop.world
    manager = await world.person("presale_manager", shop.brand, "manager")
    scheduling = Scheduling(world.work)
    window = await scheduling.schedule(manager, shop.brand.slug, window_at(world.now))
    product = await shop.product(list_price_minor=12_000)
    new = NewPresale(sale_window_id=window.id, deposit_minor=DEPOSIT, worth_minor=WORTH)
    deal = await shop.live_deal(
        product_id=product.id, price_minor=PRICE, stock=5, per_buyer_limit=3, duration_s=86_400,
        presale=new,
    )  # fmt: skip
    return Presale(shop, manager, window, deal)


# From the claim to the balance.


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


# Vouchers.


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


# The end of the window.


async def test_a_balance_that_is_not_paid_in_its_window_is_forfeited(
    presale: Presale, buyer: Principal
) -> None:
    order = await presale.reserved(buyer, quantity=2)
    presale.until_over()
    with pytest.raises(DepositForfeited):
        await presale.shop.paying.pay(buyer, order.id, GOOD_CARD, None)
    assert (await presale.shop.books(presale.deal)).sold == 2
    assert await presale.shop.checkout.expire_holds() == 1
    assert (await presale.now(buyer, order)).status == "forfeited"
    assert (await presale.shop.books(presale.deal)).sold == 0
    assert await presale.shop.charged_minor() == 2 * DEPOSIT
    assert len(presale.shop.world.happened(events.OrderForfeited)) == 1
    assert await presale.shop.checkout.expire_holds() == 0


async def test_paying_the_balance_while_its_window_ends_either_pays_or_forfeits(
    presale: Presale, buyer: Principal
) -> None:
    order = await presale.reserved(buyer)
    presale.until_over()
    in_time = presale.shop.checkout_at(presale.shop.world.now - timedelta(seconds=1))
    answers = await asyncio.gather(
        in_time.pay(buyer, order.id, GOOD_CARD, None),
        presale.shop.checkout.expire_holds(),
        presale.shop.checkout.expire_holds(),
        return_exceptions=True,
    )
    after = await presale.now(buyer, order)
    sold = (await presale.shop.books(presale.deal)).sold
    if isinstance(answers[0], OrderView):
        assert (after.status, sold, await presale.shop.charged_minor()) == ("paid", 1, 9_000)
    else:
        assert isinstance(answers[0], DepositForfeited)
        assert (after.status, sold, await presale.shop.charged_minor()) == ("forfeited", 0, 1_000)


async def test_money_that_comes_after_the_forfeit_pays_if_the_units_are_still_there(
    presale: Presale, buyer: Principal
) -> None:
    order = await presale.reserved(buyer)
    presale.until_balance()
    waiting = await presale.shop.paying.pay(buyer, order.id, LOST_ANSWER_CARD, None)
    assert waiting.status == "awaiting_payment"
    presale.until(presale.window.balance_until_ms + int(PAYMENT_GRACE.total_seconds() * 1000))
    await presale.shop.reconciling._expire(order.id)
    assert (await presale.now(buyer, order)).status == "forfeited"
    await presale.shop.reconcile(CALL_LASTS)
    assert (await presale.now(buyer, order)).status == "paid"
    assert (await presale.shop.books(presale.deal)).sold == 1
    assert await presale.shop.charged_minor() == 9_000


async def test_a_deposit_is_not_taken_for_an_order_whose_balance_nobody_could_pay_any_more(
    presale: Presale, buyer: Principal
) -> None:
    order = await presale.shop.claim(buyer, presale.deal)
    await presale.shop.paying.pay(buyer, order.id, LOST_ANSWER_CARD, None)
    presale.until_over()
    await presale.shop.reconciling._expire(order.id)
    await presale.shop.reconcile()
    await presale.shop.reconcile()
    after = await presale.now(buyer, order)
    assert after.status == "expired"
    assert after.refunds[0].was_late
    assert await presale.shop.charged_minor() == 0


# The buyer gives it up; the brand does.


async def test_who_gives_up_a_reserved_order_says_so_and_gets_no_deposit_back(
    presale: Presale, buyer: Principal
) -> None:
    order = await presale.shop.claim(buyer, presale.deal)
    with pytest.raises(NoDeposit):
        await presale.shop.paying.forfeit(buyer, order.id)
    await presale.shop.paying.pay(buyer, order.id, GOOD_CARD, None)
    with pytest.raises(DepositAtStake):
        await presale.shop.paying.cancel(buyer, order.id)
    assert (await presale.shop.paying.forfeit(buyer, order.id)).status == "forfeited"
    assert (await presale.shop.paying.forfeit(buyer, order.id)).refunds == []
    assert (await presale.shop.books(presale.deal)).sold == 0
    assert await presale.shop.charged_minor() == DEPOSIT


async def test_a_brand_that_withdraws_an_order_returns_its_deposit_in_full_once(
    presale: Presale, buyer: Principal
) -> None:
    order = await presale.reserved(buyer, quantity=2)
    withdraw = presale.withdrawing.withdraw_order
    with pytest.raises(Forbidden):
        await withdraw(presale.shop.host, order.id, NewWithdrawal())
    after = await withdraw(presale.manager, order.id, NewWithdrawal(reason="The kiln broke"))
    again = await withdraw(presale.manager, order.id, NewWithdrawal())
    assert (after.status, again.status) == ("cancelled", "cancelled")
    assert [(each.amount_minor, each.reason) for each in again.refunds] == [
        (2_000, "The kiln broke")
    ]
    assert (await presale.shop.books(presale.deal)).sold == 0
    assert await presale.shop.charged_minor() == 0


async def test_a_brand_that_withdraws_the_deal_returns_all_deposits(presale: Presale) -> None:
    shop = presale.shop
    first, second, third, fourth = await shop.buyers(4)
    reserved = await presale.reserved(first)
    held = await shop.claim(second, presale.deal)
    confirming = await shop.claim(third, presale.deal)
    await shop.paying.pay(third, confirming.id, ASKING_CARD, None)
    charged = await shop.claim(fourth, presale.deal)
    await shop.paying.pay(fourth, charged.id, LOST_ANSWER_CARD, None)
    deal = await presale.withdrawing.withdraw_deal(presale.manager, presale.deal.id)
    await presale.withdrawing.withdraw_deal(presale.manager, presale.deal.id)
    assert deal.presale is not None
    assert (deal.status, deal.presale.is_withdrawn) == ("ended", True)
    while await presale.withdrawing.go_on():
        pass
    now = [await presale.now(who, order) for who, order in
           ((first, reserved), (second, held), (third, confirming), (fourth, charged))]  # fmt: skip
    assert [order.status for order in now] == ["cancelled"] * 4
    assert [refund.amount_minor for refund in now[0].refunds] == [DEPOSIT]
    assert (await shop.books(presale.deal)).sold == 0
    assert await shop.charged_minor() == 0
    assert len(shop.world.happened(events.OrderCancelled)) == 4


async def test_only_a_presale_that_has_dropped_is_withdrawn(presale: Presale) -> None:
    ordinary = await presale.shop.live_deal()
    with pytest.raises(NotPresale):
        await presale.withdrawing.withdraw_deal(presale.manager, ordinary.id)


async def test_a_withdrawal_and_the_balance_at_once_end_in_one_of_the_two(
    presale: Presale, buyer: Principal
) -> None:
    order = await presale.reserved(buyer)
    presale.until_balance()
    await asyncio.gather(
        presale.shop.paying.pay(buyer, order.id, GOOD_CARD, None),
        presale.withdrawing.withdraw_order(presale.manager, order.id, NewWithdrawal()),
        return_exceptions=True,
    )
    await presale.shop.reconcile()
    after = await presale.now(buyer, order)
    kept = {"paid": 9_000, "cancelled": 0, "deposit_paid": DEPOSIT}
    assert await presale.shop.charged_minor() == kept[after.status]


# Refunds and price protection.


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
    with pytest.raises(Refusal, match="90,00"):
        await presale.shop.queued_deal(
            product_id=product_id, price_minor=9_500, is_lowest_price=True
        )
    await presale.shop.queued_deal(product_id=product_id, price_minor=9_000, is_lowest_price=True)


# Reminders.


async def test_buyers_are_reminded_when_the_window_opens_and_before_it_closes_once_each(
    presale: Presale, buyer: Principal
) -> None:
    world = presale.shop.world
    other = await world.person("pays_early")
    await presale.reserved(buyer)
    paid = await presale.reserved(other)
    two_workers = [Reminding(world.work), Reminding(world.work)]

    async def remind() -> int:
        return sum(await asyncio.gather(*(worker.remind() for worker in two_workers)))

    assert await remind() == 0
    presale.until_balance()
    assert (await remind(), await remind()) == (2, 0)
    await presale.shop.paying.pay(other, paid.id, GOOD_CARD, None)
    presale.until_over()
    world.pass_time(-CLOSES_SOON)
    assert (await remind(), await remind()) == (1, 0)
    told = [event for event in world.events if isinstance(event, events.BalanceReminded)]
    assert [(event.account_id == buyer.account(), event.is_closing) for event in told][-1] == (
        True, True,
    )  # fmt: skip
    assert [event.is_closing for event in told] == [False, False, True]


async def test_nobody_is_reminded_of_a_window_that_is_over(
    presale: Presale, buyer: Principal
) -> None:
    await presale.reserved(buyer)
    presale.until_over()
    assert await Reminding(presale.shop.world.work).remind() == 0


# Windows and terms.


async def test_windows_are_validated_and_belong_to_the_festival_or_a_brand(
    presale: Presale,
) -> None:
    shop, now = presale.shop, presale.shop.world.now
    scheduling = Scheduling(shop.world.work)
    operator = replace(await shop.world.person("window_operator"), is_operator=True)
    for wrong in (
        {"deposit_until": -2 * HOUR},
        {"balance_from": HOUR},
        {"balance_until": 2 * DAY + timedelta(minutes=59)},
        {"balance_until": timedelta(days=400)},
    ):
        with pytest.raises(BadSaleWindow):
            await scheduling.schedule(operator, None, window_at(now, **wrong))
    with pytest.raises(Forbidden):
        await scheduling.schedule(presale.manager, None, window_at(now))
    whole = await scheduling.schedule(operator, None, window_at(now))
    assert [window.id for window in await scheduling.windows()] == [whole.id]
    of_brand = await scheduling.windows(shop.brand.slug)
    assert {window.id for window in of_brand} == {whole.id, presale.window.id}
    await scheduling.remove(operator, whole.id)
    with pytest.raises(SaleWindowInUse):
        await scheduling.remove(presale.manager, presale.window.id)


async def test_a_deal_fits_its_window_and_its_deposit_its_price(presale: Presale) -> None:
    shop = presale.shop
    other = await shop.world.brand()
    host = await shop.world.person("other_host", other, "host")
    foreign = await shop.product(other)
    new = NewDeal(product_id=foreign.id, price_minor=5_000, stock=1, presale=presale.new)
    hosting = Hosting(shop.world.work, shop.find_stage)
    with pytest.raises(BadPresale, match="sale windows"):
        await hosting.add_deal(host, shop.open_stage(other), new)
    for wrong in ({"worth_minor": DEPOSIT - 1}, {"worth_minor": PRICE + 1}):
        terms = NewPresale(
            **{"sale_window_id": presale.window.id, "deposit_minor": DEPOSIT, **wrong}
        )
        with pytest.raises(BadPresale):
            await shop.queued_deal(price_minor=5_000, presale=terms)
    queued = await shop.queued_deal(price_minor=5_000, duration_s=86_400, presale=presale.new)
    with pytest.raises(BadPresale):
        await hosting.change_deal(shop.host, queued.id, DealChange(price_minor=1_999))
    plain = await hosting.change_deal(shop.host, queued.id, DealChange(presale=None))
    assert plain.presale is None
    await hosting.change_deal(shop.host, queued.id, DealChange(presale=presale.new))
    shop.world.pass_time(timedelta(hours=23))
    dropped = await hosting.drop_deal(shop.host, queued.id)
    assert dropped.closes_at_ms == presale.window.deposit_until_ms
    late = await shop.queued_deal(price_minor=5_000, presale=presale.new)
    shop.world.pass_time(HOUR)
    with pytest.raises(DepositsClosed):
        await hosting.drop_deal(shop.host, late.id)


async def test_a_payment_of_a_reserved_order_is_stopped_when_the_buyer_gives_it_up(
    presale: Presale, buyer: Principal
) -> None:
    order = await presale.reserved(buyer)
    presale.until_balance()
    await presale.shop.paying.pay(buyer, order.id, ASKING_CARD, None)
    with pytest.raises(PaymentUnderWay):
        await presale.shop.paying.pay(buyer, order.id, GOOD_CARD, None)
    assert (await presale.shop.paying.forfeit(buyer, order.id)).status == "forfeited"
    assert await presale.shop.charged_minor() == DEPOSIT
