"""A row that always fails comes first, and fills a whole batch: the worker goes past it."""

from datetime import timedelta

import pytest

from commerce import checkout, hosting
from commerce.orders import HOLD
from kit.auth import Principal
from tests.support.poison import poisoned

from .conftest import LOST_ANSWER_CARD, Shop


async def test_deals_are_closed_past_one_that_cannot_be(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hosting, "BATCH", 1)
    bad = await shop.live_deal(duration_s=10)
    good = [await shop.live_deal(duration_s=20) for _ in range(2)]
    shop.world.pass_time(timedelta(seconds=20))
    async with poisoned(shop.world.work, "deal", id=bad.id):
        closed = [await shop.hosting.close_lapsed() for _ in range(4)]
        assert closed == [0, 1, 1, 0]
        assert [(await shop.deals.get(deal.id)).status for deal in good] == ["ended"] * 2


async def test_holds_expire_past_one_that_cannot(
    shop: Shop, buyer: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkout, "BATCH", 1)
    deal = await shop.live_deal(stock=2, per_buyer_limit=2, duration_s=3600)
    bad = await shop.claim(buyer, deal)
    shop.world.pass_time(timedelta(seconds=1))
    await shop.claim(buyer, deal)
    shop.world.pass_time(HOLD)
    async with poisoned(shop.world.work, "orders", id=bad.id):
        assert [await shop.checkout.expire_holds() for _ in range(3)] == [0, 1, 0]
    assert (await shop.books(deal)).sold == 1


async def test_payments_are_asked_about_past_one_that_cannot_be(
    shop: Shop, buyer: Principal
) -> None:
    deal = await shop.live_deal(stock=2, per_buyer_limit=2, duration_s=3600)
    orders = [await shop.claim(buyer, deal) for _ in range(2)]
    for order in orders:
        await shop.checkout.pay(buyer, order.id, LOST_ANSWER_CARD, None)
    bad, good = orders
    async with poisoned(shop.world.work, "orders", id=bad.id):
        await shop.reconcile()
        paid = (await shop.checkout.order(buyer, good.id)).status
        assert (paid, (await shop.checkout.order(buyer, bad.id)).status) == (
            "paid",
            "awaiting_payment",
        )
