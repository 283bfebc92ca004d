"""Brands, as anyone may read them."""

from collections.abc import Collection

from kit.errors import Invalid
from kit.ids import is_id
from kit.searching import searched
from kit.unit_of_work import UnitOfWork
from membership import directory
from membership.access import brand_of
from membership.errors import NoSuchBrand
from membership.views import BrandView

MAX_LISTED = 100


class Brands:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def find(
        self, q: str = "", after: str | None = None, limit: int = MAX_LISTED
    ) -> list[BrandView]:
        """The first brands by name, at most 100.

        Args:
            q: a part of the name
            after: the id of the last brand of the page before

        Raises:
            Invalid
        """
        part = searched("q", q)
        if after and not is_id(after):
            raise Invalid.field("after", "Use the id of the last brand of the page before.")
        async with self._work.read() as tx:
            found = await directory.find_brands(tx, part, after or None, limit)
        return [brand.view() for brand in found]

    async def those(self, brand_ids: Collection[str]) -> list[BrandView]:
        """Those of these brands that there are, by name."""
        async with self._work.read() as tx:
            found = await directory.brands_by_id(tx, [*filter(is_id, brand_ids)])
        return [brand.view() for brand in found.values()]

    async def currencies(self) -> list[str]:
        """In which brands sell."""
        async with self._work.read() as tx:
            return await directory.currencies(tx)

    async def by_slug(self, slug: str) -> BrandView:
        """Raises: NoSuchBrand."""
        async with self._work.read() as tx:
            brand = await brand_of(tx, slug)
        return brand.view()

    async def by_id(self, brand_id: str) -> BrandView:
        """Raises: NoSuchBrand."""
        async with self._work.read() as tx:
            brand = await directory.brand(tx, brand_id)
        if brand is None:
            raise NoSuchBrand()
        return brand.view()
