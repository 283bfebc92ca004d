"""A pre-sale that ends without its balance: the window is over, the buyer gives it up, the brand withdraws it."""

import asyncio
from datetime import timedelta

import pytest

from commerce import events
from commerce.errors import PaymentUnderWay
from commerce.orders import PAYMENT_GRACE
from commerce.payments.payment import CALL_LASTS
from commerce.presale.errors import (
    DepositAtStake,
    DepositForfeited,
    NoDeposit,
    NotPresale,
)
from commerce.presale.views import NewWithdrawal
from commerce.views import OrderView
from kit.auth import Principal
from kit.errors import Forbidden

from ..conftest import ASKING_CARD, GOOD_CARD, LOST_ANSWER_CARD
from .conftest import DEPOSIT, Presale


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
