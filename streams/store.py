"""Streams' rows."""

from collections.abc import Collection
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    exists,
    insert,
    or_,
    select,
    tuple_,
    update,
)

from kit.bulk import is_among
from kit.unit_of_work import Tx
from membership.directory import is_named_like
from streams.access import Access
from streams.show import Show, ShowStatus
from streams.tables import shows


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


async def find(
    tx: Tx,
    status: ShowStatus | None,
    brand_id: str | None,
    part: str,
    after: str | None,
    limit: int,
) -> list[Show]:
    """What is to come by time, all else newest first; or those that follow the show `after`. `part` is of the title, or of
    the brand's name."""
    is_upcoming = status is ShowStatus.SCHEDULED
    place = shows.c.scheduled_at, shows.c.id
    order = place if is_upcoming else [column.desc() for column in place]
    statement = select(shows).order_by(*order).limit(limit)
    if status is not None:
        statement = statement.where(shows.c.status == status)
    if brand_id is not None:
        statement = statement.where(shows.c.brand_id == brand_id)
    if part:
        is_called = shows.c.title.icontains(part, autoescape=True)
        statement = statement.where(or_(is_called, is_named_like(shows.c.brand_id, part)))
    if after is not None:
        at = select(shows.c.scheduled_at).where(shows.c.id == after).scalar_subquery()
        last = tuple_(at, after)
        statement = statement.where(tuple_(*place) > last if is_upcoming else tuple_(*place) < last)
    return [_show(row) for row in await tx.all(statement)]


async def next_of(tx: Tx, brand_ids: Collection[str]) -> dict[str, Show]:
    """By brand the show that is on air, or else the one that is to come next."""
    is_one = is_among(tx.connection, shows.c.brand_id, brand_ids)
    is_ahead = shows.c.status.in_([ShowStatus.LIVE.value, ShowStatus.SCHEDULED.value])
    # From the last to the first, so that the first of each brand stays: on air before scheduled.
    by_place = select(shows).order_by(shows.c.status.desc(), shows.c.scheduled_at.desc())
    rows = await tx.all(by_place.where(is_one, is_ahead))
    return {row["brand_id"]: _show(row) for row in rows}


def _row(show: Show) -> dict[str, Any]:
    row = asdict(show)
    del row["access"]
    return row | asdict(show.access)


def _show(row: RowMapping) -> Show:
    values = dict(row)
    access = Access(**{field.name: values.pop(field.name) for field in fields(Access)})
    return Show(**{**values, "status": ShowStatus(row["status"]), "access": access})
