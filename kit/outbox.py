"""The outbox: events that are committed with what caused them, and delivered afterwards.

The process that committed delivers at once, in order, and together what can be (`Event.subjects`). If it dies in between, or
falls behind, the sweeper of any worker finds the rows that nobody marked and delivers them. On PostgreSQL whoever delivers what is
overdue takes it first, for a while, so that workers share a backlog instead of all going through it. Delivery is still at least
once, and reactions are idempotent.
What fails is tried again after twice the time each time: with 5 s at first for almost two days. What only waits for the
broker is tried at every sweep, and does not count as having failed.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import structlog
from msgspec import Struct
from sqlalchemy import (
    Column,
    ColumnElement,
    Index,
    Integer,
    Row,
    String,
    Table,
    Text,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from kit.broker import BrokerDown
from kit.bulk import Rows, is_among
from kit.clock import Clock, to_ms
from kit.db import Database, Id, Instant, metadata
from kit.events import Event
from kit.ids import first_id_at, new_id
from kit.steps import whole

log = structlog.get_logger()

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(64), nullable=False),
    Column("payload", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("delivered_at", Instant),
    Column("attempts", Integer, nullable=False, server_default="0"),
    # Until then nobody else delivers it. On SQLite nobody takes anything: there is one process.
    Column("taken_until", Instant),
    Index(
        "ix_outbox_undelivered",
        "id",
        sqlite_where=text("delivered_at IS NULL"),
        postgresql_where=text("delivered_at IS NULL"),
    ),
)

MAX_ATTEMPTS = 16
QUEUE_SIZE = 10_000
BATCH = 500
_IS_DUE = or_(
    *(
        and_(outbox.c.attempts == tries, outbox.c.created_at < bindparam(f"before_{tries}"))
        for tries in range(MAX_ATTEMPTS)
    )
)
TAKEN_FOR = timedelta(seconds=10)
"""Whoever took a batch has delivered it by then, or is dead."""
LATE_AFTER = timedelta(seconds=4)
"""What a process still has in its queue then a worker may be about to deliver."""
NO_SUBJECT = ("",)
"""What has none keeps its order among all that have none."""


class Message(Struct, frozen=True, gc=False):
    """An event as the outbox has it. The id is the event's own: the same at each delivery."""

    id: str
    event: Event


Deliver = Callable[[Sequence[Message]], Coroutine[Any, Any, Mapping[str, Exception]]]
"""Tells everyone of messages of one kind, and says which of them, by their ids, failed with what."""


class Backlog(Struct, frozen=True):
    waiting: int
    oldest_age_s: float
    """How long the oldest of those has waited; 0 without any."""
    given_up: int
    """Events that failed too often to be tried again."""


def letters(events: Sequence[Event], now: datetime) -> tuple[list[Message], Rows]:
    """The events as they are handed over, and their rows, to be written in the transaction that made them true."""
    messages = [Message(new_id(), event) for event in events]
    columns: dict[str, list[Any]] = {
        "id": [message.id for message in messages],
        "name": [event.name for event in events],
        "payload": [msgspec.json.encode(event).decode() for event in events],
        "created_at": [now] * len(messages),
    }
    return messages, Rows(outbox, columns)


async def was_committed(connection: AsyncConnection, message_id: str) -> bool:
    """Whether the transaction that wrote this message was committed.

    Asks by taking the message's place: on PostgreSQL that waits for a transaction which has not ended yet.
    """
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    stand_in = dialect.insert(outbox).values(
        id=message_id, name="", payload="", created_at=datetime.fromtimestamp(0, UTC)
    )
    is_free = (await connection.execute(stand_in.on_conflict_do_nothing())).rowcount == 1
    if is_free:
        await connection.execute(delete(outbox).where(outbox.c.id == message_id))
    return not is_free


async def first_waiting(
    connection: AsyncConnection, kinds: Iterable[type[Event]], since: datetime
) -> str | None:
    """The id of the oldest event of these kinds, committed since then, that was not delivered yet.

    Everything before it that concerns the same row was delivered: ids grow, and a row's lock keeps its events in order.
    """
    statement = select(func.min(outbox.c.id)).where(
        outbox.c.delivered_at.is_(None),
        outbox.c.created_at > since,
        outbox.c.name.in_([str(kind.__struct_config__.tag) for kind in kinds]),
    )
    found: str | None = (await connection.execute(statement)).scalar()
    return found


