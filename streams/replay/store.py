"""Replays' rows: recordings, their segments, and clips."""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import asdict
from datetime import datetime

import msgspec
from sqlalchemy import RowMapping, delete, insert, or_, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from kit.unit_of_work import Tx
from streams.replay.clip import Clip
from streams.replay.recording import KeptSegment, Recording, Stretch
from streams.replay.tables import clips, recordings, segments
from streams.show import ShowStatus
from streams.tables import shows

PAGE = 500
MAX_CLIPS = 100
NO_STRETCHES = "[]"

# Recordings.


async def recording(tx: Tx, show_id: str) -> Recording | None:
    row = await tx.first(select(recordings).where(recordings.c.show_id == show_id))
    return _recording(row) if row else None


async def lock_recording(tx: Tx, show_id: str) -> Recording | None:
    row = await tx.first(
        select(recordings).where(recordings.c.show_id == show_id).with_for_update()
    )
    return _recording(row) if row else None


async def add_recording(tx: Tx, new: Recording) -> None:
    await tx.execute(insert(recordings).values(**_values(new)))


async def save_recording(tx: Tx, changed: Recording) -> None:
    await tx.execute(
        update(recordings).where(recordings.c.show_id == changed.show_id).values(**_values(changed))
    )


async def unfinished(tx: Tx, quiet_since: datetime, most: int) -> list[str]:
    """Shows that are over for so long, and of which nothing was written since, but whose replay is not finished."""
    rows = await tx.all(
        select(recordings.c.show_id)
        .join(shows, shows.c.id == recordings.c.show_id)
        .where(
            recordings.c.finished_at.is_(None),
            recordings.c.discarded_at.is_(None),
            recordings.c.written_at < quiet_since,
            shows.c.status == ShowStatus.ENDED,
            shows.c.ended_at < quiet_since,
        )
        .limit(most)
    )
    return [row["show_id"] for row in rows]


async def worn_out(tx: Tx, ended_before: datetime, most: int) -> list[str]:
    """Shows whose recordings are to be removed: because somebody wants it so, or because they are old."""
    rows = await tx.all(
        select(recordings.c.show_id)
        .join(shows, shows.c.id == recordings.c.show_id)
        .where(or_(recordings.c.discarded_at.is_not(None), shows.c.ended_at < ended_before))
        .limit(most)
    )
    return [row["show_id"] for row in rows]


async def ready_among(tx: Tx, show_ids: Collection[str]) -> set[str]:
    rows = await tx.all(
        select(recordings.c.show_id).where(
            recordings.c.show_id.in_(show_ids),
            recordings.c.finished_at.is_not(None),
            recordings.c.discarded_at.is_(None),
            recordings.c.stretches != NO_STRETCHES,
        )
    )
    return {row["show_id"] for row in rows}


async def remove_recording(tx: Tx, show_id: str) -> None:
    """With its segments and clips."""
    for table in (clips, segments, recordings):
        await tx.execute(delete(table).where(table.c.show_id == show_id))


def _recording(row: RowMapping) -> Recording:
    known = msgspec.json.decode(row["stretches"] or NO_STRETCHES, type=list[Stretch])
    return Recording(**{**row, "stretches": tuple(known)})


def _values(of: Recording) -> dict[str, object]:
    return {
        "show_id": of.show_id,
        "takes": of.takes,
        "written_at": of.written_at,
        "stretches": msgspec.json.encode(of.stretches).decode(),
        "finished_at": of.finished_at,
        "discarded_at": of.discarded_at,
    }


# Segments.


async def add_segments(tx: Tx, show_id: str, kept: Sequence[KeptSegment]) -> None:
    """Those that are there already, because the answer to the last try was lost, stay as they are."""
    dialect = sqlite if tx.is_sqlite else postgresql
    rows = [{"show_id": show_id, **asdict(each)} for each in kept]
    await tx.execute(dialect.insert(segments).on_conflict_do_nothing(), rows)


async def segments_of(tx: Tx, show_id: str) -> AsyncIterator[list[KeptSegment]]:
    """All, page by page, so that what else goes on in the process need not wait long."""
    columns = (segments.c.take, segments.c.number, segments.c.track)
    last: tuple[int, int, str] = (-1, -1, "")
    while True:
        rows = await tx.all(
            select(segments)
            .where(segments.c.show_id == show_id, tuple_(*columns) > last)
            .order_by(*columns)
            .limit(PAGE)
        )
        if not rows:
            return
        found = [_segment(row) for row in rows]
        yield found
        last = (found[-1].take, found[-1].number, found[-1].track)


def _segment(row: RowMapping) -> KeptSegment:
    return KeptSegment(**{name: value for name, value in row.items() if name != "show_id"})


# Clips.


async def add_clip(tx: Tx, new: Clip) -> None:
    row = {**asdict(new), "product_ids": msgspec.json.encode(new.product_ids).decode()}
    await tx.execute(insert(clips).values(**row))


async def clip(tx: Tx, clip_id: str) -> Clip | None:
    row = await tx.first(select(clips).where(clips.c.id == clip_id))
    return _clip(row) if row else None


async def clips_of(tx: Tx, show_id: str) -> list[Clip]:
    """The newest first."""
    rows = await tx.all(
        select(clips).where(clips.c.show_id == show_id).order_by(clips.c.id.desc()).limit(MAX_CLIPS)
    )
    return [_clip(row) for row in rows]


async def remove_clip(tx: Tx, clip_id: str) -> None:
    await tx.execute(delete(clips).where(clips.c.id == clip_id))


def _clip(row: RowMapping) -> Clip:
    product_ids = msgspec.json.decode(row["product_ids"], type=tuple[str, ...])
    return Clip(**{**row, "product_ids": product_ids})
