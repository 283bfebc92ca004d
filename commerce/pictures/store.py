"""Rows of uploaded pictures."""

from sqlalchemy import delete, insert, select

from commerce.pictures.tables import product_pictures
from kit.unit_of_work import Tx


async def set_picture(tx: Tx, product_id: str, name: str, jpeg: bytes) -> None:
    """Under the product's lock."""
    await remove_picture(tx, product_id)
    await tx.execute(
        insert(product_pictures).values(
            product_id=product_id, name=name, jpeg=jpeg, uploaded_at=tx.now
        )
    )


async def remove_picture(tx: Tx, product_id: str) -> None:
    await tx.execute(delete(product_pictures).where(product_pictures.c.product_id == product_id))


async def picture(tx: Tx, product_id: str, name: str) -> bytes | None:
    """The product's picture, if this is its name still."""
    return await tx.scalar(  # type: ignore[no-any-return]
        select(product_pictures.c.jpeg).where(
            product_pictures.c.product_id == product_id, product_pictures.c.name == name
        )
    )
