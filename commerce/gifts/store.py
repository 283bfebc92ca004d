"""Rows of gifts."""

from collections.abc import Collection
from dataclasses import asdict

from sqlalchemy import ColumnElement, insert, select, update

from commerce.gifts.gift import Gift
from commerce.gifts.tables import gifts
from kit.bulk import is_among
from kit.unit_of_work import Tx


async def gift_of(tx: Tx, order_id: str) -> Gift | None:
    """What was made of an order. To change it, lock the order first."""
    return await _one(tx, gifts.c.order_id == order_id)


async def given(tx: Tx, order_ids: Collection[str]) -> list[str]:
    """Those of these orders of which something was made."""
    among = is_among(tx.connection, gifts.c.order_id, order_ids)
    rows = await tx.all(select(gifts.c.order_id).where(among).order_by(gifts.c.order_id))
    return [row["order_id"] for row in rows]


async def gift_behind(tx: Tx, secret: str) -> Gift | None:
    return await _one(tx, gifts.c.secret == secret) if "\0" not in secret else None


async def received_by(tx: Tx, account_id: str, limit: int) -> list[Gift]:
    """What the person accepted, the newest first."""
    rows = await tx.all(
        select(gifts)
        .where(gifts.c.recipient_id == account_id)
        .order_by(gifts.c.accepted_at.desc(), gifts.c.order_id)
        .limit(limit)
    )
    return [Gift(**row) for row in rows]


async def save_gift(tx: Tx, gift: Gift) -> None:
    """Save a gift whose order is locked."""
    values = asdict(gift)
    if gift.version == 1:
        await tx.execute(insert(gifts).values(values))
        return
    saved = await tx.execute(
        update(gifts)
        .where(gifts.c.order_id == gift.order_id, gifts.c.version == gift.version - 1)
        .values(values)
    )
    assert saved == 1, f"the gift of {gift.order_id} was changed by someone who did not lock it"


async def _one(tx: Tx, condition: ColumnElement[bool]) -> Gift | None:
    row = await tx.first(select(gifts).where(condition))
    return Gift(**row) if row else None
