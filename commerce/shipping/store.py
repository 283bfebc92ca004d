"""Rows of brands' shipping terms."""

from collections.abc import Collection

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from commerce.shipping.tables import shipping_terms
from commerce.shipping.terms import Terms
from kit.unit_of_work import Tx


async def terms_of(tx: Tx, brand_ids: Collection[str]) -> dict[str, Terms]:
    """The terms of those of these brands that charge something."""
    rows = await tx.all(select(shipping_terms).where(shipping_terms.c.brand_id.in_(brand_ids)))
    return {row["brand_id"]: Terms(row["fee_minor"], row["free_from_minor"]) for row in rows}


async def set_terms(tx: Tx, brand_id: str, terms: Terms) -> None:
    if terms.fee_minor == 0:
        await tx.execute(delete(shipping_terms).where(shipping_terms.c.brand_id == brand_id))
        return
    dialect = sqlite if tx.is_sqlite else postgresql
    values = {"fee_minor": terms.fee_minor, "free_from_minor": terms.free_from_minor}
    statement = dialect.insert(shipping_terms).values(brand_id=brand_id, **values)
    await tx.execute(statement.on_conflict_do_update(index_elements=["brand_id"], set_=values))
