"""A process that has sold a deal claims without a look at it, and what others did since is seen all the same."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import false, insert, text

from commerce.checkout import Checkout
from commerce.errors import DealEnded, OverBuyerLimit, ShowNotLive, SoldOut
from commerce.store import deals as store
from commerce.tables import deal_slots
from commerce.views import DealView, NewClaim, OrderView
from kit.auth import Principal
from kit.db import Database
from kit.ids import new_id
from kit.unit_of_work import Tx
from tests.support.slices import Unlimited
from tests.support.waiting import until_told

from .conftest import Shop


async def sold_by(shop: Shop, deal: DealView) -> list[Principal]:
    """People who may claim next, after the process has sold a unit."""
    first, *others = await shop.buyers(4)
    await shop.claim(first, deal)
    return others


def skip_on_sqlite(shop: Shop) -> None:
    if shop.world.work.database.is_sqlite:
        pytest.skip("a look costs little there")


async def someone_waits(tx: Tx) -> None:
    """Return as soon as another statement waits for what this transaction has locked."""
    waiting = text(
        "SELECT count(*) > 0 FROM pg_locks "
        "WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    )

    async def does() -> bool:
        return bool(await tx.scalar(waiting))

    await until_told(does)


async def test_it_takes_one_statement_also_where_others_sell_the_same(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    skip_on_sqlite(shop)
    database = shop.world.work.database
    deal = await shop.live_deal()
    first, ann, ben, cho, dan = await shop.buyers(5)
    other = shop.checkout_at(shop.world.now)
    await shop.claim(first, deal)
    await other.claim(ann, deal.id, NewClaim(), None, None)
    with monkeypatch.context() as patched:
        patched.setattr(database, "reading", None)
        patched.setattr(database, "writing", None)
        await shop.claim(ben, deal)
        await other.claim(cho, deal.id, NewClaim(), None, None)
        await shop.claim(dan, deal)
    books = await shop.books(deal)
    assert (books.sold, books.held_units, books.taken_slots, books.orders) == (5, 5, 5, 5)


async def test_it_takes_nothing_of_the_deal_before_it_has_locked_it(shop: Shop) -> None:
    """Who has the lock and wants a slot would wait for it, and it for the lock."""
    skip_on_sqlite(shop)
    deal = await shop.live_deal(per_buyer_limit=1)
    ann, *_ = await sold_by(shop, deal)
    async with shop.world.work.write() as tx:
        await store.lock_deal(tx, deal.id)
        claiming = asyncio.create_task(shop.claim(ann, deal))
        await someone_waits(tx)
        slot = {"deal_id": deal.id, "account_id": ann.account(), "slot": 1, "order_id": new_id()}
        await tx.execute(insert(deal_slots).values(slot))
    with pytest.raises(OverBuyerLimit):
        await claiming


async def test_deals_are_locked_in_the_order_of_their_ids(shop: Shop) -> None:
    skip_on_sqlite(shop)
    first, last = [await shop.live_deal() for _ in range(2)]
    (ann, ben, *_), _ = await sold_by(shop, last), await sold_by(shop, first)
    async with shop.world.work.write() as tx:
        await store.lock_deal(tx, last.id)
        claiming = asyncio.gather(shop.claim(ann, last), shop.claim(ben, first))
        await someone_waits(tx)
        unlocked = text("SELECT 1 FROM deal WHERE id = :id FOR UPDATE SKIP LOCKED")
        assert await tx.scalar(unlocked.bindparams(id=first.id)) is None
    assert len(await claiming) == 2


async def test_the_last_unit_that_another_process_sold_is_not_sold_again(shop: Shop) -> None:
    deal = await shop.live_deal(stock=2)
    ann, ben, _ = await sold_by(shop, deal)
    await shop.checkout_at(shop.world.now).claim(ann, deal.id, NewClaim(), None, None)
    with pytest.raises(SoldOut):
        await shop.claim(ben, deal)
    books = await shop.books(deal)
    assert (books.sold, books.held_units, books.orders) == (2, 2, 2)


async def test_a_price_that_was_changed_meanwhile_counts(shop: Shop) -> None:
    deal = await shop.live_deal()
    ann, ben, _ = await sold_by(shop, deal)
    await shop.change(deal, price_minor=deal.price_minor - 100)
    assert (await shop.claim(ann, deal)).total_minor == deal.price_minor - 100
    await shop.hosting.end_deal(shop.host, deal.id)
    with pytest.raises(DealEnded):
        await shop.claim(ben, deal)


async def test_a_key_and_a_limit_that_count_elsewhere_count_here(shop: Shop) -> None:
    deal = await shop.live_deal(per_buyer_limit=1)
    ann, ben, _ = await sold_by(shop, deal)
    other = shop.checkout_at(shop.world.now)
    first = await other.claim(ann, deal.id, NewClaim(), "k", None)
    await other.claim(ben, deal.id, NewClaim(), None, None)
    assert (await shop.claim(ann, deal, key="k")).id == first.id
    with pytest.raises(OverBuyerLimit):
        await shop.claim(ben, deal)


async def test_once_its_show_is_over_nothing_is_sold(shop: Shop) -> None:
    """The statement itself looks at the show; here it is told that it is over."""
    work = shop.world.work
    checkout = Checkout(work, shop.find_stage, lambda _: false(), Unlimited(), shop.paying)
    deal = await shop.live_deal()
    ann, ben, _ = await shop.buyers(3)
    await checkout.claim(ann, deal.id, NewClaim(), None, None)
    shop.stages[deal.show_id] = replace(shop.stages[deal.show_id], is_live=False)
    with pytest.raises(ShowNotLive):
        await checkout.claim(ben, deal.id, NewClaim(), None, None)
    assert (await shop.books(deal)).orders == 1


@pytest.mark.parametrize("is_written", [True, False], ids=["after", "before"])
async def test_a_line_that_breaks_around_the_statement_doubles_nothing(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, is_written: bool
) -> None:
    deal = await shop.live_deal()
    ann, ben, _ = await sold_by(shop, deal)
    database, losses = shop.world.work.database, iter([True])

    async def losing(statement: str, values: Sequence[object]) -> None:
        if (is_lost := next(losses, False)) and not is_written:
            raise ConnectionResetError("the line went dead before the statement")
        await Database.send(database, statement, values)
        if is_lost:
            raise ConnectionResetError("the line went dead before the answer")

    monkeypatch.setattr(database, "send", losing)
    orders: list[OrderView] = [await shop.claim(ann, deal, key="k"), await shop.claim(ben, deal)]
    assert await shop.claim(ann, deal, key="k") == orders[0]
    books = await shop.books(deal)
    assert (books.sold, books.held_units, books.taken_slots, books.orders) == (3, 3, 3, 3)
