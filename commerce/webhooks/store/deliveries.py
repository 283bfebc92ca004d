"""Rows of events on their way: added, lined up, claimed, saved, forgotten."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import RowMapping, delete, func, insert, select, tuple_, update

from commerce.webhooks.delivery import LIVE, Answer, Delivery, State
from commerce.webhooks.kinds import Kind
from commerce.webhooks.message import Message
from commerce.webhooks.tables import attempts, deliveries, events
from kit.bulk import Rows, is_among, matching
from kit.ids import is_id, new_id
from kit.unit_of_work import Tx

IS_LIVE = deliveries.c.state.in_(LIVE)
IS_NEW = deliveries.c.state == State.NEW.value
IS_DUE = deliveries.c.state == State.DUE.value

Line = tuple[str, str]
"""The ids of a webhook and a subject."""


async def not_there(tx: Tx, messages: Sequence[Message]) -> list[Message]:
    """Those of these that were not added before, neither by their id nor by what they are about."""
    among = is_among(tx.connection, events.c.id, [message.id for message in messages])
    found = await tx.all(select(events.c.id).where(among))
    ids = {row["id"] for row in found}
    about = {
        events.c.subject_id: [message.subject_id for message in messages],
        events.c.kind: [message.kind.value for message in messages],
    }
    columns = events.c.subject_id, events.c.kind, events.c.sequence
    places = {tuple(row) for row in await matching(tx.connection, columns, about)}
    new = []
    for message in messages:
        place = message.subject_id, message.kind.value, message.sequence
        if message.id not in ids and place not in places:
            new.append(message)
            ids.add(message.id)
            places.add(place)
    return new


def new_events(tx: Tx, messages: Sequence[Message]) -> Rows:
    return Rows(
        events,
        {
            "id": [message.id for message in messages],
            "kind": [message.kind.value for message in messages],
            "subject_id": [message.subject_id for message in messages],
            "sequence": [message.sequence for message in messages],
            "body": [message.body.decode() for message in messages],
            "created_at": [tx.now] * len(messages),
        },
    )


def new_deliveries(tx: Tx, made: Sequence[tuple[Message, str]]) -> Rows:
    """Of each of these messages one to the webhook with this id."""
    return Rows(
        deliveries,
        {
            "id": [new_id() for _ in made],
            "webhook_id": [webhook_id for _, webhook_id in made],
            "event_id": [message.id for message, _ in made],
            "subject_id": [message.subject_id for message, _ in made],
            "sequence": [message.sequence for message, _ in made],
            "state": [State.NEW.value] * len(made),
            "tries": [0] * len(made),
            "attempts": [0] * len(made),
            "created_at": [tx.now] * len(made),
        },
    )


async def work_to_do(tx: Tx) -> tuple[bool, bool]:
    """Whether anything is new, and whether anything is due."""
    new = select(deliveries.c.id).where(IS_NEW).limit(1)
    due = select(deliveries.c.id).where(IS_DUE, deliveries.c.due_at <= tx.now).limit(1)
    return await tx.first(new) is not None, await tx.first(due) is not None


async def new_lines(tx: Tx, before: str | None, limit: int) -> list[Line]:
    """Lines with a new delivery, of events before that one if given; the oldest events first."""
    is_early = deliveries.c.event_id < before if before else deliveries.c.event_id.is_not(None)
    rows = await tx.all(
        select(deliveries.c.webhook_id, deliveries.c.subject_id)
        .where(IS_NEW, is_early)
        .order_by(deliveries.c.event_id)
        .limit(limit)
    )
    return list(dict.fromkeys((row["webhook_id"], row["subject_id"]) for row in rows))


async def live_of(
    tx: Tx, lines: Iterable[Line], before: str | None = None
) -> dict[Line, list[Delivery]]:
    """The live deliveries of these lines; new ones only of events before that one, if given."""
    is_early = ~IS_NEW | (deliveries.c.event_id < before) if before else IS_LIVE
    rows = await tx.all(
        select(deliveries).where(
            tuple_(deliveries.c.webhook_id, deliveries.c.subject_id).in_(list(lines)),
            IS_LIVE,
            is_early,
        )
    )
    found: dict[Line, list[Delivery]] = {}
    for row in rows:
        found.setdefault((row["webhook_id"], row["subject_id"]), []).append(_delivery(row))
    return found


async def save(tx: Tx, delivery: Delivery, was: Delivery) -> bool:
    """Save a delivery that has changed; False if somebody else claimed or finished it meanwhile."""
    same = deliveries.c.lease.is_not_distinct_from(was.lease)
    statement = (
        update(deliveries)
        .where(deliveries.c.id == delivery.id, deliveries.c.state == was.state.value, same)
        .values(**asdict(delivery))
    )
    return await tx.execute(statement) == 1


async def in_flight(tx: Tx) -> dict[str, int]:
    """How many deliveries are being sent, by webhook."""
    rows = await tx.all(
        select(deliveries.c.webhook_id, func.count().label("count"))
        .where(IS_DUE, deliveries.c.due_at > tx.now, deliveries.c.lease.is_not(None))
        .group_by(deliveries.c.webhook_id)
    )
    return {row["webhook_id"]: row["count"] for row in rows}


async def lock_due(tx: Tx, besides: Collection[str], limit: int) -> list[Delivery]:
    """What is due, the longest first, and nobody else claims; nothing of the webhooks `besides`."""
    rows = await tx.all(
        select(deliveries)
        .where(IS_DUE, deliveries.c.due_at <= tx.now, deliveries.c.webhook_id.not_in(besides))
        .order_by(deliveries.c.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [_delivery(row) for row in rows]


async def take(tx: Tx, taken: Sequence[Delivery]) -> None:
    """Save locked deliveries that were claimed together."""
    if taken:
        await tx.execute(
            update(deliveries)
            .where(deliveries.c.id.in_([one.id for one in taken]))
            .values(lease=taken[0].lease, due_at=taken[0].due_at)
        )


async def messages(tx: Tx, event_ids: Iterable[str]) -> dict[str, Message]:
    rows = await tx.all(select(events).where(events.c.id.in_(set(event_ids))))
    return {row["id"]: _message(row) for row in rows}


async def add_attempts(tx: Tx, settled: Sequence[tuple[Delivery, Answer]]) -> None:
    """Add the last attempts of these deliveries."""
    rows = [
        {
            "delivery_id": delivery.id,
            "number": delivery.attempts,
            "began_at": answer.began_at,
            "took_ms": answer.took_ms,
            "status": answer.status,
            "error": answer.error,
            "excerpt": answer.excerpt,
        }
        for delivery, answer in settled
    ]
    if rows:
        await tx.execute(insert(attempts), rows)


async def make_due(tx: Tx, delivery_ids: Collection[str]) -> int:
    """Let these be sent now; how many were not already."""
    if not delivery_ids:
        return 0
    return await tx.execute(
        update(deliveries)
        .where(
            deliveries.c.id.in_(delivery_ids),
            deliveries.c.state.in_([State.NEW.value, State.WAITING.value]),
        )
        .values(state=State.DUE.value, due_at=tx.now)
    )


async def make_wait(tx: Tx, delivery_ids: Collection[str]) -> int:
    """Let these wait, but for what is being sent; how many."""
    if not delivery_ids:
        return 0
    is_free = IS_DUE & (deliveries.c.lease.is_(None) | (deliveries.c.due_at <= tx.now))
    return await tx.execute(
        update(deliveries)
        .where(deliveries.c.id.in_(delivery_ids), IS_NEW | is_free)
        .values(state=State.WAITING.value, due_at=None, lease=None)
    )


async def one(tx: Tx, webhook_id: str, delivery_id: str) -> Delivery | None:
    if not is_id(delivery_id):
        return None
    row = await tx.first(
        select(deliveries).where(
            deliveries.c.id == delivery_id, deliveries.c.webhook_id == webhook_id
        )
    )
    return _delivery(row) if row else None


async def park_due(tx: Tx, webhook_id: str) -> None:
    """Let what is due wait, but for what is being sent."""
    is_in_flight = deliveries.c.lease.is_not(None) & (deliveries.c.due_at > tx.now)
    await tx.execute(
        update(deliveries)
        .where(deliveries.c.webhook_id == webhook_id, IS_DUE, ~is_in_flight)
        .values(state=State.WAITING.value, due_at=None, lease=None)
    )


async def wake_waiting(tx: Tx, webhook_id: str) -> None:
    """Have what waits lined up anew."""
    await tx.execute(
        update(deliveries)
        .where(deliveries.c.webhook_id == webhook_id, deliveries.c.state == State.WAITING.value)
        .values(state=State.NEW.value, tries=0)
    )


async def renew_failed(tx: Tx, webhook_id: str, since: datetime) -> int:
    """Make new what was made since then and failed, for good or so far; how many."""
    is_behind = IS_DUE & (deliveries.c.tries > 0) & deliveries.c.lease.is_(None)
    return await tx.execute(
        update(deliveries)
        .where(
            deliveries.c.webhook_id == webhook_id,
            deliveries.c.created_at >= since,
            (deliveries.c.state == State.FAILED.value) | is_behind,
        )
        .values(state=State.NEW.value, tries=0, due_at=None, finished_at=None)
    )


async def forget(tx: Tx, before: datetime, limit: int) -> int:
    """Delete events made before then, with their deliveries and attempts; how many, at most `limit`."""
    old = select(events.c.id).where(events.c.created_at < before).limit(limit)
    return await tx.execute(delete(events).where(events.c.id.in_(old)))


def _delivery(row: RowMapping) -> Delivery:
    return Delivery(**{**row, "state": State(row["state"])})


def _message(row: RowMapping) -> Message:
    return Message(
        id=row["id"],
        kind=Kind(row["kind"]),
        subject_id=row["subject_id"],
        sequence=row["sequence"],
        body=row["body"].encode(),
    )
