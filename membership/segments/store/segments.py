"""Segments' rows."""

from collections.abc import Collection, Sequence

import msgspec
from sqlalchemy import RowMapping, delete, func, insert, select, update

from kit.unit_of_work import Tx
from membership.segments.rule import Rule
from membership.segments.segment import Segment
from membership.segments.tables import segments

RULE = msgspec.json.Decoder(Rule)


async def add(tx: Tx, segment: Segment) -> None:
    await tx.execute(insert(segments).values(_row(tx, segment)))


async def save(tx: Tx, segment: Segment) -> None:
    await tx.execute(update(segments).where(segments.c.id == segment.id).values(_row(tx, segment)))


async def remove(tx: Tx, segment_id: str) -> None:
    await tx.execute(delete(segments).where(segments.c.id == segment_id))


async def segment(tx: Tx, segment_id: str) -> Segment | None:
    row = await tx.first(select(segments).where(segments.c.id == segment_id))
    return _segment(row) if row else None


async def of_brand(tx: Tx, brand_id: str) -> Sequence[Segment]:
    rows = await tx.all(
        select(segments).where(segments.c.brand_id == brand_id).order_by(segments.c.name)
    )
    return [_segment(row) for row in rows]


async def names(tx: Tx, segment_ids: Collection[str]) -> dict[str, str]:
    rows = await tx.all(
        select(segments.c.id, segments.c.name).where(segments.c.id.in_(segment_ids))
    )
    return {row["id"]: row["name"] for row in rows}


async def number_of(tx: Tx, brand_id: str) -> int:
    return int(
        await tx.scalar(
            select(func.count()).select_from(segments).where(segments.c.brand_id == brand_id)
        )
    )


def _row(tx: Tx, segment: Segment) -> dict[str, object]:
    return {
        "id": segment.id,
        "brand_id": segment.brand_id,
        "name": segment.name,
        "rule": msgspec.json.encode(segment.rule).decode(),
        "changed_at": tx.now,
    }


def _segment(row: RowMapping) -> Segment:
    return Segment(row["id"], row["brand_id"], row["name"], RULE.decode(row["rule"]))
