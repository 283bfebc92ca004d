"""Streams' rows."""

from collections.abc import Collection
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, exists, insert, select, update

from kit.bulk import is_among
from kit.unit_of_work import Tx
from streams.access import Access
from streams.show import Show, ShowStatus
from streams.tables import shows

MAX_LISTED = 100


async def add(tx: Tx, show: Show) -> None:
    await tx.execute(insert(shows).values(**_row(show)))


async def save(tx: Tx, show: Show) -> None:
    await tx.execute(update(shows).where(shows.c.id == show.id).values(**_row(show)))


async def get(tx: Tx, show_id: str) -> Show | None:
    row = await tx.first(select(shows).where(shows.c.id == show_id))
    return _show(row) if row else None


def is_open(show_id: ColumnElement[str]) -> ColumnElement[bool]:
    """A condition for another slice's query: whether the show of this column is live, and for everybody."""
    return exists().where(
        shows.c.id == show_id,
        shows.c.status == ShowStatus.LIVE.value,
        shows.c.min_tier_rank == 0,
        shows.c.first_tier_rank == 0,
    )


def ids_of_brand(brand_id: str) -> Select[tuple[str]]:
    """The brand's shows, for another slice's query."""
    return select(shows.c.id).where(shows.c.brand_id == brand_id)


async def titles(tx: Tx, show_ids: Collection[str]) -> dict[str, str]:
    """By id; ids of no show are left out."""
    rows = await tx.all(
        select(shows.c.id, shows.c.title).where(is_among(tx.connection, shows.c.id, set(show_ids)))
    )
    return {row["id"]: row["title"] for row in rows}


async def lock(tx: Tx, show_id: str) -> Show | None:
    row = await tx.first(select(shows).where(shows.c.id == show_id).with_for_update())
    return _show(row) if row else None


async def find(tx: Tx, status: ShowStatus | None, brand_id: str | None) -> list[Show]:
    """At most 100 shows: what is to come by time, what has been newest first."""
    is_upcoming = status in {ShowStatus.SCHEDULED, ShowStatus.LIVE}
    order = shows.c.scheduled_at.asc() if is_upcoming else shows.c.scheduled_at.desc()
    statement = select(shows).order_by(order, shows.c.id).limit(MAX_LISTED)
    if status is not None:
        statement = statement.where(shows.c.status == status)
    if brand_id is not None:
        statement = statement.where(shows.c.brand_id == brand_id)
    return [_show(row) for row in await tx.all(statement)]


def _row(show: Show) -> dict[str, Any]:
    row = asdict(show)
    del row["access"]
    return row | asdict(show.access)


def _show(row: RowMapping) -> Show:
    values = dict(row)
    access = Access(**{field.name: values.pop(field.name) for field in fields(Access)})
    return Show(**{**values, "status": ShowStatus(row["status"]), "access": access})
