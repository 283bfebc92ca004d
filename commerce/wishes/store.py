"""Rows of wishes."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from commerce.wishes.item import Item, free_place
from commerce.wishes.tables import wishes
from kit.bulk import is_among
from kit.unit_of_work import Tx


async def add_wish(tx: Tx, account_id: str, item: Item) -> bool:
    """Keep the item, if it is not kept already; False if the list is full."""
    dialect = sqlite if tx.is_sqlite else postgresql
    while True:
        taken = await _places(tx, account_id)
        if item.id in taken:
            return True
        place = free_place(taken.values())
        if place is None:
            return False
        values = {
            "account_id": account_id,
            "item_id": item.id,
            "product_id": item.product_id,
            "deal_id": item.deal_id,
            "place": place,
            "wished_at": tx.now,
        }
        # Someone may take the place on another device at this moment: then there is another look.
        if await tx.execute(dialect.insert(wishes).values(values).on_conflict_do_nothing()):
            return True


async def remove_wishes(tx: Tx, account_id: str, item_ids: Collection[str]) -> None:
    await tx.execute(
        delete(wishes).where(
            wishes.c.account_id == account_id, is_among(tx.connection, wishes.c.item_id, item_ids)
        )
    )


async def wishes_of(tx: Tx, account_id: str) -> list[tuple[Item, datetime]]:
    """What the person keeps, and since when: the newest first."""
    rows = await tx.all(
        select(wishes)
        .where(wishes.c.account_id == account_id)
        .order_by(wishes.c.wished_at.desc(), wishes.c.item_id)
    )
    return [(Item(row["product_id"], row["deal_id"]), row["wished_at"]) for row in rows]


async def _places(tx: Tx, account_id: str) -> dict[str, int]:
    """By item."""
    rows = await tx.all(
        select(wishes.c.item_id, wishes.c.place).where(wishes.c.account_id == account_id)
    )
    return {row["item_id"]: row["place"] for row in rows}
