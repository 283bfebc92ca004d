"""Keeping things and letting them go: a person's wish list, which nobody else sees."""

from commerce.wishes import store
from commerce.wishes.errors import WishlistFull
from commerce.wishes.item import MOST_WISHES
from commerce.wishes.showing import Showing
from commerce.wishes.views import ItemKind, WishView
from kit.auth import Principal
from kit.clock import to_ms
from kit.unit_of_work import UnitOfWork


class Wishing:
    def __init__(self, work: UnitOfWork, showing: Showing) -> None:
        self._work = work
        self._showing = showing

    async def keep(self, principal: Principal, kind: ItemKind, item_id: str) -> None:
        """Put a product or deal on the caller's wish list. What is there stays as it is.

        Raises:
            NotSignedIn, NoSuchProduct, NoSuchDeal, WishlistFull
        """
        account_id = principal.account()
        async with self._work.write() as tx:
            item = await self._showing.find(tx, principal, kind, item_id)
            if not await store.add_wish(tx, account_id, item):
                raise full()

    async def let_go(self, principal: Principal, item_id: str) -> None:
        """Take something from the caller's wish list; what is not there need not be.

        Raises:
            NotSignedIn
        """
        async with self._work.write() as tx:
            await store.remove_wishes(tx, principal.account(), [item_id])

    async def wishes(self, principal: Principal) -> list[WishView]:
        """The caller's wish list, the newest first, with what things cost now.

        Raises:
            NotSignedIn
        """
        async with self._work.read() as tx:
            kept = await store.wishes_of(tx, principal.account())
            views = await self._showing.views(tx, principal, [item for item, _ in kept])
        return [
            WishView(item=views[item.id], wished_at_ms=to_ms(wished_at)) for item, wished_at in kept
        ]

    async def item_ids(self, principal: Principal) -> list[str]:
        """What is on the caller's wish list, by the ids alone.

        Raises:
            NotSignedIn
        """
        async with self._work.read() as tx:
            return [item.id for item, _ in await store.wishes_of(tx, principal.account())]


def full() -> WishlistFull:
    return WishlistFull("It holds {most} things. Take something from it first.", most=MOST_WISHES)
