"""A brand's members as its hosts see them, and as others do not (docs/privacy.md, B1 and B2)."""

from datetime import timedelta

import pytest

from kit.auth import GUEST, Principal
from kit.errors import Forbidden, Invalid, NotSignedIn
from membership.consents.choosing import Choosing
from membership.consents.views import ConsentChoice
from membership.people import Brand
from membership.profiles.telling import Profiles
from membership.profiles.views import NewProfile
from membership.relations import members as relations
from membership.relations.errors import NoSuchMember
from membership.relations.filter import MemberFilter, parsed
from membership.relations.members import Members
from tests.support.slices import World


async def joined(world: World, handle: str, brand: Brand, rank: int = 1) -> Principal:
    person = await world.person(handle)
    await world.put_on_tier(person, brand, rank)
    world.pass_time(timedelta(seconds=1))
    return person


async def handles(
    members: Members, host: Principal, brand: Brand, wanted: MemberFilter
) -> list[str]:
    return [each.handle for each in (await members.page(host, brand.slug, wanted)).members]


async def test_who_joined_last_comes_first_page_by_page(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relations, "PAGE", 2)
    brand, other = await world.brand(), await world.brand()
    host = await world.person("host", brand, "host")
    for number in range(5):
        await joined(world, f"m{number}", brand)
    await joined(world, "elsewhere", other)
    members, found, after = Members(world.work), list[str](), None
    while True:
        page = await members.page(host, brand.slug, MemberFilter(), after)
        found += [each.handle for each in page.members]
        after = page.next
        if after is None:
            break
    assert found == ["m4", "m3", "m2", "m1", "m0"]
    with pytest.raises(Invalid):
        await members.page(host, brand.slug, MemberFilter(), "nonsense")


async def test_members_are_found_by_handle_tier_and_a_name_that_they_share(world: World) -> None:
    brand = await world.brand()
    host = await world.person("host", brand, "host")
    mira, noa = await joined(world, "mira_x", brand, 2), await joined(world, "noa", brand)
    for person, name in ((mira, "Wren Öster"), (noa, "Wren Robin")):
        await Profiles(world.work).change(person, NewProfile(display_name=name))
    shared = ConsentChoice(channel="profile", is_given=True)
    await Choosing(world.work).choose(mira, brand.slug, shared)
    members = Members(world.work)
    assert await handles(members, host, brand, MemberFilter("IRA_")) == ["mira_x"]
    assert await handles(members, host, brand, MemberFilter("i%a")) == []
    for name in ("wren", "ÖST"):
        assert await handles(members, host, brand, MemberFilter(name)) == ["mira_x"]
    assert await handles(members, host, brand, MemberFilter(tier_rank=1)) == ["noa"]
    assert parsed({"text": " @noa ", "tier": "2"}) == MemberFilter("noa", 2)
    for wrong in ({"text": "x" * 61}, {"tier": "x"}, {"tier": "10"}):
        with pytest.raises(Invalid):
            parsed(wrong)


async def test_a_profile_is_seen_by_brands_that_may_and_no_others(world: World) -> None:
    brand, other = await world.brand(), await world.brand()
    host = await world.person("host", brand, "host")
    stranger = await world.person("stranger", other, "manager")
    mira = await joined(world, "mira", brand)
    await world.put_on_tier(mira, other, 1)
    await Profiles(world.work).change(
        mira, NewProfile(display_name="Mira K", birth_month=2, birth_day=3)
    )
    members, choosing = Members(world.work), Choosing(world.work)
    assert (await members.one(host, brand.slug, "mira")).profile is None
    await choosing.choose(mira, brand.slug, ConsentChoice(channel="profile", is_given=True))
    seen = await members.one(host, brand.slug, "MIRA")
    assert seen.profile is not None
    assert (seen.profile.display_name, seen.profile.birth_day) == ("Mira K", 3)
    assert (seen.tier.name, seen.consents.profile) == ("Bronze", True)
    assert (await members.one(stranger, other.slug, "mira")).profile is None
    page = await members.page(stranger, other.slug, MemberFilter())
    assert page.members[0].display_name is None


async def test_only_hosts_of_the_brand_look_and_that_they_did_is_noted(world: World) -> None:
    brand, other = await world.brand(), await world.brand()
    mira = await joined(world, "mira", brand)
    await joined(world, "noa", other)
    members = Members(world.work)
    for who, refusal in (
        (GUEST, NotSignedIn),
        (mira, Forbidden),
        (await world.person("mod", brand, "moderator"), Forbidden),
        (await world.person("foreign", other, "manager"), Forbidden),
    ):
        with pytest.raises(refusal):
            await members.one(who, brand.slug, "mira")
        with pytest.raises(refusal):
            await members.page(who, brand.slug, MemberFilter())
    host = await world.person("host", brand, "host")
    for absent in ("noa", "nobody"):
        with pytest.raises(NoSuchMember):
            await members.one(host, brand.slug, absent)
    assert await members.looks_at(mira) == []
    for _ in range(3):
        await members.one(host, brand.slug, "mira")
    world.pass_time(timedelta(minutes=11))
    await members.one(host, brand.slug, "mira")
    looks = await members.looks_at(mira)
    assert [look.brand_slug for look in looks] == [brand.slug] * 2
