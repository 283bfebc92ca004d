"""Rows of the catalogue."""

from collections.abc import Iterable

from sqlalchemy import RowMapping, insert, select

from commerce.products import Product
from commerce.tables import products
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
            created_at=tx.now,
        )
    )


async def product(tx: Tx, product_id: str) -> Product | None:
    if not is_id(product_id):
        return None
    row = await tx.first(select(*COLUMNS).where(products.c.id == product_id))
    return _product(row) if row else None


async def products_by_id(tx: Tx, product_ids: Iterable[str]) -> dict[str, Product]:
    rows = await tx.all(
        select(*COLUMNS).where(is_among(tx.connection, products.c.id, set(product_ids)))
    )
    return {row["id"]: _product(row) for row in rows}


async def find_products(tx: Tx, brand_id: str, q: str, category: str) -> list[Product]:
    """The brand's products by title, at most `MAX_LISTED`; `q` is a part of the title in whatever case."""
    statement = (
        select(*COLUMNS)
        .where(products.c.brand_id == brand_id)
        .order_by(products.c.title_key, products.c.id)
        .limit(MAX_LISTED)
    )
    if q:
        statement = statement.where(products.c.title_key.contains(q.casefold(), autoescape=True))
    if category:
        statement = statement.where(products.c.category == category)
    return [_product(row) for row in await tx.all(statement)]


def _product(row: RowMapping) -> Product:
    return Product(**row)
