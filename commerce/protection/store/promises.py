"""Rows of what brands promise."""

from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from commerce.protection.promise import MOST_DAYS, Promise
from commerce.protection.tables import price_promises
from kit.unit_of_work import Tx


async def promises_of(tx: Tx, brand_id: str) -> list[Promise]:
    """The oldest first, as far back as an order may rely on them."""
    rows = await tx.all(
        select(price_promises.c.since, price_promises.c.days)
        .where(price_promises.c.brand_id == brand_id)
        .order_by(price_promises.c.since)
    )
    return [Promise(row["since"], row["days"]) for row in rows]


async def add_promise(tx: Tx, brand_id: str, days: int) -> None:
    """From now on it holds. What no order relies on any more is forgotten."""
    dialect = sqlite if tx.is_sqlite else postgresql
    row = {"brand_id": brand_id, "since": tx.now, "days": days}
    statement = dialect.insert(price_promises).values(row)
    at_once = statement.on_conflict_do_update(
        index_elements=["brand_id", "since"], set_={"days": days}
    )
    await tx.execute(at_once)
    await _forget(tx, brand_id)


async def _forget(tx: Tx, brand_id: str) -> None:
    of_brand = price_promises.c.brand_id == brand_id
    is_old = price_promises.c.since <= tx.now - timedelta(days=MOST_DAYS)
    last_old = await tx.scalar(select(func.max(price_promises.c.since)).where(of_brand, is_old))
    if last_old is not None:
        await tx.execute(delete(price_promises).where(of_brand, price_promises.c.since < last_old))
