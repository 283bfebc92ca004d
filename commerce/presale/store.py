"""Rows of sale windows."""

from dataclasses import asdict

from sqlalchemy import RowMapping, delete, exists, func, insert, or_, select

from commerce.presale.tables import sale_windows
from commerce.presale.window import SaleWindow
from commerce.tables import deals
from kit.ids import is_id
from kit.unit_of_work import Tx

MAX_WINDOWS = 50
"""Of a brand, or of the festival, that are not over."""


async def add_window(tx: Tx, window: SaleWindow) -> None:
    await tx.execute(insert(sale_windows).values(**asdict(window)))


async def window(tx: Tx, window_id: str) -> SaleWindow | None:
    if not is_id(window_id):
        return None
    row = await tx.first(select(sale_windows).where(sale_windows.c.id == window_id))
    return _window(row) if row else None


async def lock_window(tx: Tx, window_id: str) -> SaleWindow | None:
    """The window, and no deal comes to belong to it before this transaction ends."""
    if not is_id(window_id):
        return None
    statement = select(sale_windows).where(sale_windows.c.id == window_id).with_for_update()
    row = await tx.first(statement)
    return _window(row) if row else None


async def windows(tx: Tx, brand_id: str | None) -> list[SaleWindow]:
    """Those of the festival, and of the brand if one is named, whose balances are not over: at most `MAX_WINDOWS` of each, the first
    one first."""
    rows = await tx.all(
        select(sale_windows)
        .where(
            or_(sale_windows.c.brand_id.is_(None), sale_windows.c.brand_id == brand_id),
            sale_windows.c.balance_until > tx.now,
        )
        .order_by(sale_windows.c.deposit_from, sale_windows.c.id)
    )
    return [_window(row) for row in rows]


async def count_windows(tx: Tx, brand_id: str | None) -> int:
    """How many of the brand, or of the festival, are not over."""
    is_own = sale_windows.c.brand_id == brand_id if brand_id else sale_windows.c.brand_id.is_(None)
    count = select(func.count()).where(is_own, sale_windows.c.balance_until > tx.now)
    return int(await tx.scalar(count))


async def is_used(tx: Tx, window_id: str) -> bool:
    return bool(await tx.scalar(select(exists().where(deals.c.sale_window_id == window_id))))


async def remove_window(tx: Tx, window_id: str) -> None:
    await tx.execute(delete(sale_windows).where(sale_windows.c.id == window_id))


def _window(row: RowMapping) -> SaleWindow:
    return SaleWindow(**row)
