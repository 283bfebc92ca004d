"""Founding a brand."""

from kit.auth import Principal, Role
from kit.errors import Invalid
from kit.ids import new_id
from kit.unit_of_work import UnitOfWork
from kit.words import Sayable, Text
from membership import directory, store
from membership.errors import NoSuchPerson
from membership.events import StandingChanged
from membership.founding.countries import countries
from membership.founding.errors import SlugTaken
from membership.founding.views import NewBrand
from membership.people import Brand
from membership.views import BrandView


class Founding:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def found(self, principal: Principal, new: NewBrand) -> BrandView:
        """Found a brand, and make somebody its manager. It has no tiers, products or shows yet.

        Raises:
            NotSignedIn, Forbidden, Invalid, NoSuchPerson, SlugTaken
        """
        principal.require_anywhere(Role.OPERATOR)
        brand = _brand(new)
        async with self._work.write() as tx:
            manager = await directory.account_by_handle(tx, new.manager)
            if manager is None:
                raise _nobody(new.manager)
            if not await store.add_brand(tx, brand):
                raise SlugTaken(_TAKEN, fields={"slug": _TAKEN})
            await store.set_role(tx, brand.id, manager.id, "manager")
            tx.emit(StandingChanged(account_id=manager.id))
        return brand.view()


def _brand(new: NewBrand) -> Brand:
    known = countries()
    country = known.get(new.country)
    if country is None:
        raise Invalid.field("country", "Choose a country.")
    if new.currency not in {each.currency for each in known.values()}:
        raise Invalid.field("currency", "Choose a currency.")
    return Brand(
        id=new_id(),
        slug=new.slug,
        name=new.name.strip(),
        country=country.code,
        currency=new.currency,
        locale=country.locale,
        tagline=new.tagline.strip(),
        hue=new.hue,
        tiers=(),
    )


_TAKEN = "Choose another address."


def _nobody(handle: str) -> NoSuchPerson:
    message: Sayable = Text(
        "Nobody is called @{handle}. They need an account first.", handle=handle
    )
    return NoSuchPerson(message, fields={"manager": message})
