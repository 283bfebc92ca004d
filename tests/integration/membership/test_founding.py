"""How a brand comes to be."""

import pytest
from msgspec.structs import replace

from kit.auth import GUEST, Principal
from kit.errors import Forbidden, Invalid, NotSignedIn
from membership import directory
from membership.errors import NoSuchPerson
from membership.events import BrandChanged, StandingChanged
from membership.founding.countries import countries
from membership.founding.errors import SlugTaken
from membership.founding.founding import Founding
from membership.founding.rebranding import Rebranding
from membership.founding.views import BrandChange, NewBrand
from membership.staff import Staff
from tests.support.slices import World

OPERATOR = Principal("o" * 20, "root", is_operator=True)
NEW = NewBrand(
    slug="kumoi", name=" Kumoi Kiln ", country="JP", currency="JPY", hue=30, manager="Aiko"
)


async def test_an_operator_founds_a_brand_and_its_manager_goes_on(world: World) -> None:
    aiko = await world.person("aiko")
    brand = await Founding(world.work).found(OPERATOR, NEW)
    assert (brand.name, brand.locale, brand.tiers) == ("Kumoi Kiln", "ja_JP", [])
    assert world.happened(StandingChanged) == [StandingChanged(account_id=aiko.account())]
    async with world.work.read() as tx:
        kept = await directory.brand_by_slug(tx, "kumoi")
        assert await directory.managers(tx, brand.id) == [aiko.account()]
    assert kept is not None
    assert kept.view() == brand
    await world.person("ren")
    appointed = await Staff(world.work).appoint(OPERATOR, "kumoi", "ren", "host")
    assert appointed.role == "host"


async def test_nobody_else_does(world: World) -> None:
    manager = await world.person("aiko", await world.brand(), "manager")
    for someone, refusal in ((manager, Forbidden), (GUEST, NotSignedIn)):
        with pytest.raises(refusal):
            await Founding(world.work).found(someone, NEW)


async def test_an_address_is_taken_once(world: World) -> None:
    await world.person("aiko")
    founding = Founding(world.work)
    first = await founding.found(OPERATOR, NEW)
    with pytest.raises(SlugTaken) as refused:
        await founding.found(OPERATOR, replace(NEW, name="Another"))
    assert set(refused.value.fields) == {"slug"}
    async with world.work.read() as tx:
        assert [brand.id for brand in await directory.find_brands(tx, "", None, 10)] == [first.id]


async def test_what_is_wrong_is_said_at_its_field(world: World) -> None:
    founding = Founding(world.work)
    cases: list[tuple[NewBrand, type[Invalid | NoSuchPerson], str]] = [
        (replace(NEW, country="XX"), Invalid, "country"),
        (replace(NEW, currency="XXX"), Invalid, "currency"),
        (NEW, NoSuchPerson, "manager"),
    ]
    for new, refusal, field in cases:
        with pytest.raises(refusal) as refused:
            await founding.found(OPERATOR, new)
        assert set(refused.value.fields) == {field}


def test_each_country_has_a_currency_and_a_way_to_write_it() -> None:
    known = countries()
    assert {code: known[code].currency for code in ("JP", "DE", "US", "KE")} == {
        "JP": "JPY", "DE": "EUR", "US": "USD", "KE": "KES"
    }  # fmt: skip
    assert (known["DE"].locale, known["BR"].locale) == ("de_DE", "pt_BR")
    assert len(known) > 200


async def test_its_managers_give_it_another_name_line_and_colour(world: World) -> None:
    brand, other = await world.brand(), await world.brand()
    manager = await world.person("aiko", brand, "manager")
    rebranding = Rebranding(world.work)
    change = BrandChange(name=" Kumoi & Sons ", tagline="Since 1690", hue=20)
    changed = await rebranding.rebrand(manager, brand.slug, change)
    assert (changed.name, changed.tagline, changed.hue) == ("Kumoi & Sons", "Since 1690", 20)
    assert await rebranding.rebrand(manager, brand.slug, change) == changed
    assert world.happened(BrandChanged) == [BrandChanged(brand_id=brand.id)]
    with pytest.raises(Forbidden):
        await rebranding.rebrand(manager, other.slug, change)
    async with world.work.read() as tx:
        kept = await directory.brands_by_id(tx, [brand.id, other.id])
    assert kept[brand.id].view() == changed
    assert kept[other.id] == other
