"""When the festival sells in advance: the operator's sale windows for everybody, and those of a brand's manager."""

from commerce.presale import store
from commerce.presale.errors import NoSuchSaleWindow, SaleWindowInUse, TooManySaleWindows
from commerce.presale.presenting import window_view
from commerce.presale.terms import Presale, bad
from commerce.presale.views import NewPresale, NewSaleWindow, SaleWindowView
from commerce.presale.window import SaleWindow, refuse_window
from commerce.refusing import refuse
from kit.auth import Principal, Role
from kit.clock import from_ms
from kit.ids import new_id
from kit.unit_of_work import Tx, UnitOfWork
from membership.access import brand_of
from membership.people import Brand


class Scheduling:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def schedule(
        self, principal: Principal, slug: str | None, new: NewSaleWindow
    ) -> SaleWindowView:
        """Add a sale window of the brand, or without a slug one of the whole festival.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, BadSaleWindow, TooManySaleWindows
        """
        async with self._work.write() as tx:
            brand = await brand_of(tx, slug) if slug else None
            _require(principal, brand.id if brand else None)
            window = SaleWindow(
                id=new_id(),
                brand_id=brand.id if brand else None,
                title=new.title.strip(),
                deposit_from=from_ms(new.deposit_from_ms),
                deposit_until=from_ms(new.deposit_until_ms),
                balance_from=from_ms(new.balance_from_ms),
                balance_until=from_ms(new.balance_until_ms),
                created_at=tx.now,
            )
            refuse(refuse_window(window, tx.now))
            if await store.count_windows(tx, window.brand_id) >= store.MAX_WINDOWS:
                raise TooManySaleWindows("Remove one that no deal uses first.")
            await store.add_window(tx, window)
        return window_view(window)

    async def windows(self, slug: str | None = None) -> list[SaleWindowView]:
        """Those of the festival, and of the brand if one is named, that are not over, the first one first.

        Raises:
            NoSuchBrand
        """
        async with self._work.read() as tx:
            brand = await brand_of(tx, slug) if slug else None
            found = await store.windows(tx, brand.id if brand else None)
        return [window_view(window) for window in found]

    async def remove(self, principal: Principal, window_id: str) -> None:
        """Remove a window to which no deal belongs.

        Raises:
            NotSignedIn, Forbidden, NoSuchSaleWindow, SaleWindowInUse
        """
        async with self._work.write() as tx:
            window = await store.lock_window(tx, window_id)
            if window is None:
                raise NoSuchSaleWindow("It may have been removed. Load the page again.")
            _require(principal, window.brand_id)
            if await store.is_used(tx, window_id):
                raise SaleWindowInUse("Buyers rely on its times. Add another window instead.")
            await store.remove_window(tx, window_id)


async def presale_of(tx: Tx, brand: Brand, new: NewPresale | None) -> Presale | None:
    """The pre-sale that a host describes, in a window that is open to the brand.

    Raises:
        BadPresale
    """
    if new is None:
        return None
    window = await store.lock_window(tx, new.sale_window_id)
    if window is None or not window.is_open_to(brand.id):
        raise bad("sale_window_id", "Choose one of the festival's or the brand's sale windows.")
    return Presale(
        sale_window_id=window.id,
        deposit_minor=new.deposit_minor,
        worth_minor=new.worth_minor,
        deposit_from=window.deposit_from,
        deposit_until=window.deposit_until,
        balance_from=window.balance_from,
        balance_until=window.balance_until,
    )


def _require(principal: Principal, brand_id: str | None) -> None:
    if brand_id is None:
        principal.require_anywhere(Role.OPERATOR)
    else:
        principal.require(Role.MANAGER, brand_id)
