"""Claims that come to several processes at once: each settles its own batches, and the database keeps them apart."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from commerce.checkout import Checkout
from commerce.errors import DealEnded, OverBuyerLimit, SoldOut
from commerce.store import deals as store
from commerce.views import DealView, NewClaim, OrderView
from kit.auth import Principal
from kit.db import Database
from kit.errors import Refusal
from kit.idempotency import KeyReused
from kit.unit_of_work import UnitOfWork
from tests.support.slices import Unlimited

from .conftest import GOOD_CARD, Shop, ever_open
from .test_claim_races import outcomes

PROCESSES = 4


@pytest.fixture
async def checkouts(shop: Shop, database_url: str) -> AsyncIterator[list[Checkout]]:
    """As of several processes: each with connections and queues of its own."""
    databases = [Database(database_url) for _ in range(PROCESSES)]
    works = [UnitOfWork(database, lambda: shop.world.now) for database in databases]
    checkouts = [
        Checkout(work, shop.find_stage, ever_open, Unlimited(), shop.paying) for work in works
    ]
    yield checkouts
    for checkout, database in zip(checkouts, databases, strict=True):
        await checkout.close()
        await database.close()


async def claim(
    checkout: Checkout, buyer: Principal, deal: DealView, key: str | None = None, quantity: int = 1
) -> OrderView:
    return await checkout.claim(buyer, deal.id, NewClaim(quantity=quantity), key, None)


@asynccontextmanager
async def locked(shop: Shop, deal: DealView) -> AsyncIterator[None]:
    """Somebody holds the deal's row. On SQLite, whose one lock is everyone's, nobody does."""
    async with shop.world.work.write() as tx:
        if not tx.is_sqlite:
            await store.lock_deal(tx, deal.id)
            yield
            return
    yield


async def test_of_300_claimants_at_four_processes_exactly_60_get_one(
    shop: Shop, checkouts: list[Checkout]
) -> None:
    deal, buyers = await shop.live_deal(stock=60), await shop.buyers(300)

    placed, refused = await outcomes(
        *(claim(checkouts[n % PROCESSES], buyer, deal) for n, buyer in enumerate(buyers))
    )

    assert len(placed) == 60
    assert {type(refusal) for refusal in refused} == {SoldOut}
    books = await shop.books(deal)
    assert (books.sold, books.held_units, books.taken_slots, books.orders) == (60, 60, 60, 60)
    assert books.most_of_one_buyer == 1


async def test_the_same_attempt_at_four_processes_gives_one_order(
    shop: Shop, checkouts: list[Checkout]
) -> None:
    deal, buyers = await shop.live_deal(stock=100, per_buyer_limit=9), await shop.buyers(25)

    placed, refused = await outcomes(
        *(claim(checkout, buyer, deal, key="k") for buyer in buyers for checkout in checkouts)
    )

    assert refused == []
    assert len(placed) == 100
    assert len({order.id for order in placed}) == 25
    assert (await shop.books(deal)).orders == 25


async def test_one_buyers_claims_at_four_processes_stay_within_the_limit(
    shop: Shop, checkouts: list[Checkout], buyer: Principal
) -> None:
    deal = await shop.live_deal(stock=100, per_buyer_limit=3)
    placed, refused = await outcomes(*(claim(checkout, buyer, deal) for checkout in checkouts * 3))
    assert len(placed) == 3
    assert {type(refusal) for refusal in refused} == {OverBuyerLimit}
    assert (await shop.books(deal)).most_of_one_buyer == 3


async def test_a_key_that_is_used_for_several_deals_at_once_spoils_nobody_elses_claim(
    shop: Shop, checkouts: list[Checkout], buyer: Principal
) -> None:
    deals = [await shop.live_deal(stock=100) for _ in range(PROCESSES)]
    buyers = await shop.buyers(80)
    others = [claim(checkouts[n % 4], who, deals[n % 4]) for n, who in enumerate(buyers)]
    shared = [claim(checkouts[n], buyer, deals[n], key="shared") for n in range(PROCESSES)]

    placed, refused = await outcomes(*others[:40], *shared, *others[40:])

    assert len(placed) == 81
    assert {type(refusal) for refusal in refused} == {KeyReused}
    assert sum([(await shop.books(deal)).sold for deal in deals]) == 81


async def test_claims_releases_payments_and_an_early_end_at_once_balance(
    shop: Shop, checkouts: list[Checkout]
) -> None:
    deals = [await shop.live_deal(stock=30) for _ in range(2)]
    buyers = await shop.buyers(120)

    async def shop_around(number: int, who: Principal) -> None:
        checkout, other = checkouts[number % 4], checkouts[(number + 1) % 4]
        for deal in deals:
            try:
                order = await claim(checkout, who, deal, key=f"k-{deal.id}")
            except (SoldOut, DealEnded):
                continue
            if number % 3 == 0:
                await other.cancel(who, order.id)
            elif number % 3 == 1:
                await other.pay(who, order.id, GOOD_CARD, None)

    work: list[Any] = [shop_around(number, who) for number, who in enumerate(buyers)]
    end = shop.hosting.end_deal(shop.host, deals[0].id)
    await asyncio.gather(*work[:60], end, *work[60:])

    for deal in deals:
        books = await shop.books(deal)
        assert books.sold == books.held_units == books.taken_slots <= 30
    assert (await shop.deals.get(deals[0].id)).status == "ended"


async def test_who_comes_too_late_waits_for_no_lock_and_a_winner_finds_the_order(
    shop: Shop, checkouts: list[Checkout], buyer: Principal
) -> None:
    checkout, rival = checkouts[0], await shop.world.person("rival")
    deal = await shop.live_deal(stock=1)
    won = await claim(checkout, buyer, deal, key="k")
    async with locked(shop, deal), asyncio.timeout(5):
        with pytest.raises(SoldOut):
            await claim(checkout, rival, deal)
        assert (await claim(checkout, buyer, deal, key="k")).id == won.id


async def test_a_unit_that_another_process_gave_back_is_found(
    shop: Shop, checkouts: list[Checkout], buyer: Principal
) -> None:
    here, there, *_ = checkouts
    deal, rival = await shop.live_deal(stock=1), await shop.world.person("rival")
    won = await claim(here, buyer, deal)
    with pytest.raises(SoldOut):
        await claim(here, rival, deal)
    await there.cancel(buyer, won.id)
    assert (await claim(here, rival, deal)).status == "held"


async def test_a_batch_is_refused_nothing_that_one_of_it_is_refused(
    shop: Shop, checkouts: list[Checkout], buyer: Principal
) -> None:
    deal, rival = await shop.live_deal(stock=3), await shop.world.person("rival")
    first, second, third = await asyncio.gather(
        claim(checkouts[0], buyer, deal),
        claim(checkouts[0], buyer, deal),
        claim(checkouts[0], rival, deal),
        return_exceptions=True,
    )
    assert isinstance(first, OrderView)
    assert isinstance(second, Refusal)
    assert isinstance(third, OrderView)
