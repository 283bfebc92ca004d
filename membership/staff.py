"""A brand's staff: who manages, hosts and moderates."""

from sqlalchemy import RowMapping

from kit.auth import Principal, Role
from kit.unit_of_work import Tx, UnitOfWork
from membership import directory, store
from membership.access import managed_brand
from membership.errors import LastManager, NoSuchPerson, NotOnStaff
from membership.events import StandingChanged
from membership.people import Account, Brand
from membership.views import StaffView


class Staff:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def list(self, principal: Principal, slug: str) -> list[StaffView]:
        async with self._work.read() as tx:
            brand = await managed_brand(tx, principal, slug)
            return [_view(row) for row in await store.brand_staff(tx, brand.id)]

    async def appoint(self, principal: Principal, slug: str, handle: str, role: str) -> StaffView:
        """Give someone a role at the brand, in place of the one that they had.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, NoSuchPerson, LastManager
        """
        async with self._work.write() as tx:
            brand = await managed_brand(tx, principal, slug)
            person = await _person(tx, handle)
            await store.lock_brand(tx, brand.id)
            if role != "manager":
                await _keep_a_manager(tx, brand, person)
            await store.set_role(tx, brand.id, person.id, role)
            tx.emit(StandingChanged(account_id=person.id))
        return StaffView(account_id=person.id, handle=person.handle, role=role)

    async def dismiss(self, principal: Principal, slug: str, handle: str) -> None:
        """Take someone off the brand's staff.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, NoSuchPerson, NotOnStaff, LastManager
        """
        async with self._work.write() as tx:
            brand = await managed_brand(tx, principal, slug)
            person = await _person(tx, handle)
            await store.lock_brand(tx, brand.id)
            await _keep_a_manager(tx, brand, person)
            if not await store.remove_role(tx, brand.id, person.id):
                raise NotOnStaff(
                    "@{handle} has no role at {name}.", handle=person.handle, name=brand.name
                )
            tx.emit(StandingChanged(account_id=person.id))


async def _person(tx: Tx, handle: str) -> Account:
    person = await directory.account_by_handle(tx, handle)
    if person is None:
        raise NoSuchPerson("Nobody is called @{handle}. They need an account first.", handle=handle)
    return person


async def _keep_a_manager(tx: Tx, brand: Brand, person: Account) -> None:
    roles = await store.roles(tx, person.id)
    is_manager = roles.get(brand.id) is Role.MANAGER
    if is_manager and await store.other_managers(tx, brand.id, person.id) == 0:
        raise LastManager("Make someone else a manager of {name} first.", name=brand.name)


def _view(row: RowMapping) -> StaffView:
    return StaffView(account_id=row["account_id"], handle=row["handle"], role=row["role"])
