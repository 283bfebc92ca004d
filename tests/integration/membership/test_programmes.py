"""Joining a brand's members, and what someone is to a brand."""

import asyncio
from datetime import timedelta

import pytest

from kit.auth import GUEST
from kit.errors import NotSignedIn
from membership import directory
from membership.brands import Brands
from membership.errors import NoProgramme, NoSuchBrand
from membership.events import MemberJoined
from membership.people import NOT_JOINED, Standing
from membership.programmes import Programmes
from tests.support.slices import World


async def test_one_joins_on_the_first_tier(world: World) -> None:
    mira, brand = await world.person("mira"), await world.brand()
    joined = await Programmes(world.work).join(mira, brand.slug)
    assert (joined.brand_slug, joined.tier.name, joined.tier.rank) == (brand.slug, "Bronze", 1)
    assert world.events == [MemberJoined(brand_id=brand.id, account_id=mira.account(), tier_rank=1)]


async def test_joining_again_changes_nothing(world: World) -> None:
    mira, brand = await world.person("mira"), await world.brand()
    programmes = Programmes(world.work)
    first = await programmes.join(mira, brand.slug)
    await world.put_on_tier(mira, brand, 3)
    world.pass_time(timedelta(days=1))
    again = await programmes.join(mira, brand.slug)
    assert (again.tier.name, again.joined_at_ms) == ("Gold", first.joined_at_ms)
    assert len(world.events) == 1


async def test_ten_joins_at_once_are_one(world: World) -> None:
    mira, brand = await world.person("mira"), await world.brand()
    programmes = Programmes(world.work)
    joined = await asyncio.gather(*(programmes.join(mira, brand.slug) for _ in range(10)))
    assert len({membership.joined_at_ms for membership in joined}) == 1
    assert len(world.events) == 1


async def test_a_guest_an_unknown_brand_and_a_brand_without_tiers_are_refused(
    world: World,
) -> None:
    mira, brand = await world.person("mira"), await world.brand(tiers=())
    programmes = Programmes(world.work)
    with pytest.raises(NotSignedIn):
        await programmes.join(GUEST, brand.slug)
    with pytest.raises(NoSuchBrand):
        await programmes.join(mira, "nowhere")
    with pytest.raises(NoProgramme):
        await programmes.join(mira, brand.slug)
    assert world.events == []


async def test_standing_is_what_one_is_at_this_moment(world: World) -> None:
    mira, brand = await world.person("mira"), await world.brand()
    async with world.work.read() as tx:
        assert await directory.standing(tx, brand.id, None) == NOT_JOINED
        assert await directory.standing(tx, brand.id, mira.account_id) == NOT_JOINED
    await world.put_on_tier(mira, brand, 2)
    async with world.work.read() as tx:
        standing = await directory.standing(tx, brand.id, mira.account_id)
    assert standing == Standing(2, "Silver", 500)


async def test_brands_are_listed_by_name_with_their_tiers(world: World) -> None:
    brands = Brands(world.work)
    assert await brands.find() == []
    first, second = await world.brand(), await world.brand(tiers=())
    assert [brand.slug for brand in await brands.find()] == [first.slug, second.slug]
    assert [tier.rank for tier in (await brands.by_slug(first.slug)).tiers] == [1, 2, 3]
    assert (await brands.by_id(second.id)).tiers == []
    with pytest.raises(NoSuchBrand):
        await brands.by_slug("nowhere")
    with pytest.raises(NoSuchBrand):
        await brands.by_id("nowhere")


async def test_people_are_found_by_any_case_of_their_handle(world: World) -> None:
    mira = await world.person("Mira")
    async with world.work.read() as tx:
        found = await directory.account_by_handle(tx, "mIRA")
        assert found is not None
        assert (found.id, found.handle) == (mira.account_id, "Mira")
        assert await directory.handles(tx, [found.id, "nobody"]) == {found.id: "Mira"}
        assert await directory.handles(tx, []) == {}
