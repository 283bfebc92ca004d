"""Ways to settle a claim on a database. Each checks the key, the buyer's limit and the stock, and leaves the product's rows:
order with its key, line, slot, outbox.

`dealcast` is the product's use case. The others settle one claim in one transaction of its own, as they are usually
written: by the ORM under `SELECT … FOR UPDATE`, by SQLAlchemy Core with a conditional UPDATE, by one statement.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any, Protocol

import asyncpg
import ground
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import registry

from commerce.checkout import Checkout
from commerce.claiming import MOST_AT_ONCE, MOST_WAITING
from commerce.events import OrdersPlaced, UnitsTaken
from commerce.payments.gateway import Gateways
from commerce.payments.paying import Paying
from commerce.payments.sandbox.gateway import Sandbox
from commerce.tables import deal_slots, deals, order_lines, orders
from commerce.views import NewClaim
from kit.auth import Principal
from kit.bulk import Rows
from kit.clock import utc_now
from kit.db import Database
from kit.errors import Refusal
from kit.group_commit import GroupCommit
from kit.ids import new_id
from kit.outbox import outbox
from kit.rate_limit import RateLimiter
from kit.unit_of_work import Draft, Tx, UnitOfWork
from server.tables import metadata as _all_tables  # noqa: F401 (the ORM follows foreign keys to tables of other slices)
from streams.shows import Shows

POOL = 20
HOLD = timedelta(minutes=10)
Attempt = tuple[str, str, str]
"""A deal, a person and a key."""
TABLES = (orders, order_lines, deal_slots, outbox)


class Way(Protocol):
    async def start(self) -> None: ...

    async def claim(self, deal: str, person: str, key: str) -> bool:
        """Whether the person has a unit, once that is durable."""
        ...

    async def close(self) -> None: ...


class Dealcast:
    """The use case with all that it does, its rate limit included. Below HTTP and sockets; nobody delivers events."""

    def __init__(self, url: str) -> None:
        self._database = Database(url)

    async def start(self) -> None:
        work, limiter = UnitOfWork(self._database, utc_now), RateLimiter()
        paying = Paying(work, Gateways(Sandbox(work, "")), limiter)
        shows = Shows(work)
        self._checkout = Checkout(work, shows.venue, shows.is_open, limiter, paying)

    async def claim(self, deal: str, person: str, key: str) -> bool:
        try:
            await self._checkout.claim(Principal(person, person), deal, NewClaim(), key, None)
        except Refusal:
            return False
        return True

    async def close(self) -> None:
        await self._checkout.close()
        await self._database.close()


class Limit:
    """The same rows with nothing decided: what has gathered is written by one statement. No way can be much faster on this schema."""

    def __init__(self, url: str) -> None:
        self._database = Database(url)

    async def start(self) -> None:
        work = UnitOfWork(self._database, utc_now)
        self._sold = Counter[str]()
        self._commits = GroupCommit[Attempt, bool](
            work, _fail, self._write, most_waiting=MOST_WAITING, most_at_once=MOST_AT_ONCE
        )

    async def claim(self, deal: str, person: str, key: str) -> bool:
        return await self._commits.submit((deal, person, key))

    async def close(self) -> None:
        await self._commits.close()
        await self._database.close()

    def _write(self, draft: Draft, attempts: Sequence[Attempt]) -> list[bool]:
        each = [rows_of(*attempt) for attempt in attempts]
        for table in (orders, order_lines, deal_slots):
            names = each[0][table.name]
            draft.add(
                Rows(table, {name: [rows[table.name][name] for rows in each] for name in names})
            )
        claimed = [deal for deal, _, _ in attempts]
        self._sold.update(claimed)
        touched = list(set(claimed))
        sold = [self._sold[deal] for deal in touched]
        draft.add(Rows(deals, {"id": touched, "sold": sold, "version": sold}, "id"))
        order_ids = [rows["orders"]["id"] for rows in each]
        facts = {"show_id": ground.SHOW, "brand_id": ground.BRAND}
        draft.emit(OrdersPlaced(**facts, order_ids=order_ids))
        draft.emit(UnitsTaken(**facts, deal_ids=touched))
        return [True] * len(attempts)


async def _fail(_tx: Tx, _attempts: Sequence[Attempt]) -> list[bool]:
    raise AssertionError("what nobody decides cannot be wrong")


class _Pooled:
    """On the product's engine, `POOL` claims at a time; the others wait for their turn."""

    def __init__(self, url: str) -> None:
        self._database = Database(url)
        self._turns = asyncio.Semaphore(POOL)

    async def start(self) -> None: ...

    async def close(self) -> None:
        await self._database.close()


class CoreUpdate(_Pooled):
    """UPDATE … WHERE sold < stock, and four inserts; unique constraints refuse the rest."""

    async def claim(self, deal: str, person: str, key: str) -> bool:
        try:
            async with self._turns, self._database.writing() as connection:
                sold = await connection.execute(
                    update(deals)
                    .where(deals.c.id == deal, deals.c.sold < deals.c.stock)
                    .values(sold=deals.c.sold + 1, version=deals.c.version + 1)
                )
                if sold.rowcount == 0:
                    return False
                rows = rows_of(deal, person, key)
                for table in TABLES:
                    await connection.execute(insert(table).values(**rows[table.name]))
        except IntegrityError:
            return False
        return True


