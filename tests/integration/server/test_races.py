"""Races through real processes: four on PostgreSQL, and the one that there is on SQLite. Why each guard is there is shown in
tests/integration/commerce/test_race_guards.py, test_claim_races.py and vouchers/test_races.py."""

import asyncio
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from httpx2 import Response
from sqlalchemy import func, select

from commerce.events import OrderPaid
from kit.clock import utc_now
from kit.db import Database
from kit.outbox import outbox
from tests.support.books import imbalances
from tests.support.postgres import PostgresServer
from tests.support.product import Festival, Product, Someone, running_product

pytestmark = pytest.mark.asyncio(loop_scope="module")

PRICE_MINOR = 1_900
CARD = {"number": "4242 4242 4242 4242", "expiry": "12/34", "cvc": "123"}
ASKING_CARD = {**CARD, "number": "4000 0025 0000 3155"}
"""Its holder must confirm, so what is bought with it can still be given up."""


@dataclass(frozen=True)
class Processes:
    product: Product
    urls: list[str]
    database: Database


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def url_and_count(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, int]]:
    """A database, and how many processes it is for."""
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("races") / "dealcast.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite+aiosqlite:///{path}", 1
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        name = server.create_database(template=request.getfixturevalue("postgresql_template"))
        yield server.url_of(name), 4
        server.drop_database(name)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def processes(
    url_and_count: tuple[str, int], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Processes]:
    url, count = url_and_count
    home: Path = tmp_path_factory.mktemp("processes")
    async with running_product(url, home) as product:
        database = Database(url)
        urls = await asyncio.gather(*(product.start("--no-worker") for _ in range(count)))
        yield Processes(product, urls, database)
        await database.close()


class Shop:
    """A brand with a live show, at several processes."""

    def __init__(
        self, processes: Processes, festival: Festival, manager: Someone, show_id: str
    ) -> None:
        self.festival = festival
        self.database = processes.database
        self.manager = manager
        self.show_id = show_id
        self._urls = cycle(processes.urls)

    def post(self, who: Someone, path: str, key: str = "", **body: Any) -> Awaitable[Response]:
        """At the next process."""
        headers = {"idempotency-key": key} if key else {}
        return self.festival.call(
            who, "POST", path, url=next(self._urls), json=body, headers=headers
        )

    async def deal(self, **terms: int) -> str:
        return await self.festival.live_deal(self.manager, self.show_id, **terms)

    def claim(self, who: Someone, deal_id: str, quantity: int = 1) -> Awaitable[Response]:
        return self.post(who, f"/api/deals/{deal_id}/claims", quantity=quantity)

    async def orders(self, buyers: Sequence[Someone]) -> list[str]:
        """A held order of one unit for each."""
        deal_id = await self.deal(stock=len(buyers))
        claims = await asyncio.gather(*(self.claim(who, deal_id) for who in buyers))
        return [claim.json()["id"] for claim in claims]

    def check_out(
        self, who: Someone, order_ids: Sequence[str], total_minor: int, **more: Any
    ) -> Awaitable[Response]:
        asked = {"order_ids": order_ids, "expected_total_minor": total_minor, "card": CARD, **more}
        return self.post(who, "/api/checkouts", **asked)

    async def code(self, code: str, **facts: int) -> str:
        """A voucher of 1.00 that opens by this code."""
        now_ms = int(utc_now().timestamp() * 1000)
        window = {"starts_at_ms": now_ms - 1_000, "ends_at_ms": now_ms + 3_600_000}
        terms = {"title": "Off", "kind": "fixed", "amount_minor": 100, "scope": "brand"}
        code = f"{code}-{self.festival.brand.id[-8:]}"
        new = {**terms, "how": "code", "code": code, **window, **facts}
        path = f"/api/brands/{self.festival.brand.slug}/vouchers"
        await self.festival.done(self.manager, "POST", path, json=new)
        return code

    async def statuses(self, buyers: Sequence[Someone], order_ids: Sequence[str]) -> list[str]:
        found = [
            await self.festival.done(who, "GET", f"/api/orders/{order_id}")
            for who, order_id in zip(buyers, order_ids, strict=True)
        ]
        return [order["status"] for order in found]


@pytest_asyncio.fixture(loop_scope="module")
async def shop(processes: Processes) -> AsyncIterator[Shop]:
    """Afterwards its books must balance."""
    festival = await Festival.begin(processes.product, processes.urls[0])
    manager = await festival.person("manager", role="manager")
    yield Shop(processes, festival, manager, await festival.live_show(manager))
    assert await imbalances(processes.database) == {}


async def test_of_120_claimants_exactly_30_get_one(shop: Shop) -> None:
    deal_id, buyers = await shop.deal(stock=30), await shop.festival.people(120)
    answers = await at_once(shop.claim(who, deal_id) for who in buyers)
    assert outcomes(answers) == {"done": 30, "deal.sold_out": 90}


async def test_one_buyers_claims_stay_within_their_limit(shop: Shop) -> None:
    deal_id, buyer = await shop.deal(stock=50, per_buyer_limit=3), await shop.festival.person("b")
    answers = await at_once(shop.claim(buyer, deal_id) for _ in range(12))
    assert outcomes(answers) == {"done": 3, "deal.over_buyer_limit": 9}


async def test_two_lines_of_each_cart_share_one_stock(shop: Shop) -> None:
    deal_id, buyers = await shop.deal(stock=31, per_buyer_limit=4), await shop.festival.people(20)
    answers = await at_once(shop.claim(who, deal_id, 2) for who in buyers for _ in range(2))
    assert outcomes(answers)["done"] == 15
    assert outcomes(answers)["deal.not_enough_left"] == 25


