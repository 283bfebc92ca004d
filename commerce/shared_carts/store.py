"""Rows of shared carts with their lines."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, delete, func, insert, select, update

from commerce.shared_carts.shared_cart import Line, SharedCart
from commerce.shared_carts.tables import shared_carts, shared_lines
from commerce.wishes.item import Item
from kit.bulk import is_among
from kit.ids import is_id
from kit.unit_of_work import Tx

COLUMNS = [column.name for column in shared_carts.columns]


async def add_shared_cart(tx: Tx, cart: SharedCart) -> None:
    await tx.execute(insert(shared_carts).values({name: getattr(cart, name) for name in COLUMNS}))
    await _add_lines(tx, cart)


async def save_shared_cart(tx: Tx, cart: SharedCart) -> None:
    """Save a locked one with its lines."""
    await tx.execute(
        update(shared_carts)
        .where(shared_carts.c.id == cart.id)
        .values(withdrawn_at=cart.withdrawn_at, version=cart.version)
    )
    await tx.execute(delete(shared_lines).where(shared_lines.c.shared_cart_id == cart.id))
    await _add_lines(tx, cart)


async def shared_cart(tx: Tx, cart_id: str) -> SharedCart | None:
    return await _one(tx, cart_id, select(shared_carts))


async def lock_shared_cart(tx: Tx, cart_id: str) -> SharedCart | None:
    return await _one(tx, cart_id, select(shared_carts).with_for_update())


async def open_shared_carts_of(tx: Tx, account_id: str, limit: int) -> list[SharedCart]:
    """What the person shares now, the newest first."""
    rows = await tx.all(
        select(shared_carts)
        .where(_is_open(tx, account_id))
        .order_by(shared_carts.c.created_at.desc(), shared_carts.c.id)
        .limit(limit)
    )
    return await _with_lines(tx, rows)


async def count_open(tx: Tx, account_id: str) -> int:
    return int(
        await tx.scalar(
            select(func.count()).select_from(shared_carts).where(_is_open(tx, account_id))
        )
    )


def _is_open(tx: Tx, account_id: str) -> ColumnElement[bool]:
    is_shared = (shared_carts.c.account_id == account_id) & shared_carts.c.withdrawn_at.is_(None)
    return is_shared & (shared_carts.c.expires_at > tx.now)


async def _add_lines(tx: Tx, cart: SharedCart) -> None:
    if cart.lines:
        await tx.execute(
            insert(shared_lines),
            [_values(cart, number, line) for number, line in enumerate(cart.lines, 1)],
        )


def _values(cart: SharedCart, number: int, line: Line) -> dict[str, Any]:
    return {
        "shared_cart_id": cart.id,
        "number": number,
        "item_id": line.item.id,
        "product_id": line.item.product_id,
        "deal_id": line.item.deal_id,
        "quantity": line.quantity,
    }


async def _one(tx: Tx, cart_id: str, statement: Select[*tuple[Any, ...]]) -> SharedCart | None:
    if not is_id(cart_id):
        return None
    found = await _with_lines(tx, await tx.all(statement.where(shared_carts.c.id == cart_id)))
    return found[0] if found else None


async def _with_lines(tx: Tx, rows: Sequence[RowMapping]) -> list[SharedCart]:
    if not rows:
        return []
    ids = [row["id"] for row in rows]
    lines = await tx.all(
        select(shared_lines)
        .where(is_among(tx.connection, shared_lines.c.shared_cart_id, ids))
        .order_by(shared_lines.c.shared_cart_id, shared_lines.c.number)
    )
    by_cart: dict[str, list[Line]] = {cart_id: [] for cart_id in ids}
    for line in lines:
        item = Item(line["product_id"], line["deal_id"])
        by_cart[line["shared_cart_id"]].append(Line(item, line["quantity"]))
    return [SharedCart(**row, lines=tuple(by_cart[row["id"]])) for row in rows]
