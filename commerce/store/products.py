"""Rows of the catalogue."""

from collections.abc import Iterable

from sqlalchemy import RowMapping, exists, insert, select, update

from commerce.products import Product
from commerce.tables import deals, order_lines, orders, products
from kit.bulk import is_among
from kit.ids import is_id
from kit.unit_of_work import Tx

MAX_LISTED = 100
COLUMNS = (
    products.c.id,
    products.c.brand_id,
    products.c.title,
    products.c.description,
    products.c.category,
    products.c.list_price_minor,
    products.c.is_green,
    products.c.is_listed,
    products.c.picture,
)


async def add_product(tx: Tx, product: Product) -> None:
    await tx.execute(
        insert(products).values(
            id=product.id,
            brand_id=product.brand_id,
            title=product.title,
            title_key=product.title.casefold(),
            description=product.description,
            category=product.category,
            list_price_minor=product.list_price_minor,
            is_green=product.is_green,
            is_listed=product.is_listed,
            picture=product.picture,
            created_at=tx.now,
        )
    )


async def product(tx: Tx, product_id: str) -> Product | None:
    if not is_id(product_id):
        return None
    row = await tx.first(select(*COLUMNS).where(products.c.id == product_id))
    return _product(row) if row else None


async def lock_product(tx: Tx, product_id: str) -> Product | None:
    if not is_id(product_id):
        return None
    row = await tx.first(select(*COLUMNS).where(products.c.id == product_id).with_for_update())
    return _product(row) if row else None


async def save_product(tx: Tx, product: Product) -> None:
    """Save what is said and shown of it."""
    await tx.execute(
        update(products)
        .where(products.c.id == product.id)
        .values(
            title=product.title,
            title_key=product.title.casefold(),
            description=product.description,
            category=product.category,
            list_price_minor=product.list_price_minor,
            is_green=product.is_green,
            is_listed=product.is_listed,
            picture=product.picture,
        )
    )


async def is_sold(tx: Tx, product_id: str) -> bool:
    """Whether there ever was a deal of it."""
    return bool(await tx.scalar(select(exists().where(deals.c.product_id == product_id))))


async def buyers(tx: Tx, product_id: str, after: str, limit: int) -> list[str]:
    """Accounts with orders of the product, in order."""
    of_product = select(deals.c.id).where(deals.c.product_id == product_id)
    rows = await tx.all(
        select(orders.c.account_id)
        .join(order_lines, order_lines.c.order_id == orders.c.id)
        .where(order_lines.c.deal_id.in_(of_product), orders.c.account_id > after)
        .distinct()
        .order_by(orders.c.account_id)
        .limit(limit)
    )
    return [row["account_id"] for row in rows]


async def products_by_id(tx: Tx, product_ids: Iterable[str]) -> dict[str, Product]:
    rows = await tx.all(
        select(*COLUMNS).where(is_among(tx.connection, products.c.id, set(product_ids)))
    )
    return {row["id"]: _product(row) for row in rows}


async def find_products(
    tx: Tx, brand_id: str, q: str, category: str = "", *, all_of_them: bool = False
) -> list[Product]:
    """The brand's listed products, or all of them, by title, at most `MAX_LISTED`; `q` is a part of the title in whatever case."""
    statement = (
        select(*COLUMNS)
        .where(products.c.brand_id == brand_id)
        .order_by(products.c.title_key, products.c.id)
        .limit(MAX_LISTED)
    )
    if q:
        statement = statement.where(products.c.title_key.contains(q.casefold(), autoescape=True))
    if not all_of_them:
        statement = statement.where(products.c.is_listed)
    if category:
        statement = statement.where(products.c.category == category)
    return [_product(row) for row in await tx.all(statement)]


def _product(row: RowMapping) -> Product:
    return Product(**row)
