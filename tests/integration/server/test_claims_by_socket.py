"""A claim by the socket and one by a request are the same use case: the same answers, and one key for both."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select

from commerce.tables import orders
from kit.auth import Signer
from kit.db import Database
from server.cookies import REFERRAL_LASTS
from server.visits import MAX_CLAIMS
from tests.support.postgres import PostgresServer
from tests.support.product import (
    GUEST,
    SECRET,
    Festival,
    Product,
    Someone,
    running_product,
    watching,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")

Home = tuple[Path, str]
"""Where a process writes, and its database."""


class Stage:
    """A live show, and what its deals are claimed by."""

    def __init__(self, festival: Festival, host: Someone, show_id: str) -> None:
        self.festival = festival
        self.show_id = show_id
        self._host = host

    async def deal(self, **terms: Any) -> str:
        return await self.festival.live_deal(self._host, self.show_id, **terms)

    async def placed(self) -> dict[str, str | None]:
        """The show's orders, and by which click they came."""
        database = Database(self.festival.product.database_url)
        query = select(orders.c.id, orders.c.referral_token).where(orders.c.show_id == self.show_id)
        async with database.reading() as connection:
            placed = {row.id: row.referral_token for row in await connection.execute(query)}
        await database.close()
        return placed

    def watching(self, who: Someone) -> Any:
        return watching(self.festival.url, self.show_id, who)


@pytest.fixture(scope="module", params=("sqlite", "postgresql"))
def home(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Home]:
    """A migrated database of the module's own, on each database that the product supports."""
    path = tmp_path_factory.mktemp("claims")
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), path / "dealcast.db")
        yield path, f"sqlite+aiosqlite:///{path}/dealcast.db"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = server.create_database(template=request.getfixturevalue("postgresql_template"))
    yield path, server.url_of(name)
    server.drop_database(name)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def product(home: Home) -> AsyncIterator[Product]:
    path, url = home
    async with running_product(url, path) as product:
        await product.start()
        yield product


@pytest_asyncio.fixture(loop_scope="module")
async def stage(product: Product) -> Stage:
    festival = await Festival.begin(product, next(iter(product.clients)))
    host = await festival.person("host", role="host")
    return Stage(festival, host, await festival.live_show(host))


async def test_a_key_gets_one_order_by_whichever_way_it_comes(stage: Stage) -> None:
    festival, mira = stage.festival, await stage.festival.person("mira")
    deal_id = await stage.deal(stock=3, per_buyer_limit=3)
    async with stage.watching(mira) as at_mira:
        first = await at_mira.claim(deal_id, "k1", ref="mine")
        assert (first["t"], first["ref"], first["order"]["status"]) == ("claimed", "mine", "held")
        again = await festival.claim(mira, deal_id, "k1")
        assert (again.status_code, again.json()) == (201, first["order"])

        posted = (await festival.claim(mira, deal_id, "k2")).json()
        assert (await at_mira.claim(deal_id, "k2"))["order"] == posted
        assert (await at_mira.claim(deal_id, "k2"))["order"] == posted
        other = await at_mira.claim(deal_id, "k2", quantity=2)
        assert (other["code"], other["status"]) == ("idempotency.key_reused", 409)
    assert await stage.placed() == {first["order"]["id"]: None, posted["id"]: None}


