"""Rows of handouts."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import RowMapping, insert, select, update

from kit.unit_of_work import Tx
from membership.handouts.handout import Handout, HandoutStatus
from membership.handouts.tables import handouts


async def add_handouts(tx: Tx, made: Sequence[Handout]) -> None:
    if made:
        await tx.execute(insert(handouts), [asdict(handout) for handout in made])


async def handout(tx: Tx, handout_id: str) -> Handout | None:
    row = await tx.first(select(handouts).where(handouts.c.id == handout_id))
    return _handout(row) if row else None


async def save_status(tx: Tx, handout_id: str, status: HandoutStatus) -> None:
    await tx.execute(
        update(handouts).where(handouts.c.id == handout_id).values(status=status.value)
    )


def _handout(row: RowMapping) -> Handout:
    return Handout(**{**row, "status": HandoutStatus(row["status"])})
