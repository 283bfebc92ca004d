"""What a brand's manager reads of its deliveries."""

from collections.abc import Sequence

from sqlalchemy import RowMapping, Select, select

from commerce.webhooks.delivery import State
from commerce.webhooks.tables import attempts, deliveries, events
from kit.ids import is_id
from kit.unit_of_work import Tx


async def page(
    tx: Tx, webhook_id: str, states: Sequence[State], before: str | None, limit: int
) -> list[RowMapping]:
    """The webhook's deliveries in these states, newest first, made before that one if given. Each row has the event's
    `kind`, and `last_status` and `last_error` of the last attempt."""
    statement = (
        _deliveries()
        .where(deliveries.c.webhook_id == webhook_id)
        .order_by(deliveries.c.id.desc())
        .limit(limit)
    )
    if states:
        statement = statement.where(deliveries.c.state.in_(states))
    if before:
        statement = statement.where(deliveries.c.id < before)
    return list(await tx.all(statement))


async def one(tx: Tx, webhook_id: str, delivery_id: str) -> RowMapping | None:
    """The same of one delivery, and the `body`."""
    if not is_id(delivery_id):
        return None
    return await tx.first(
        _deliveries()
        .add_columns(events.c.body)
        .where(deliveries.c.id == delivery_id, deliveries.c.webhook_id == webhook_id)
    )


async def attempts_of(tx: Tx, delivery_id: str) -> Sequence[RowMapping]:
    """The first one first."""
    return await tx.all(
        select(attempts).where(attempts.c.delivery_id == delivery_id).order_by(attempts.c.number)
    )


def _deliveries() -> Select[*tuple[object, ...]]:
    return (
        select(
            deliveries,
            events.c.kind,
            attempts.c.status.label("last_status"),
            attempts.c.error.label("last_error"),
        )
        .join(events, events.c.id == deliveries.c.event_id)
        .outerjoin(
            attempts,
            (attempts.c.delivery_id == deliveries.c.id)
            & (attempts.c.number == deliveries.c.attempts),
        )
    )
