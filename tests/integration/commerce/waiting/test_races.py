"""Lines under a stampede at several processes: first what happens without the lock, then that it cannot happen."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from commerce.checkout import Checkout
from commerce.errors import (
    DealEnded,
    NotEnoughLeft,
    OverBuyerLimit,
    PriceChanged,
    SoldOut,
    StockBelowSold,
)
from commerce.hosting import Hosting
from commerce.payments.paying import Paying
from commerce.store import deals as store_deals
from commerce.tables import order_lines, orders
from commerce.views import DealChange, DealView, NewClaim, OrderView
from commerce.waiting import store
from commerce.waiting.errors import NotSoldOut
from commerce.waiting.line import Waiter
from commerce.waiting.views import NewWaiter
from commerce.waiting.waitlist import Waitlist
from kit.auth import Principal
from kit.db import Database
from kit.errors import Refusal
from kit.unit_of_work import UnitOfWork
from tests.support.slices import Unlimited

from ..conftest import GOOD_CARD, Shop, ever_open

PROCESSES = 3
EXPECTED = (
    SoldOut,
    NotEnoughLeft,
    NotSoldOut,
    OverBuyerLimit,
    DealEnded,
    PriceChanged,
    StockBelowSold,
)


@dataclass(frozen=True)
class Process:
    """What one of several processes does, with connections and queues of its own."""

    checkout: Checkout
    waitlist: Waitlist
    hosting: Hosting


@pytest.fixture
async def processes(shop: Shop, database_url: str) -> AsyncIterator[list[Process]]:
    databases = [Database(database_url) for _ in range(PROCESSES)]
    made = []
    for database in databases:
        work = UnitOfWork(database, lambda: shop.world.now)
        paying = Paying(work, shop.gateways, Unlimited())
        checkout = Checkout(work, shop.find_stage, ever_open, Unlimited(), paying)
        waitlist = Waitlist(work, shop.find_stage, Unlimited())
        made.append(Process(checkout, waitlist, Hosting(work, shop.find_stage)))
    yield made
    for process, database in zip(made, databases, strict=True):
        await process.checkout.close()
        await process.waitlist.close()
        await database.close()


async def claim(process: Process, who: Principal, deal: DealView, **asked: Any) -> OrderView:
    return await process.checkout.claim(who, deal.id, NewClaim(**asked), None, None)


async def tried(work: Any) -> Any:
    """What came of it; a refusal that may be is an answer too."""
    try:
        return await work
    except EXPECTED as refusal:
        return refusal


async def balanced(shop: Shop, deal: DealView) -> None:
    books = await shop.books(deal)
    view = await shop.deals.get(deal.id)
    assert books.sold == books.held_units == books.taken_slots <= view.stock
    assert books.most_of_one_buyer <= view.per_buyer_limit
    assert books.waiting == books.in_line
    assert books.waiting == 0 or view.stock_left == 0


async def test_without_the_lock_two_get_the_same_number_and_with_it_nobody(
    shop: Shop, processes: list[Process]
) -> None:
    deal, buyers = await shop.live_deal(stock=1), await shop.buyers(40)
    await shop.claim(buyers[0], deal)
    everyone_has_looked = asyncio.Barrier(2)

    async def join_unguarded(who: Principal) -> None:
        async with shop.world.work.read() as tx:
            number = (await store.last_numbers(tx, [deal.id])).get(deal.id, 0) + 1
        await everyone_has_looked.wait()
        waiter = Waiter(
            deal_id=deal.id,
            account_id=who.account(),
            number=number,
            quantity=1,
            referral_token=None,
            joined_at=shop.world.now,
        )
        async with shop.world.work.write() as tx:
            await store.add_waiters(tx, [waiter])

    outcomes = await asyncio.gather(
        *(join_unguarded(who) for who in buyers[1:3]), return_exceptions=True
    )
    assert [type(outcome) for outcome in outcomes].count(IntegrityError) == 1
    async with shop.world.work.write() as tx:
        await store.remove_line(tx, deal.id)

    places = await asyncio.gather(
        *(
            processes[n % PROCESSES].waitlist.join(who, deal.id, NewWaiter(), None)
            for n, who in enumerate(buyers[1:])
        )
    )
    assert sorted(place.place for place in places) == [*range(1, 40)]
    assert sorted(place.number for place in places) == [*range(1, 40)]
    await balanced(shop, deal)


async def test_what_comes_back_in_a_stampede_goes_to_the_line_in_its_order(
    shop: Shop, processes: list[Process]
) -> None:
    deal, buyers = await shop.live_deal(stock=12), await shop.buyers(60)
    holders, line, others = buyers[:12], buyers[12:36], buyers[36:]
    held = [await shop.claim(who, deal) for who in holders]
    numbers = {who.handle: (await shop.wait(who, deal)).number for who in line}

    async def give_up(number: int) -> None:
        await processes[number % 3].checkout.cancel(holders[number], held[number].id)

    outcomes = await asyncio.gather(
        *(give_up(number) for number in range(12)),
        *(tried(claim(processes[n % 3], who, deal)) for n, who in enumerate(others)),
        processes[0].hosting.change_deal(shop.host, deal.id, DealChange(stock=16)),
    )

    assert {type(each) for each in outcomes[12:36]} == {SoldOut}
    async with shop.world.work.read() as tx:
        offered = await tx.all(select(orders.c.account_id).where(orders.c.was_offered))
    first = {who.account() for who in line if numbers[who.handle] <= 16}
    assert {row["account_id"] for row in offered} == first
    assert len(offered) == 16
    await balanced(shop, deal)


async def test_everything_at_once_balances(shop: Shop, processes: list[Process]) -> None:
    """Claims, joins, leaves, cancellations, payments, expiries, restocks and price changes, at three processes."""
    deal = await shop.live_deal(stock=8, per_buyer_limit=2, duration_s=3_600)
    buyers = await shop.buyers(45)

    async def shop_around(number: int, who: Principal) -> None:
        process, other = processes[number % 3], processes[(number + 1) % 3]
        outcome = await tried(claim(process, who, deal, quantity=1 + number % 2))
        if isinstance(outcome, Refusal):
            await tried(other.waitlist.join(who, deal.id, NewWaiter(quantity=1 + number % 2), None))
            if number % 7 == 0:
                await process.waitlist.leave(who, deal.id)
        elif number % 3:
            await other.checkout.cancel(who, outcome.id)
        else:
            await other.checkout.pay(who, outcome.id, GOOD_CARD, None)

    async def host() -> None:
        for stock, price_minor in ((9, 1_800), (12, 2_100), (10, 1_500)):
            await tried(
                processes[2].hosting.change_deal(
                    shop.host, deal.id, DealChange(stock=stock, price_minor=price_minor)
                )
            )

    await asyncio.gather(*(shop_around(n, who) for n, who in enumerate(buyers)), host(), host())
    await balanced(shop, deal)
    for _ in range(4):
        shop.world.pass_time(timedelta(minutes=10))
        await asyncio.gather(*(process.checkout.expire_holds() for process in processes))
        await balanced(shop, deal)


async def test_claims_in_flight_are_in_before_the_end_or_refused_by_it(
    shop: Shop, processes: list[Process]
) -> None:
    deal, buyers = await shop.live_deal(stock=100), await shop.buyers(60)

    claims = [tried(claim(processes[n % 3], who, deal)) for n, who in enumerate(buyers)]
    end = processes[0].hosting.end_deal(shop.host, deal.id)
    results = await asyncio.gather(*claims[:30], end, *claims[30:])

    placed = [each for each in results if isinstance(each, OrderView)]
    refused = [type(each) for each in results if isinstance(each, Refusal)]
    assert len(placed) + len(refused) == 60
    assert set(refused) <= {DealEnded}
    books = await shop.books(deal)
    assert books.sold == books.held_units == books.orders == len(placed)
    assert (await shop.deals.get(deal.id)).status == "ended"


async def test_nobody_pays_more_than_they_saw_while_the_price_goes_up(
    shop: Shop, processes: list[Process]
) -> None:
    deal, buyers = await shop.live_deal(stock=100, price_minor=2_000), await shop.buyers(60)

    claims = [
        tried(claim(processes[n % 3], who, deal, price_minor=2_000 if n % 2 else 2_500))
        for n, who in enumerate(buyers)
    ]
    raised = processes[0].hosting.change_deal(shop.host, deal.id, DealChange(price_minor=2_500))
    results = await asyncio.gather(*claims[:20], raised, *claims[20:])
    del results[20]

    for number, outcome in enumerate(results):
        seen_minor = 2_000 if number % 2 else 2_500
        if isinstance(outcome, OrderView):
            assert outcome.lines[0].unit_price_minor <= seen_minor
        else:
            assert isinstance(outcome, PriceChanged)
            assert seen_minor == 2_000
    assert {type(each) for each in results[::2]} == {OrderView}
    await balanced(shop, deal)


async def test_two_lines_of_one_cart_on_the_same_stock_are_exact(
    shop: Shop, processes: list[Process]
) -> None:
    deal = await shop.live_deal(stock=30, per_buyer_limit=3, duration_s=3_600)
    buyers = await shop.buyers(15)

    async def fill(number: int, who: Principal) -> list[OrderView]:
        """Two claims that fit together, and two that do not, at once."""
        results = await asyncio.gather(
            *(
                tried(claim(processes[(number + n) % 3], who, deal, quantity=quantity))
                for n, quantity in enumerate((2, 1, 2, 3))
            )
        )
        return [each for each in results if isinstance(each, OrderView)]

    carts = await asyncio.gather(*(fill(n, who) for n, who in enumerate(buyers)))
    await balanced(shop, deal)
    assert (await shop.deals.get(deal.id)).stock_left == 0

    async def pay(who: Principal, cart: list[OrderView]) -> None:
        total_minor = sum(order.total_minor for order in cart)
        await shop.check_out(who, [order.id for order in cart], total_minor)

    for who, cart in zip(buyers, carts, strict=True):
        if cart:
            await pay(who, cart)
    async with shop.world.work.read() as tx:
        lines = await tx.all(
            select(orders.c.account_id, orders.c.status, order_lines.c.quantity)
            .join(order_lines, order_lines.c.order_id == orders.c.id)
            .where(order_lines.c.deal_id == deal.id)
        )
        total = await tx.scalar(select(func.sum(orders.c.total_minor)))
    assert {line["status"] for line in lines} == {"paid"}
    units = Counter[str]()
    for line in lines:
        units[line["account_id"]] += line["quantity"]
    assert max(units.values()) == 3
    assert sum(units.values()) == 30
    assert total == 30 * deal.price_minor == await shop.charged_minor()
    await balanced(shop, deal)


async def test_a_line_is_not_joined_while_the_deal_is_ended_under_it(
    shop: Shop, processes: list[Process]
) -> None:
    deal, buyers = await shop.live_deal(stock=1), await shop.buyers(31)
    await shop.claim(buyers[0], deal)
    joins = [
        tried(processes[n % 3].waitlist.join(who, deal.id, NewWaiter(), None))
        for n, who in enumerate(buyers[1:])
    ]
    end = processes[1].hosting.end_deal(shop.host, deal.id)
    await asyncio.gather(*joins[:15], end, *joins[15:])
    books = await shop.books(deal)
    assert books.waiting == books.in_line == 0
    async with shop.world.work.read() as tx:
        found = await store_deals.deal(tx, deal.id)
    assert found is not None
    assert found.status == "ended"
