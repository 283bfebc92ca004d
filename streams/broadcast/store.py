"""Broadcasts' rows."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import RowMapping, insert, select, update

from kit.unit_of_work import Tx
from streams.broadcast.airing import Airing, RecordingState, Signal
from streams.broadcast.tables import airings

MOST_URLS = 100


async def add(tx: Tx, airing: Airing) -> None:
    await tx.execute(insert(airings).values(**asdict(airing)))


async def save(tx: Tx, airing: Airing) -> None:
    row = asdict(airing)
    await tx.execute(update(airings).where(airings.c.show_id == airing.show_id).values(**row))


async def get(tx: Tx, show_id: str) -> Airing | None:
    row = await tx.first(select(airings).where(airings.c.show_id == show_id))
    return _airing(row) if row else None


async def lock(tx: Tx, show_id: str) -> Airing | None:
    row = await tx.first(select(airings).where(airings.c.show_id == show_id).with_for_update())
    return _airing(row) if row else None


async def unseen(tx: Tx, since: datetime, limit: int) -> list[str]:
    """Shows that are live as far as anyone said, of which nothing was said since then."""
    rows = await tx.all(
        select(airings.c.show_id)
        .where(airings.c.signal == Signal.LIVE, airings.c.seen_at < since)
        .order_by(airings.c.seen_at)
        .limit(limit)
    )
    return [row["show_id"] for row in rows]


async def find(tx: Tx, show_ids: Collection[str]) -> list[Airing]:
    rows = await tx.all(select(airings).where(airings.c.show_id.in_(show_ids)))
    return [_airing(row) for row in rows]


async def media_urls(tx: Tx) -> set[str]:
    """Of the media processes that carry a show, or did when it was last heard."""
    on_air = airings.c.signal.in_((Signal.LIVE, Signal.LOST))
    rows = await tx.all(select(airings.c.media_url).where(on_air).distinct().limit(MOST_URLS))
    return {row["media_url"] for row in rows if row["media_url"]}


def _airing(row: RowMapping) -> Airing:
    states = {"signal": Signal(row["signal"]), "recording": RecordingState(row["recording"])}
    return Airing(**{**row, **states})
