"""A brand's products, as anyone may read them."""

from commerce.errors import NoSuchProduct
from commerce.store import products as store_products
from commerce.views import ProductView
from kit.auth import Principal
from kit.searching import searched
from kit.unit_of_work import UnitOfWork
from membership import directory
from membership.access import brand_of, managed_brand


class Catalogue:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def products(self, slug: str, q: str = "", category: str = "") -> list[ProductView]:
        """The brand's listed products by title, at most 100; `q` is a part of the title.

        Raises:
            NoSuchBrand, Invalid
        """
        wanted, kind = searched("q", q), searched("category", category)
        async with self._work.read() as tx:
            brand = await brand_of(tx, slug)
            found = await store_products.find_products(tx, brand.id, wanted, kind)
        return [product.view(brand.currency) for product in found]

    async def all_products(self, principal: Principal, slug: str, q: str = "") -> list[ProductView]:
        """The same for the brand's managers, with those that are not listed.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, Invalid
        """
        wanted = searched("q", q)
        async with self._work.read() as tx:
            brand = await managed_brand(tx, principal, slug)
            found = await store_products.find_products(tx, brand.id, wanted, all_of_them=True)
        return [product.view(brand.currency) for product in found]

    async def product(self, product_id: str) -> ProductView:
        """Raises: NoSuchProduct."""
        async with self._work.read() as tx:
            product = await store_products.product(tx, product_id)
            brand = await directory.brand(tx, product.brand_id) if product else None
        if product is None or brand is None:
            raise NoSuchProduct("Look for it among the brand's products.")
        return product.view(brand.currency)