class Relay:
    """Delivers committed events: its own process's at once, anybody's forgotten ones when swept.

    `kinds` are all event types, to read rows back. A full queue drops the hand-over, not the event: the
    sweeper delivers it.
    """

    def __init__(
        self, database: Database, clock: Clock, kinds: Sequence[type[Event]], deliver: Deliver
    ) -> None:
        self._database = database
        self._clock = clock
        self._decoder: dict[str, type[Event]] = {
            str(kind.__struct_config__.tag): kind for kind in kinds
        }
        self._deliver = deliver
        self._queue: asyncio.Queue[Message] = asyncio.Queue(QUEUE_SIZE)
        self._turn = asyncio.Condition()
        self._swept_now: set[str] = set()
        """Subjects of what sweeps of this process are delivering."""

    @property
    def sweeps_at_once(self) -> int:
        """How many sweeps a worker does side by side: while one waits for the database, the other goes on."""
        return 1 if self._database.is_sqlite else 2

    def offer(self, messages: Sequence[Message]) -> None:
        """Take over what has just been committed. Never blocks."""
        for message in messages:
            try:
                self._queue.put_nowait(message)
            except asyncio.QueueFull:
                log.warning("outbox.queue_full", event_id=message.id)

    async def run(self) -> None:
        """Deliver what is offered, until cancelled."""
        while True:
            batch = [await self._queue.get()]
            while not self._queue.empty() and len(batch) < BATCH:
                batch.append(self._queue.get_nowait())
            await self._deliver_all(await self._still_ours(batch))
            for _ in batch:
                self._queue.task_done()

    async def drain(self) -> None:
        """Wait until everything offered so far, and what it caused, has been tried."""
        await self._queue.join()

    async def sweep(self, older_than: timedelta, *kinds: type[Event]) -> int:
        """Try events that nobody marked, if they are that old, or twice that for each failure; how many did not have to be
        postponed. `kinds` are those to try, all if none is named."""
        names = [str(kind.__struct_config__.tag) for kind in kinds] or list(self._decoder)
        now = self._clock()
        messages, unreadable = await self._overdue(older_than, names, now)
        async with self._in_turn(messages) as had_to_wait:
            if had_to_wait:
                messages = await self._not_lost(messages, taken_at=now)
            return await self._deliver_all(messages, unreadable)

    async def backlog(self) -> "Backlog":
        """What has not been delivered, by anyone."""
        is_tried = outbox.c.attempts < MAX_ATTEMPTS
        statement = select(
            func.count().filter(is_tried),
            func.min(outbox.c.created_at).filter(is_tried),
            func.count().filter(~is_tried),
        ).where(outbox.c.delivered_at.is_(None))
        async with self._database.reading() as connection:
            waiting, oldest, given_up = (await connection.execute(statement)).one()
        age = self._clock() - oldest if oldest is not None else timedelta()
        return Backlog(waiting, max(0.0, age.total_seconds()), given_up)

    async def forget(self, older_than: timedelta) -> int:
        """Delete events delivered long ago; how many. What was delivered before some time was made before it."""
        before = self._clock() - older_than
        async with self._database.writing() as connection:
            result = await connection.execute(
                delete(outbox).where(
                    outbox.c.id < first_id_at(to_ms(before)), outbox.c.delivered_at < before
                )
            )
        return int(result.rowcount)

    async def _overdue(
        self, older_than: timedelta, names: list[str], now: datetime
    ) -> tuple[list[Message], list[str]]:
        """What is due, and the ids of rows that cannot be read. Names that we do not know are left to others:
        during a release a newer process may write them."""
        is_wanted = _IS_DUE & outbox.c.name.in_(names)
        before = {f"before_{tries}": now - older_than * 2**tries for tries in range(MAX_ATTEMPTS)}
        return self._read(await self._take(is_wanted, now, before))

    async def _still_ours(self, batch: Sequence[Message]) -> Sequence[Message]:
        """What of the queue no worker has taken or delivered. Who is quick enough need not ask."""
        now = self._clock()
        if self._database.is_sqlite or batch[0].id >= first_id_at(to_ms(now - LATE_AFTER)):
            return batch
        among = outbox.c.id.in_([message.id for message in batch])
        try:
            taken = {row.id for row in await self._take(among, now)}
        except Exception:
            log.exception("outbox.take_failed", count=len(batch))
            return ()
        return [message for message in batch if message.id in taken]

    async def _take(
        self,
        condition: ColumnElement[bool],
        now: datetime,
        parameters: Mapping[str, datetime] | None = None,
    ) -> Sequence[Row[str, str, str]]:
        """What waits, nobody else delivers, and meets the condition with its parameters, the oldest first."""
        columns = outbox.c.id, outbox.c.name, outbox.c.payload
        is_free = or_(outbox.c.taken_until.is_(None), outbox.c.taken_until < now)
        found = select(*columns).where(outbox.c.delivered_at.is_(None), condition, is_free)
        found = found.order_by(outbox.c.id).limit(BATCH)
        if self._database.is_sqlite:
            async with self._database.reading() as connection:
                return (await connection.execute(found, parameters)).all()
        free = found.with_only_columns(outbox.c.id).with_for_update(skip_locked=True).cte("free")
        take = update(outbox).where(outbox.c.id.in_(select(free.c.id)))
        async with self._database.writing() as connection:
            statement = take.values(taken_until=now + TAKEN_FOR).returning(*columns)
            rows = (await connection.execute(statement, parameters)).all()
        return sorted(rows, key=lambda row: row.id)

    async def _not_lost(self, messages: list[Message], taken_at: datetime) -> list[Message]:
        """What nobody else has taken meanwhile is taken anew, for as long as at first."""
        if self._database.is_sqlite:
            return messages
        async with self._database.writing() as connection:
            statement = (
                update(outbox)
                .where(is_among(connection, outbox.c.id, [message.id for message in messages]))
                .where(
                    outbox.c.delivered_at.is_(None), outbox.c.taken_until == taken_at + TAKEN_FOR
                )
                .values(taken_until=self._clock() + TAKEN_FOR)
                .returning(outbox.c.id)
            )
            ours = set((await connection.execute(statement)).scalars())
        return [message for message in messages if message.id in ours]

    @asynccontextmanager
    async def _in_turn(self, messages: Sequence[Message]) -> AsyncIterator[bool]:
        """Wait until no other sweep of this process delivers anything about the same subjects; whether there was one."""
        subjects = {each for message in messages for each in message.event.subjects or NO_SUBJECT}
        async with self._turn:
            has_to_wait = not self._swept_now.isdisjoint(subjects)
            await self._turn.wait_for(lambda: self._swept_now.isdisjoint(subjects))
            self._swept_now |= subjects
        try:
            yield has_to_wait
        finally:
            self._swept_now -= subjects
            async with self._turn:
                self._turn.notify_all()

    def _read(self, rows: Sequence[Row[str, str, str]]) -> tuple[list[Message], list[str]]:
        messages: list[Message] = []
        unreadable: list[str] = []
        for row in rows:
            try:
                event = msgspec.json.decode(row.payload, type=self._decoder[row.name])
                messages.append(Message(row.id, event))
            except msgspec.MsgspecError:
                log.exception("outbox.unreadable", event_id=row.id, event_name=row.name)
                unreadable.append(row.id)
        return messages, unreadable

    async def _deliver_all(
        self, messages: Sequence[Message], unreadable: Sequence[str] = ()
    ) -> int:
        delivered: list[str] = []
        failed = list(unreadable)
        postponed: list[str] = []
        for group in in_groups(messages):
            failures = await self._failures(group)
            for message in group:
                if (error := failures.get(message.id)) is None:
                    delivered.append(message.id)
                elif is_outage(error):
                    postponed.append(message.id)
                else:
                    log.error(
                        "outbox.delivery_failed",
                        event_id=message.id,
                        event_name=message.event.name,
                        exc_info=error,
                    )
                    failed.append(message.id)
        if postponed:
            log.warning("outbox.postponed", count=len(postponed))
        if messages or failed:
            try:
                await whole(self._mark(delivered, failed, postponed))
            except Exception:
                # The sweeper will deliver them once more, which reactions allow.
                log.exception("outbox.mark_failed", count=len(delivered))
        return len(messages) - len(postponed)

    async def _failures(self, group: Sequence[Message]) -> Mapping[str, Exception]:
        try:
            return await whole(self._deliver(group))
        except Exception as error:
            return dict.fromkeys((message.id for message in group), error)

    async def _mark(
        self, delivered: Sequence[str], failed: Sequence[str], postponed: Sequence[str]
    ) -> None:
        async with self._database.writing() as connection:
            if delivered:
                await connection.execute(
                    update(outbox)
                    .where(is_among(connection, outbox.c.id, delivered))
                    .values(delivered_at=self._clock())
                )
            if failed:
                await connection.execute(
                    update(outbox)
                    .where(is_among(connection, outbox.c.id, failed))
                    .values(attempts=outbox.c.attempts + 1, taken_until=None)
                )
            if postponed:
                await connection.execute(
                    update(outbox)
                    .where(
                        is_among(connection, outbox.c.id, postponed),
                        outbox.c.taken_until.is_not(None),
                    )
                    .values(taken_until=None)
                )


def in_groups(messages: Sequence[Message]) -> list[list[Message]]:
    """What is delivered together, in turn: each event comes as early as its subjects allow. Pure."""
    groups: list[list[Message]] = []
    newest: dict[type[Event], int] = {}
    last_about: dict[str, int] = {}
    for message in messages:
        kind, subjects = type(message.event), message.event.subjects
        place = newest.get(kind) if subjects else None
        if place is None or any(last_about.get(each, place) > place for each in subjects):
            place = len(groups)
            groups.append([])
            if subjects:
                newest[kind] = place
        groups[place].append(message)
        last_about.update(dict.fromkeys(subjects, place))
    return groups


def is_outage(error: Exception) -> bool:
    """Whether nothing but the broker was missing."""
    if isinstance(error, ExceptionGroup):
        return error.split(BrokerDown)[1] is None
    return isinstance(error, BrokerDown)
