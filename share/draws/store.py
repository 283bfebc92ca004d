"""Draws' rows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict

from sqlalchemy import RowMapping, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from kit.unit_of_work import Tx
from share.draws.draw import Draw
from share.draws.tables import draws, entries
from share.draws.views import TicketView


async def add_draw(tx: Tx, draw: Draw) -> bool:
    """Add the draw; False if one is open in its room."""
    dialect = sqlite if tx.is_sqlite else postgresql
    added = await tx.execute(dialect.insert(draws).values(asdict(draw)).on_conflict_do_nothing())
    return added == 1


async def save_draw(tx: Tx, draw: Draw) -> None:
    await tx.execute(
        update(draws)
        .where(draws.c.id == draw.id)
        .values(
            entrants=draw.entrants,
            entrants_hash=draw.entrants_hash,
            decided_at=draw.decided_at,
            version=draw.version,
        )
    )


async def draw(tx: Tx, draw_id: str) -> Draw | None:
    row = await tx.first(select(draws).where(draws.c.id == draw_id))
    return Draw(**row) if row else None


async def lock_draws(tx: Tx, draw_ids: Collection[str]) -> dict[str, Draw]:
    rows = await tx.all(
        select(draws).where(draws.c.id.in_(draw_ids)).order_by(draws.c.id).with_for_update()
    )
    return {row["id"]: Draw(**row) for row in rows}


async def draws_of_show(tx: Tx, show_id: str, limit: int) -> list[Draw]:
    """The newest first."""
    rows = await tx.all(
        select(draws).where(draws.c.show_id == show_id).order_by(draws.c.id.desc()).limit(limit)
    )
    return [Draw(**row) for row in rows]


async def due_draw_ids(tx: Tx, limit: int) -> list[str]:
    rows = await tx.all(
        select(draws.c.id)
        .where(draws.c.decided_at.is_(None), draws.c.closes_at <= tx.now)
        .order_by(draws.c.closes_at)
        .limit(limit)
    )
    return [row["id"] for row in rows]


async def add_entries(tx: Tx, rows: Sequence[Mapping[str, object]]) -> None:
    dialect = sqlite if tx.is_sqlite else postgresql
    await tx.execute(dialect.insert(entries), rows)


async def entries_of(
    tx: Tx, draw_ids: Collection[str], account_ids: Collection[str]
) -> dict[tuple[str, str], TicketView]:
    """By the draw and the account."""
    rows = await tx.all(
        select(entries).where(
            entries.c.draw_id.in_(draw_ids), entries.c.account_id.in_(account_ids)
        )
    )
    return {
        (row["draw_id"], row["account_id"]): TicketView(
            draw_id=row["draw_id"], ticket=row["ticket"], place=row["place"]
        )
        for row in rows
    }


async def entries_of_show(tx: Tx, show_id: str, account_id: str, limit: int) -> list[TicketView]:
    """The person's entries in all draws of the show, the newest draw first."""
    rows = await tx.all(
        select(entries.c.draw_id, entries.c.ticket, entries.c.place)
        .join(draws, draws.c.id == entries.c.draw_id)
        .where(draws.c.show_id == show_id, entries.c.account_id == account_id)
        .order_by(entries.c.draw_id.desc())
        .limit(limit)
    )
    return [TicketView(**row) for row in rows]


async def accounts_by_ticket(tx: Tx, draw_id: str) -> dict[str, str]:
    rows = await tx.all(
        select(entries.c.ticket, entries.c.account_id).where(entries.c.draw_id == draw_id)
    )
    return {row["ticket"]: row["account_id"] for row in rows}


async def save_places(tx: Tx, draw_id: str, winning: Sequence[str]) -> None:
    """The tickets' places, from 1."""
    if not winning:
        return
    statement = (
        update(entries)
        .where(entries.c.draw_id == draw_id, entries.c.ticket == bindparam("won"))
        .values(place=bindparam("at_place"))
    )
    places = [{"won": ticket, "at_place": place} for place, ticket in enumerate(winning, 1)]
    await tx.execute(statement, places)


async def winners(tx: Tx, draw_ids: Collection[str]) -> Sequence[RowMapping]:
    """The winning entries of these draws, the first place first."""
    return await tx.all(
        select(entries)
        .where(entries.c.draw_id.in_(draw_ids), entries.c.place.is_not(None))
        .order_by(entries.c.place)
    )
