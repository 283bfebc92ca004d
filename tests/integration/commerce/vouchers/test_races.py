"""Many people and one voucher: first what happens without its lock, then that it cannot happen."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Iterable, Sequence
from typing import Any

import pytest
from sqlalchemy import insert, update

from commerce.pricing.quote import Quote
from commerce.store import orders as store_orders
from commerce.vouchers.errors import BudgetSpent, VoucherUsedUp
from commerce.vouchers.issued import spend, take_place
from commerce.vouchers.reserving import give_back, reserve_vouchers, use_vouchers
from commerce.vouchers.store import vouchers as store
from commerce.vouchers.tables import voucher_shares, voucher_uses, vouchers
from commerce.vouchers.views import VoucherView
from kit.auth import Principal
from kit.db import Database
from kit.errors import Refusal
from kit.ids import new_id
from kit.unit_of_work import UnitOfWork
from tests.support.vouchers import VoucherDesk

from ..conftest import Shop

MANY = 500
PROCESSES = 4


@pytest.fixture
async def desks(
    shop: Shop, desk: VoucherDesk, database_url: str
) -> AsyncIterator[list[VoucherDesk]]:
    """The desks of several web processes on one database."""
    databases = [Database(database_url) for _ in range(PROCESSES)]
    desks = [
        VoucherDesk(
            shop.world,
            UnitOfWork(database, lambda: shop.world.now),
            shop.find_stage,
            shop.brand,
            desk.manager,
            shop.show_id,
        )
        for database in databases
    ]
    yield desks
    for each, database in zip(desks, databases, strict=True):
        await each.close()
        await database.close()


async def outcomes(attempts: Iterable[Awaitable[Any]]) -> tuple[list[Any], Counter[type[Refusal]]]:
    """What came of attempts made at the same time. Anything but an answer or a refusal is raised."""
    results: Sequence[Any] = await asyncio.gather(*attempts, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException) and not isinstance(result, Refusal):
            raise result
    granted = [result for result in results if not isinstance(result, Refusal)]
    return granted, Counter(type(result) for result in results if isinstance(result, Refusal))


async def unguarded(
    desk: VoucherDesk,
    voucher: VoucherView,
    buyer: Principal,
    order_id: str,
    cost_minor: int,
    everyone_has_looked: asyncio.Barrier,
) -> bool:
    """What taking a voucher must not be: look, decide, and write in another transaction."""
    async with desk.work.read() as tx:
        seen = (await store.vouchers_by_id(tx, [voucher.terms.id]))[voucher.terms.id]
    taken, spent = take_place(seen, ()), spend(seen, cost_minor)
    await everyone_has_looked.wait()
    if isinstance(taken, Refusal) or isinstance(spent, Refusal):
        return False
    async with desk.work.write() as tx:
        use = {
            "id": new_id(),
            "voucher_id": seen.id,
            "account_id": buyer.account(),
            "slot": 1,
            "status": "reserved",
            "taken_at": tx.now,
        }
        await tx.execute(insert(voucher_uses).values(**use))
        share = {"use_id": use["id"], "order_id": order_id, "cost_minor": cost_minor}
        await tx.execute(insert(voucher_shares).values(**share))
        await tx.execute(
            update(vouchers)
            .where(vouchers.c.id == seen.id)
            .values(taken=taken[0].taken, spent_minor=spent.spent_minor)
        )
    return True


async def test_without_the_lock_limits_and_budgets_are_passed(
    shop: Shop, desk: VoucherDesk
) -> None:
    voucher = await desk.issue(total_limit=3, budget_minor=300)
    buyers = await shop.buyers(5)
    orders = await desk.held_orders(buyers, await shop.live_deal())
    barrier = asyncio.Barrier(5)
    taken = await asyncio.gather(
        *(
            unguarded(desk, voucher, buyer, order, 100, barrier)
            for buyer, order in zip(buyers, orders, strict=True)
        )
    )
    account = await desk.account(voucher)
    assert taken.count(True) == account.held == 5
    assert account.shares_minor == 500


async def test_of_50_who_collect_at_once_exactly_3_get_a_copy(
    shop: Shop, desk: VoucherDesk
) -> None:
    voucher = await desk.issue(how="collect", total_limit=3)
    buyers = await shop.buyers(50)
    collect = desk.collecting.collect
    got, refused = await outcomes(collect(buyer, voucher.terms.id) for buyer in buyers)
    assert [each.state for each in got] == ["ready"] * 3
    assert refused == {VoucherUsedUp: 47}
    again, _ = await outcomes(collect(buyer, voucher.terms.id) for buyer in buyers[:3])
    assert len(again) == 3
    account = await desk.account(voucher)
    assert (account.taken, account.held, account.most_of_one_person) == (3, 3, 1)


async def test_who_collects_20_times_at_once_gets_one_copy(
    desk: VoucherDesk, buyer: Principal
) -> None:
    voucher = await desk.issue(how="collect", per_person=5)
    got, refused = await outcomes(
        desk.collecting.collect(buyer, voucher.terms.id) for _ in range(20)
    )
    assert (len(got), refused) == (20, {})
    assert (await desk.account(voucher)).held == 1


async def test_of_50_who_reserve_a_code_of_3_uses_exactly_3_do_and_a_cancel_returns_the_use(
    shop: Shop, desk: VoucherDesk
) -> None:
    voucher = await desk.issue(code="THREE", total_limit=3)
    buyers = await shop.buyers(50)
    quotes = await quotes_of(shop, desk, buyers, "THREE")
    got, refused = await reserved(desk, buyers, quotes)
    assert (len(got), refused) == (3, {VoucherUsedUp: 47})

    winner = quotes.index(got[0])
    async with desk.work.write() as tx:
        await give_back(tx, order_of(quotes[winner]))
    lost = [pair for pair in zip(buyers, quotes, strict=True) if pair[1] not in got][:10]
    got, refused = await reserved(desk, *zip(*lost, strict=True))
    assert (len(got), refused) == (1, {VoucherUsedUp: 9})
    account = await desk.account(voucher)
    assert (account.taken, account.held, account.reserved) == (3, 3, 3)


async def test_500_reservations_at_once_never_pass_the_budget_and_cancels_refill_it(
    shop: Shop, desk: VoucherDesk
) -> None:
    voucher = await desk.issue(code="POOL", budget_minor=12_345)
    buyers = await shop.buyers(MANY)
    quotes = await quotes_of(shop, desk, buyers, "POOL")
    got, refused = await reserved(desk, buyers, quotes)
    assert (len(got), refused) == (123, {BudgetSpent: MANY - 123})
    await assert_balanced(desk, voucher, spent=12_300)

    await asyncio.gather(*(cancel(desk, quote) for quote in got[:100]))
    await assert_balanced(desk, voucher, spent=2_300)

    lost = [pair for pair in zip(buyers, quotes, strict=True) if pair[1] not in got][:300]
    got, refused = await reserved(desk, *zip(*lost, strict=True))
    assert (len(got), refused) == (100, {BudgetSpent: 200})
    await assert_balanced(desk, voucher, spent=12_300)


async def test_processes_that_reserve_and_cancel_at_once_keep_the_budget(
    shop: Shop, desk: VoucherDesk, desks: list[VoucherDesk]
) -> None:
    voucher = await desk.issue(code="POOL", budget_minor=2_000, total_limit=15)
    buyers = await shop.buyers(120)
    quotes = await quotes_of(shop, desk, buyers, "POOL")

    async def reserve_and_give_up(number: int) -> None:
        """Every second one cancels what it has got."""
        process = desks[number % PROCESSES]
        await process.reserve(buyers[number], quotes[number])
        if number % 2:
            await cancel(process, quotes[number])

    got, refused = await outcomes(reserve_and_give_up(number) for number in range(120))
    assert len(got) + refused.total() == 120
    assert set(refused) <= {VoucherUsedUp, BudgetSpent}
    account = await desk.account(voucher)
    assert account.taken == account.held == account.reserved <= 15
    await assert_balanced(desk, voucher, spent=100 * account.held)


async def test_processes_hand_out_exactly_what_there_is(
    shop: Shop, desk: VoucherDesk, desks: list[VoucherDesk]
) -> None:
    voucher = await desk.issue(how="collect", total_limit=20)
    buyers = await shop.buyers(100)
    got, refused = await outcomes(
        desks[number % PROCESSES].collecting.collect(buyer, voucher.terms.id)
        for number, buyer in enumerate(buyers)
    )
    assert (len(got), refused) == (20, {VoucherUsedUp: 80})
    assert (await desk.account(voucher)).held == 20


async def test_the_same_reservation_sent_10_times_at_once_takes_one_place(
    shop: Shop, desk: VoucherDesk, buyer: Principal
) -> None:
    voucher = await desk.issue(code="ONCE", budget_minor=100, total_limit=1)
    (quote,) = await quotes_of(shop, desk, [buyer], "ONCE")
    got, refused = await reserved(desk, [buyer] * 10, [quote] * 10)
    assert (len(got), refused) == (10, {})
    account = await desk.account(voucher)
    assert (account.taken, account.held, account.spent_minor) == (1, 1, 100)


async def test_checkouts_in_transactions_of_their_own_stay_within_limit_and_budget(
    shop: Shop, desk: VoucherDesk
) -> None:
    voucher = await desk.issue(code="OWN", total_limit=7, budget_minor=500)
    buyers = await shop.buyers(40)
    quotes = await quotes_of(shop, desk, buyers, "OWN")

    async def check_out(buyer: Principal, quote: Quote) -> None:
        async with desk.work.write() as tx:
            await store_orders.lock_order(tx, order_of(quote))
            await reserve_vouchers(tx, buyer.account(), quote)
            await use_vouchers(tx, order_of(quote))

    got, refused = await outcomes(map(check_out, buyers, quotes))
    assert (len(got), refused) == (5, {BudgetSpent: 35})
    assert (await desk.account(voucher)).held == 5
    await assert_balanced(desk, voucher, spent=500)


async def quotes_of(
    shop: Shop, desk: VoucherDesk, buyers: Sequence[Principal], code: str
) -> list[Quote]:
    """Each buyer's quote of an order with the code."""
    orders = await desk.held_orders(buyers, await shop.live_deal())
    quotes = []
    for buyer, order in zip(buyers, orders, strict=True):
        quote = await desk.quote(buyer, [order], codes=[code])
        assert quote.discount_minor == 100
        quotes.append(quote)
    return quotes


async def reserved(
    desk: VoucherDesk, buyers: Sequence[Principal], quotes: Sequence[Quote]
) -> tuple[list[Quote], Counter[type[Refusal]]]:
    """The quotes that got what they wanted, and what the others were refused."""

    async def reserve(buyer: Principal, quote: Quote) -> Quote:
        await desk.reserve(buyer, quote)
        return quote

    return await outcomes(
        reserve(buyer, quote) for buyer, quote in zip(buyers, quotes, strict=True)
    )


def order_of(quote: Quote) -> str:
    order_id = quote.lines[0].order_id
    assert order_id is not None
    return order_id


async def cancel(desk: VoucherDesk, quote: Quote) -> None:
    async with desk.work.write() as tx:
        await give_back(tx, order_of(quote))


async def assert_balanced(desk: VoucherDesk, voucher: VoucherView, spent: int) -> None:
    account = await desk.account(voucher)
    assert account.spent_minor == account.shares_minor == spent
    assert account.ledger_minor == (voucher.budget_minor or 0) - spent
