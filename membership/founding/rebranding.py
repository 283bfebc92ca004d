"""Giving a brand another name, line or colour."""

from dataclasses import replace

from kit.auth import Principal, Role
from kit.unit_of_work import UnitOfWork
from membership import directory, store
from membership.errors import NoSuchBrand
from membership.events import BrandChanged
from membership.founding.views import BrandChange
from membership.views import BrandView


class Rebranding:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def rebrand(self, principal: Principal, slug: str, change: BrandChange) -> BrandView:
        """Have the brand look like this from now on. What is so already changes nothing.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand
        """
        async with self._work.write() as tx:
            brand = await directory.brand_by_slug(tx, slug)
            if brand is None:
                raise NoSuchBrand()
            principal.require(Role.MANAGER, brand.id)
            name, tagline = change.name.strip(), change.tagline.strip()
            changed = replace(brand, name=name, tagline=tagline, hue=change.hue)
            if changed != brand:
                await store.save_brand(tx, changed)
                tx.emit(BrandChanged(brand_id=brand.id))
        return changed.view()
