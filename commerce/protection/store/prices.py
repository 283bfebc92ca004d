"""Rows of public prices, and how far the worker has looked for orders that were dearer."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, insert, select, update

from commerce.protection.public_price import PublicPrice
from commerce.protection.tables import public_prices
from kit.unit_of_work import Tx

FIELDS = [public_prices.c[field.name] for field in fields(PublicPrice)]


@dataclass(frozen=True, slots=True)
class Sweep:
    """A public price whose dearer orders are being looked for: those of which deals come next, and how many are done."""

    price: PublicPrice
    due_at: datetime
    deal_id: str
    order_id: str


async def add_price(tx: Tx, price: PublicPrice) -> None:
    """Keep it, and have the orders looked for that were dearer."""
    values = {**asdict(price), "sweep_at": price.starts_at}
    await tx.execute(insert(public_prices).values(**values))


async def end_price(tx: Tx, deal_id: str, ends_at: datetime) -> None:
    """The last price of a deal ends then. Those before it ended when it began."""
    is_last = (public_prices.c.deal_id == deal_id) & (public_prices.c.ends_at > ends_at)
    await tx.execute(update(public_prices).where(is_last).values(ends_at=ends_at))


async def prices_between(
    tx: Tx, product_ids: Collection[str], currency: str, after: datetime, until: datetime
) -> list[PublicPrice]:
    """Those that began after a time until another, the first one first."""
    rows = await tx.all(
        select(*FIELDS)
        .where(
            public_prices.c.product_id.in_(set(product_ids)),
            public_prices.c.currency == currency,
            public_prices.c.starts_at > after,
            public_prices.c.starts_at <= until,
        )
        .order_by(public_prices.c.starts_at, public_prices.c.version)
    )
    return [_price(row) for row in rows]


async def lowest_since(
    tx: Tx, product_id: str, currency: str, since: datetime, besides: str = ""
) -> PublicPrice | None:
    """The lowest that held at any time since then, the latest of equal ones; without that of the deal `besides`."""
    row = await tx.first(
        select(*FIELDS)
        .where(
            public_prices.c.product_id == product_id,
            public_prices.c.currency == currency,
            public_prices.c.ends_at > since,
            public_prices.c.deal_id != besides,
        )
        .order_by(public_prices.c.price_minor, public_prices.c.starts_at.desc())
        .limit(1)
    )
    return _price(row) if row else None


async def due_sweeps(tx: Tx, limit: int) -> list[Sweep]:
    rows = await tx.all(
        select(public_prices)
        .where(public_prices.c.sweep_at <= tx.now)
        .order_by(public_prices.c.sweep_at)
        .limit(limit)
    )
    return [_sweep(row) for row in rows]


async def take_sweep(tx: Tx, sweep: Sweep, until: datetime) -> bool:
    """Be the one who looks, until then; False if another worker was faster."""
    taken = await tx.execute(
        update(public_prices)
        .where(_is(sweep.price), public_prices.c.sweep_at == sweep.due_at)
        .values(sweep_at=until)
    )
    return taken == 1


async def move_sweep(tx: Tx, sweep: Sweep, place: tuple[str, str] | None) -> None:
    """Go on after this order of this deal; None is the end."""
    deal_id, order_id = place or ("", "")
    await tx.execute(
        update(public_prices)
        .where(_is(sweep.price))
        .values(sweep_at=tx.now if place else None, swept_deal_id=deal_id, swept_order_id=order_id)
    )


def _is(price: PublicPrice) -> ColumnElement[bool]:
    return (public_prices.c.deal_id == price.deal_id) & (public_prices.c.version == price.version)


def _price(row: RowMapping) -> PublicPrice:
    return PublicPrice(**{column.name: row[column.name] for column in FIELDS})


def _sweep(row: RowMapping) -> Sweep:
    return Sweep(_price(row), row["sweep_at"], row["swept_deal_id"], row["swept_order_id"])
