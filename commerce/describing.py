"""What a manager says of a product: its title, text, category, and whether it is green. Its price is not among it, since prices
that were promised hang on it."""

from dataclasses import replace
from typing import Any

from msgspec import UNSET, structs

from commerce.errors import NoSuchProduct
from commerce.events import ProductChanged
from commerce.products import Product
from commerce.store import products as store_products
from commerce.views import ProductChange, ProductView
from kit.auth import Principal, Role
from kit.unit_of_work import UnitOfWork
from membership import directory

BUYERS_AT_ONCE = 1_000


class Describing:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def change(
        self, principal: Principal, product_id: str, change: ProductChange
    ) -> ProductView:
        """Say these things of a product; what is not named stays. What was sold keeps the title that it was sold under.

        Raises:
            NotSignedIn, Forbidden, NoSuchProduct
        """
        async with self._work.write() as tx:
            before = await store_products.lock_product(tx, product_id)
            brand = await directory.brand(tx, before.brand_id) if before else None
            if before is None or brand is None:
                raise NoSuchProduct("Look for it among the brand's products.")
            principal.require(Role.MANAGER, brand.id)
            after = _after(before, change)
            if after != before:
                await store_products.save_product(tx, after)
                tx.emit(ProductChanged(product_id=after.id, brand_id=brand.id))
        return after.view(brand.currency)

    async def buyers(self, product_id: str, after: str = "") -> list[str]:
        """Accounts that bought the product, in order, at most `BUYERS_AT_ONCE` of those after one."""
        async with self._work.read() as tx:
            return await store_products.buyers(tx, product_id, after, BUYERS_AT_ONCE)


def _after(product: Product, change: ProductChange) -> Product:
    said: dict[str, Any] = {
        name: to.strip() if isinstance(to, str) else to
        for name, to in structs.asdict(change).items()
        if to is not UNSET
    }
    return replace(product, **said)
