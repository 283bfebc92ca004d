"""What a manager says of a product: that there is one, its title, text, category, whether it is green, and whether it is listed.
Its list price stands from its first deal on, since prices that were promised hang on it."""

from dataclasses import replace
from typing import Any

from msgspec import UNSET, structs

from commerce.errors import ListPriceStands, NoSuchProduct
from commerce.events import ProductChanged
from commerce.products import Product
from commerce.store import products as store_products
from commerce.views import NewProduct, ProductChange, ProductView
from kit.auth import Principal, Role
from kit.ids import new_id
from kit.unit_of_work import Tx, UnitOfWork
from kit.words import Text
from membership import directory
from membership.access import managed_brand

BUYERS_AT_ONCE = 1_000


class Describing:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def add(self, principal: Principal, slug: str, new: NewProduct) -> ProductView:
        """Put a product into the brand's catalogue.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand
        """
        async with self._work.write() as tx:
            brand = await managed_brand(tx, principal, slug)
            product = Product(id=new_id(), brand_id=brand.id, **_said(new))
            await store_products.add_product(tx, product)
        return product.view(brand.currency)

    async def change(
        self, principal: Principal, product_id: str, change: ProductChange
    ) -> ProductView:
        """Say these things of a product; what is not named stays. What was sold keeps the title that it was sold under.

        Raises:
            NotSignedIn, Forbidden, NoSuchProduct, ListPriceStands
        """
        async with self._work.write() as tx:
            before = await store_products.lock_product(tx, product_id)
            brand = await directory.brand(tx, before.brand_id) if before else None
            if before is None or brand is None:
                raise NoSuchProduct("Look for it among the brand's products.")
            principal.require(Role.MANAGER, brand.id)
            after = replace(before, **_said(change))
            if after.list_price_minor != before.list_price_minor:
                await _refuse_if_sold(tx, after)
            if after != before:
                await store_products.save_product(tx, after)
                tx.emit(ProductChanged(product_id=after.id, brand_id=brand.id))
        return after.view(brand.currency)

    async def buyers(self, product_id: str, after: str = "") -> list[str]:
        """Accounts that bought the product, in order, at most `BUYERS_AT_ONCE` of those after one."""
        async with self._work.read() as tx:
            return await store_products.buyers(tx, product_id, after, BUYERS_AT_ONCE)


def _said(of: NewProduct | ProductChange) -> dict[str, Any]:
    return {
        name: to.strip() if isinstance(to, str) else to
        for name, to in structs.asdict(of).items()
        if to is not UNSET
    }


async def _refuse_if_sold(tx: Tx, product: Product) -> None:
    if await store_products.is_sold(tx, product.id):
        message = Text(
            "It stands in deals. Add the product anew, and take this one out of the catalogue."
        )
        raise ListPriceStands(message, fields={"list_price_minor": message})