async def test_a_refusal_is_the_same_by_socket_and_by_request(stage: Stage) -> None:
    festival = stage.festival
    mira, rival = await festival.person("mira"), await festival.person("rival")
    gone, short = await stage.deal(stock=1), await stage.deal(stock=1, per_buyer_limit=2)
    for_gold = await stage.deal(min_tier_rank=3)
    assert (await festival.claim(rival, gone, "k")).status_code == 201
    refused = {
        "sold_out": (gone, 1),
        "not_enough_left": (short, 2),
        "tier_too_low": (for_gold, 1),
        "over_buyer_limit": (short, 3),
        "no_such_deal": ("0" * 20, 1),
    }
    async with stage.watching(mira) as at_mira, stage.watching(GUEST) as guest:
        for name, (deal_id, quantity) in refused.items():
            by_socket = await at_mira.claim(deal_id, f"s-{name}", quantity)
            by_request = await festival.claim(mira, deal_id, f"r-{name}", quantity=quantity)
            _are_the_same(by_socket, by_request.json())
        by_socket = await guest.claim(short, "k")
        _are_the_same(by_socket, (await festival.claim(GUEST, short, "k")).json())
        assert by_socket["code"] == "auth.sign_in_required"
        malformed = '{"t":"claim","ref":"r","key":"a\\u0000b","deal_id":"d"}'
        await at_mira.send(malformed)
        assert (await at_mira.answer(len(refused)))["code"] == "invalid"


async def test_the_limit_of_claims_counts_both_ways(stage: Stage) -> None:
    festival, mira = stage.festival, await stage.festival.person("mira")
    deal_id = await stage.deal(stock=1)
    async with stage.watching(mira) as at_mira:
        for number in range(15):
            await at_mira.claim(deal_id, "k1")
            assert (await festival.claim(mira, deal_id, f"r{number}")).status_code == 409
        refused = await at_mira.claim(deal_id, "k1")
        while (
            "order" in refused
        ):  # the minute may have ended meanwhile, and the last one counts less and less
            refused = await at_mira.claim(deal_id, "k1")
    assert (refused["code"], refused["status"]) == ("too_many", 429)
    assert refused["retry_after_s"] >= 1


async def test_a_claim_by_the_socket_keeps_the_link_by_which_the_buyer_came(stage: Stage) -> None:
    mira = await stage.festival.person("mira")
    signed = Signer(SECRET, "referral", REFERRAL_LASTS).sign("a-click")
    came_by_link = Someone(mira.account_id, mira.handle, f"{mira.cookie}; dc_ref={signed}")
    deal_id = await stage.deal()
    async with stage.watching(came_by_link) as at_mira:
        order = (await at_mira.claim(deal_id, "k"))["order"]
    assert await stage.placed() == {order["id"]: "a-click"}


async def test_claims_wait_side_by_side_and_only_so_many(stage: Stage) -> None:
    mira = await stage.festival.person("mira")
    deal_id = await stage.deal(stock=100, per_buyer_limit=100)
    async with stage.watching(mira) as at_mira:
        frames = [
            f'{{"t":"claim","ref":"{n}","key":"k{n}","deal_id":"{deal_id}"}}' for n in range(12)
        ]
        for frame in frames:
            await at_mira.send(frame)
        await at_mira.answer(len(frames) - 1)
    claimed = [frame for frame in at_mira.answers if frame["t"] == "claimed"]
    refused = [frame for frame in at_mira.answers if frame["t"] == "refused"]
    assert len(claimed) >= MAX_CLAIMS
    assert {frame["code"] for frame in refused} <= {"too_many"}
    assert {frame["ref"] for frame in at_mira.answers} == {str(n) for n in range(12)}


async def test_a_claim_whose_socket_is_cut_is_found_again_by_its_key(stage: Stage) -> None:
    festival, mira = stage.festival, await stage.festival.person("mira")
    deal_id = await stage.deal(stock=2, per_buyer_limit=2)
    async with stage.watching(mira) as at_mira:
        await at_mira.until("welcome")
        await at_mira.send({"t": "claim", "ref": "r", "key": "k", "deal_id": deal_id})
        at_mira.connection.transport.abort()
    order = (await festival.claim(mira, deal_id, "k")).json()
    async with stage.watching(mira) as back:
        assert (await back.claim(deal_id, "k"))["order"]["id"] == order["id"]
    assert list(await stage.placed()) == [order["id"]]


def _are_the_same(by_socket: dict[str, Any], by_request: dict[str, Any]) -> None:
    assert by_socket["t"] == "refused"
    for name in ("code", "status", "title", "detail"):
        assert by_socket[name] == by_request[name]
