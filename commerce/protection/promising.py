"""What a brand promises its buyers, and who may change it."""

from commerce.protection.promise import days_at
from commerce.protection.store import promises as store_promises
from commerce.protection.views import PromiseView
from kit.auth import Principal
from kit.unit_of_work import UnitOfWork
from membership.access import brand_of, managed_brand


class Promising:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def promise(self, slug: str) -> PromiseView:
        """What holds for an order that is placed now.

        Raises:
            NoSuchBrand
        """
        async with self._work.read() as tx:
            brand = await brand_of(tx, slug)
            promises = await store_promises.promises_of(tx, brand.id)
        return PromiseView(days=days_at(promises, tx.now))

    async def set_promise(self, principal: Principal, slug: str, days: int) -> PromiseView:
        """Promise so many days for orders from now on. Those before keep what they were promised.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand
        """
        async with self._work.write() as tx:
            brand = await managed_brand(tx, principal, slug)
            promises = await store_promises.promises_of(tx, brand.id)
            if days != days_at(promises, tx.now):
                await store_promises.add_promise(tx, brand.id, days)
        return PromiseView(days=days)
