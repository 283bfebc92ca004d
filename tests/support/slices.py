"""What integration tests of a slice start from: a unit of work whose time and events the test holds, and people."""

from datetime import UTC, datetime, timedelta
from itertools import count

from httpx2 import ASGITransport, AsyncClient
from sqlalchemy import update
from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send

from kit.auth import GUEST, Principal, Role
from kit.db import Database
from kit.events import Event
from kit.http import Endpoint, starlette_routes
from kit.ids import new_id
from kit.rate_limit import RateLimiter, Rule
from kit.unit_of_work import UnitOfWork
from membership import store
from membership.people import Account, Brand, Tier
from membership.tables import members

TIERS = (Tier(1, "Bronze", 300, ""), Tier(2, "Silver", 500, ""), Tier(3, "Gold", 1_000, ""))


class World:
    """A database, the time, and everything that was said to have happened."""

    def __init__(self, database: Database) -> None:
        self.now = datetime(2026, 11, 11, 12, 10, tzinfo=UTC)
        self.events: list[Event] = []
        self.work = UnitOfWork(
            database,
            lambda: self.now,
            lambda messages: self.events.extend(message.event for message in messages),
        )
        self._numbers = count(1)

    def happened(self, kind: type[Event]) -> list[Event]:
        return [event for event in self.events if isinstance(event, kind)]

    def pass_time(self, duration: timedelta) -> None:
        self.now += duration

    async def brand(self, tiers: tuple[Tier, ...] = TIERS) -> Brand:
        number = next(self._numbers)
        brand = Brand(
            id=new_id(),
            slug=f"brand-{number}",
            name=f"Brand {number}",
            country="DE",
            currency="EUR",
            locale="de_DE",
            tagline="",
            hue=0,
            tiers=tiers,
        )
        async with self.work.write() as tx:
            await store.add_brand(tx, brand)
        return brand

    async def person(
        self, handle: str, brand: Brand | None = None, role: str | None = None
    ) -> Principal:
        """Someone with an account and, if given, a role at the brand."""
        account = Account(new_id(), handle, f"{handle}@example.com", is_operator=False)
        roles = {brand.id: Role[role.upper()]} if brand and role else {}
        async with self.work.write() as tx:
            await store.add_account(tx, account, password_hash="")
            if brand and role:
                await store.set_role(tx, brand.id, account.id, role)
        return Principal(account.id, handle, roles=roles)

    async def put_on_tier(self, person: Principal, brand: Brand, rank: int) -> None:
        async with self.work.write() as tx:
            if not await store.join(tx, brand.id, person.account(), rank):
                await tx.execute(
                    update(members)
                    .where(members.c.brand_id == brand.id, members.c.account_id == person.account())
                    .values(tier_rank=rank)
                )


class Unlimited(RateLimiter):
    """For tests that are about something else."""

    async def hit(self, rule: Rule, *identity: str) -> None: ...


def client_as(
    principal: Principal = GUEST, *, of: list[Endpoint], base_url: str = "http://test"
) -> AsyncClient:
    """A client whose every request comes from `principal`."""
    app = Starlette(routes=starlette_routes(of))

    async def identified(scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})["principal"] = principal
        await app(scope, receive, send)

    return AsyncClient(transport=ASGITransport(identified), base_url=base_url)