class OrmForUpdate(_Pooled):
    """A session a claim: lock the deal, look, change it, add the rows, commit."""

    async def start(self) -> None:
        mapper = registry()
        self._kinds = {table.name: _mapped(mapper, table) for table in (deals, *TABLES)}
        self._sessions = async_sessionmaker(self._database.engine, expire_on_commit=False)

    async def claim(self, deal: str, person: str, key: str) -> bool:
        if self._database.is_sqlite:
            async with self._database.writing() as connection, AsyncSession(connection) as session:
                is_won = await self._settle(session, deal, person, key)
                await session.flush()
                return is_won
        async with self._turns, self._sessions() as session, session.begin():
            return await self._settle(session, deal, person, key)

    async def _settle(self, session: AsyncSession, deal: str, person: str, key: str) -> bool:
        kinds = self._kinds
        offer = await session.get(kinds["deal"], deal, with_for_update=True)
        earlier = select(orders.c.id).where(
            orders.c.account_id == person, orders.c.claim_key == key
        )
        if (await session.execute(earlier)).scalar_one_or_none():
            return True
        held = select(func.count()).where(
            deal_slots.c.deal_id == deal, deal_slots.c.account_id == person
        )
        if (await session.execute(held)).scalar_one() >= offer.per_buyer_limit:
            return False
        if offer.sold >= offer.stock:
            return False
        offer.sold += 1
        offer.version += 1
        for name, row in rows_of(deal, person, key).items():
            session.add(kinds[name](**row))
            await session.flush()
        return True


class RawCte:
    """One statement a claim, by the bare driver: it takes the unit and writes all rows."""

    def __init__(self, url: str) -> None:
        self._dsn = url.replace("+asyncpg", "")

    async def start(self) -> None:
        self._pool = await asyncpg.create_pool(self._dsn, min_size=POOL, max_size=POOL)

    async def claim(self, deal: str, person: str, key: str) -> bool:
        rows = rows_of(deal, person, key)
        values = [value for row in rows.values() for value in row.values()]
        try:
            async with self._pool.acquire() as connection:
                done = await connection.execute(_cte(rows), deal, *values)
        except asyncpg.UniqueViolationError:
            return False
        return bool(done == "INSERT 0 1")

    async def close(self) -> None:
        await self._pool.close()


def _cte(rows: dict[str, dict[str, Any]]) -> str:
    global _CTE  # noqa: PLW0603 (made once, of the first claim's columns)
    if not _CTE:
        parts, first = [], 2
        for table in TABLES:
            names = rows[table.name]
            places = ", ".join(
                f"${number}::{_type(table.c[name])}" for number, name in enumerate(names, first)
            )
            parts.append(f"INSERT INTO {table.name} ({', '.join(names)}) SELECT {places} FROM u")
            first += len(names)
        *before, last = parts
        named = "".join(f", i{n} AS ({part})" for n, part in enumerate(before))
        taken = (
            "UPDATE deal SET sold = sold + 1, version = version + 1 "
            "WHERE id = $1 AND sold < stock RETURNING 1"
        )
        _CTE = f"WITH u AS ({taken}){named} {last}"
    return _CTE


_CTE = ""


def _type(column: Any) -> str:
    from sqlalchemy.dialects import postgresql

    return str(column.type.compile(postgresql.dialect()))


def _mapped(mapper: registry, table: Any) -> Any:
    kind = type(table.name, (), {})
    mapper.map_imperatively(kind, table)
    return kind


def rows_of(deal: str, person: str, key: str) -> dict[str, dict[str, Any]]:
    """The rows that one claim leaves, by table."""
    order, now = new_id(), utc_now()
    return {
        "orders": {
            "id": order, "account_id": person, "claim_key": key, "brand_id": ground.BRAND, "show_id": ground.SHOW,
            "status": "awaiting_payment", "units": 1, "total_minor": 1_990, "currency": "EUR",
            "created_at": now, "hold_expires_at": now + HOLD, "version": 1,
        },
        "order_line": {
            "order_id": order, "number": 1, "deal_id": deal, "product_id": ground.PRODUCT,
            "title": "Enamel mug", "quantity": 1, "unit_price_minor": 1_990,
            "list_price_minor": 2_900,
        },
        "deal_slot": {
            "deal_id": deal, "account_id": person, "slot": 1, "order_id": order,
        },
        "outbox": {
            "id": new_id(), "name": "commerce.order_placed", "payload": f'{{"order_id":"{order}"}}',
            "created_at": now, "attempts": 0,
        },
    }  # fmt: skip


WAYS: dict[str, Callable[[str], Way]] = {
    "dealcast": Dealcast,
    "limit": Limit,
    "orm_for_update": OrmForUpdate,
    "core_update": CoreUpdate,
    "raw_cte": RawCte,
}

Claim = Callable[[str, str, str], Awaitable[bool]]