async def test_carts_that_are_paid_from_both_ends_at_once_are_paid_once(shop: Shop) -> None:
    buyers = await shop.festival.people(8)
    lamps, desks = await shop.orders(buyers), await shop.orders(buyers)
    answers = await at_once(
        shop.check_out(who, pair, 2 * PRICE_MINOR)
        for who, lamp, desk in zip(buyers, lamps, desks, strict=True)
        for pair in ([lamp, desk], [desk, lamp])
    )
    assert outcomes(answers)["done"] == 8
    assert set(outcomes(answers)) <= {"done", "order.already_paid", "order.payment_under_way"}
    assert await shop.statuses(buyers * 2, lamps + desks) == ["paid"] * 16


async def test_of_50_who_use_a_code_of_3_uses_exactly_3_do_and_a_cancel_returns_the_use(
    shop: Shop,
) -> None:
    code = await shop.code("THREE", total_limit=3)
    await rush_for(shop, code, of=50, uses=3, returned=1)


async def test_a_budget_is_never_passed_and_cancels_refill_it(shop: Shop) -> None:
    code = await shop.code("POOL", budget_minor=2_050)
    await rush_for(shop, code, of=100, uses=20, returned=5)


async def test_an_order_that_is_paid_everywhere_at_once_is_charged_once(shop: Shop) -> None:
    buyers = await shop.festival.people(10)
    order_ids = await shop.orders(buyers)
    answers = await at_once(
        shop.check_out(who, [order_id], PRICE_MINOR)
        for who, order_id in zip(buyers, order_ids, strict=True)
        for _ in range(4)
    )
    assert outcomes(answers)["done"] == 10
    assert set(outcomes(answers)) <= {"done", "order.already_paid", "order.payment_under_way"}


async def test_the_bank_and_a_buyer_who_gives_up_at_once_agree(shop: Shop) -> None:
    buyers = await shop.festival.people(10)
    order_ids = await shop.orders(buyers)
    pairs = [*zip(buyers, order_ids, strict=True)]
    asked = await at_once(
        shop.check_out(who, [order_id], PRICE_MINOR, card=ASKING_CARD) for who, order_id in pairs
    )
    pages = [answer.json()["confirmation"]["url"] for answer in asked]
    await at_once(
        call
        for (who, order_id), page in zip(pairs, pages, strict=True)
        for call in (
            *(shop.post(who, confirmation(page)) for _ in range(3)),
            shop.post(who, f"/api/orders/{order_id}/cancellation"),
        )
    )
    statuses = await shop.statuses(buyers, order_ids)
    assert set(statuses) <= {"paid", "cancelled"}
    assert await count_paid(shop, order_ids) == statuses.count("paid")


async def test_refunds_of_one_order_at_once_never_exceed_what_was_paid(shop: Shop) -> None:
    buyers = await shop.festival.people(6)
    order_ids = await shop.orders(buyers)
    await at_once(
        shop.check_out(who, [order_id], PRICE_MINOR)
        for who, order_id in zip(buyers, order_ids, strict=True)
    )
    answers = await at_once(
        shop.post(shop.manager, f"/api/orders/{order_id}/refunds", amount_minor=1_200, reason="x")
        for order_id in order_ids
        for _ in range(4)
    )
    assert outcomes(answers) == {"done": 6, "refund.too_large": 18}


async def rush_for(shop: Shop, code: str, *, of: int, uses: int, returned: int) -> None:
    """So many check out with a code that has fewer uses; some who got one give up, and then as many others get it."""
    buyers = await shop.festival.people(of)
    pairs = [*zip(buyers, await shop.orders(buyers), strict=True)]

    async def with_code(those: Sequence[tuple[Someone, str]]) -> list[bool]:
        total_minor, asked = PRICE_MINOR - 100, {"codes": [code], "card": ASKING_CARD}
        answers = await at_once(
            shop.check_out(who, [order_id], total_minor, **asked) for who, order_id in those
        )
        assert set(outcomes(answers)) <= {"done", *USED_UP}
        return [answer.is_success for answer in answers]

    got = await with_code(pairs)
    assert sum(got) == uses
    winners = [pair for pair, has_it in zip(pairs, got, strict=True) if has_it]
    losers = [pair for pair, has_it in zip(pairs, got, strict=True) if not has_it]
    cancels = await at_once(
        shop.post(who, f"/api/orders/{order_id}/cancellation")
        for who, order_id in winners[:returned]
    )
    assert outcomes(cancels) == {"done": returned}
    assert sum(await with_code(losers[: 5 * returned])) == returned


USED_UP = {"quote.changed", "voucher.used_up", "voucher.budget_spent"}


async def at_once(calls: Iterable[Awaitable[Response]]) -> list[Response]:
    return await asyncio.gather(*calls)


def outcomes(answers: Iterable[Response]) -> Counter[str]:
    """How often which, by the code of the refusal."""
    return Counter("done" if one.is_success else one.json()["code"] for one in answers)


def confirmation(page: str) -> str:
    """What the bank's page posts to when the holder confirms."""
    return f"/api{page.replace('/sandbox', '/sandbox/confirmations')}/acceptance"


async def count_paid(shop: Shop, order_ids: Sequence[str]) -> int:
    """How often it was said of these that they are paid."""
    name = OrderPaid.__struct_config__.tag
    said = select(func.count()).select_from(outbox).where(outbox.c.name == name)
    async with shop.database.reading() as connection:
        counts = [
            (await connection.execute(said.where(outbox.c.payload.contains(order_id)))).scalar_one()
            for order_id in order_ids
        ]
    return sum(counts)
