"""Who gives and takes roles; a brand keeps a manager."""

import asyncio

import pytest

from kit.auth import GUEST, Principal, Role
from kit.errors import Forbidden, NotSignedIn
from membership import store
from membership.errors import LastManager, NoSuchBrand, NoSuchPerson, NotOnStaff
from membership.people import Brand
from membership.staff import Staff
from tests.support.slices import World


@pytest.fixture
def staff(world: World) -> Staff:
    return Staff(world.work)


@pytest.fixture
async def brand(world: World) -> Brand:
    return await world.brand()


@pytest.fixture
async def manager(world: World, brand: Brand) -> Principal:
    return await world.person("ada", brand, "manager")


async def test_a_manager_appoints_changes_and_dismisses(
    staff: Staff, world: World, brand: Brand, manager: Principal
) -> None:
    await world.person("Mira")
    appointed = await staff.appoint(manager, brand.slug, "mIRA", "host")
    assert (appointed.handle, appointed.role) == ("Mira", "host")
    await staff.appoint(manager, brand.slug, "mira", "moderator")
    assert [(s.handle, s.role) for s in await staff.list(manager, brand.slug)] == [
        ("ada", "manager"),
        ("Mira", "moderator"),
    ]
    await staff.dismiss(manager, brand.slug, "mira")
    assert [s.handle for s in await staff.list(manager, brand.slug)] == ["ada"]


@pytest.mark.parametrize("role", ["moderator", "host"])
async def test_only_managers_look_after_staff(
    staff: Staff, world: World, brand: Brand, role: str
) -> None:
    other_brand = await world.brand()
    for person in (
        await world.person("mo", brand, role),
        await world.person("elsewhere", other_brand, "manager"),
        await world.person("mira"),
    ):
        with pytest.raises(Forbidden):
            await staff.list(person, brand.slug)
        with pytest.raises(Forbidden):
            await staff.appoint(person, brand.slug, "mira", "manager")
        with pytest.raises(Forbidden):
            await staff.dismiss(person, brand.slug, "mo")
    with pytest.raises(NotSignedIn):
        await staff.list(GUEST, brand.slug)


async def test_an_operator_makes_a_brands_first_manager(
    staff: Staff, world: World, brand: Brand
) -> None:
    await world.person("mira")
    operator = Principal("o", "root", is_operator=True)
    await staff.appoint(operator, brand.slug, "mira", "manager")
    assert [s.role for s in await staff.list(operator, brand.slug)] == ["manager"]


async def test_the_last_manager_stays(staff: Staff, brand: Brand, manager: Principal) -> None:
    with pytest.raises(LastManager):
        await staff.dismiss(manager, brand.slug, "ada")
    with pytest.raises(LastManager):
        await staff.appoint(manager, brand.slug, "ada", "host")
    await staff.appoint(manager, brand.slug, "ada", "manager")
    assert [s.role for s in await staff.list(manager, brand.slug)] == ["manager"]


async def test_of_two_managers_who_dismiss_each_other_at_once_one_stays(
    staff: Staff, world: World
) -> None:
    operator = Principal("o", "root", is_operator=True)
    for number in range(8):  # a race that is not guarded is not lost each time
        brand, one, other = await world.brand(), f"ada_{number}", f"bea_{number}"
        first = await world.person(one, brand, "manager")
        second = await world.person(other, brand, "manager")
        outcomes = await asyncio.gather(
            staff.dismiss(first, brand.slug, other),
            staff.dismiss(second, brand.slug, one),
            return_exceptions=True,
        )
        assert [type(outcome) for outcome in outcomes if outcome] == [LastManager]
        assert len(await staff.list(operator, brand.slug)) == 1


async def test_two_appointments_of_one_person_at_once_leave_one_role(
    staff: Staff, world: World, brand: Brand, manager: Principal
) -> None:
    mira = await world.person("mira")
    await asyncio.gather(
        *(
            staff.appoint(manager, brand.slug, "mira", role)
            for role in ("host", "moderator", "host", "moderator")
        )
    )
    async with world.work.read() as tx:
        assert (await store.roles(tx, mira.account()))[brand.id] in {Role.HOST, Role.MODERATOR}


async def test_what_does_not_exist_is_named(
    staff: Staff, world: World, brand: Brand, manager: Principal
) -> None:
    await world.person("mira")
    with pytest.raises(NoSuchBrand):
        await staff.list(manager, "nowhere")
    with pytest.raises(NoSuchPerson, match="@nobody"):
        await staff.appoint(manager, brand.slug, "nobody", "host")
    with pytest.raises(NotOnStaff, match="@mira"):
        await staff.dismiss(manager, brand.slug, "mira")
