"""Finding a brand's orders. Whatever is searched for, only orders of the brand are looked at, newest first."""

from sqlalchemy import ColumnElement, exists, func, or_, select

from commerce.order_filter import NUMBER_LENGTH, OrderFilter
from commerce.orders import Order
from commerce.store.orders import behind, with_lines
from commerce.tables import order_lines, orders, products
from kit.ids import ID_LENGTH
from kit.unit_of_work import Tx
from membership import directory


async def find_orders(
    tx: Tx, brand_id: str, wanted: OrderFilter, after: str | None, limit: int
) -> list[Order]:
    """The brand's newest orders that are wanted, or those that follow the order `after`."""
    rows = await tx.all(
        select(orders)
        .where(*await _conditions(tx, brand_id, wanted), *behind(after))
        .order_by(orders.c.created_at.desc(), orders.c.id.desc())
        .limit(limit)
    )
    return await with_lines(tx, rows)


async def count_orders(tx: Tx, brand_id: str, wanted: OrderFilter, limit: int) -> int:
    """How many are wanted; counts no further than `limit`."""
    conditions = await _conditions(tx, brand_id, wanted)
    found = select(orders.c.id).where(*conditions).limit(limit).subquery()
    return int(await tx.scalar(select(func.count()).select_from(found)))


async def _conditions(tx: Tx, brand_id: str, wanted: OrderFilter) -> list[ColumnElement[bool]]:
    found = [orders.c.brand_id == brand_id]
    if wanted.status is not None:
        found.append(orders.c.status == wanted.status.value)
    if wanted.show_id is not None:
        found.append(orders.c.show_id == wanted.show_id)
    if wanted.since is not None:
        found.append(orders.c.created_at >= wanted.since)
    if wanted.before is not None:
        found.append(orders.c.created_at < wanted.before)
    if wanted.text:
        found.append(await _says(tx, brand_id, wanted))
    return found


async def _says(tx: Tx, brand_id: str, wanted: OrderFilter) -> ColumnElement[bool]:
    ways = [directory.has_handle_like(orders.c.account_id, wanted.text.removeprefix("@"))]
    is_titled = products.c.title_key.contains(wanted.text.casefold(), autoescape=True)
    titled = select(products.c.id).where(products.c.brand_id == brand_id, is_titled)
    # Who looks for a buyer seldom names a product: then no order's lines are looked at.
    if await tx.scalar(select(titled.exists())):
        own_line = order_lines.c.order_id == orders.c.id
        ways.append(exists().where(own_line, order_lines.c.product_id.in_(titled)))
    if wanted.number_part:
        number = func.substr(orders.c.id, ID_LENGTH - NUMBER_LENGTH + 1)
        ways.append(number.contains(wanted.number_part, autoescape=True))
    if wanted.order_id:
        ways.append(orders.c.id == wanted.order_id)
    return or_(*ways)
