"""What members allow brands: by channel, with its history, and ended by a link (docs/privacy.md, C1 to C4)."""

import asyncio
from itertools import pairwise

import pytest
from sqlalchemy import select

from kit.auth import Principal
from membership.consents import store
from membership.consents.choosing import Choosing
from membership.consents.consent import Source
from membership.consents.errors import BadUnsubscribeLink
from membership.consents.tables import consents
from membership.consents.unsubscribing import Unsubscribing
from membership.consents.views import ChannelName, ConsentChoice
from membership.people import Brand
from membership.points.errors import NotAMember
from membership.tables import members
from tests.support.slices import World


def choice(channel: ChannelName, *, is_given: bool) -> ConsentChoice:
    return ConsentChoice(channel=channel, is_given=is_given)


async def member(world: World, handle: str, brand: Brand) -> Principal:
    person = await world.person(handle)
    await world.put_on_tier(person, brand, 1)
    return person


async def consenting(world: World, brand: Brand, channel: ChannelName) -> set[str]:
    async with world.work.read() as tx:
        rows = await tx.all(
            select(members.c.account_id).where(
                members.c.brand_id == brand.id,
                store.is_given(members.c.account_id, brand.id, channel),
            )
        )
    return {row["account_id"] for row in rows}


async def test_a_brand_that_one_joined_may_write_in_dealcast_and_nothing_else(world: World) -> None:
    brand, other = await world.brand(), await world.brand()
    mira = await member(world, "mira", brand)
    await member(world, "noa", other)
    (mine,) = await Choosing(world.work).mine(mira)
    assert (mine.consents.email, mine.consents.message, mine.consents.profile) == (
        False,
        True,
        False,
    )
    assert mine.consents.changes == []
    assert await consenting(world, brand, "message") == {mira.account()}
    assert await consenting(world, brand, "email") == set()


async def test_the_last_answer_holds_and_all_are_kept(world: World) -> None:
    brand, other = await world.brand(), await world.brand()
    mira = await member(world, "mira", brand)
    await world.put_on_tier(mira, other, 1)
    choosing = Choosing(world.work)
    for is_given in (True, True, False, True):
        mine = await choosing.choose(mira, brand.slug, choice("email", is_given=is_given))
    await choosing.choose(mira, brand.slug, choice("message", is_given=False))
    assert mine.consents.email
    assert [change.is_given for change in mine.consents.changes] == [True, False, True]
    assert {change.source for change in mine.consents.changes} == {"profile"}
    assert await consenting(world, brand, "email") == {mira.account()}
    assert await consenting(world, brand, "message") == set()
    assert await consenting(world, other, "email") == set()
    assert await consenting(world, other, "message") == {mira.account()}


async def test_answers_at_the_same_time_leave_one_that_holds(world: World) -> None:
    brand = await world.brand()
    mira = await member(world, "mira", brand)
    choosing = Choosing(world.work)
    await asyncio.gather(
        *(
            choosing.choose(mira, brand.slug, choice("email", is_given=number % 2 == 0))
            for number in range(6)
        )
    )
    async with world.work.read() as tx:
        rows = await tx.all(select(consents).order_by(consents.c.id))
    assert [row["replaced_at"] is None for row in rows] == [False] * (len(rows) - 1) + [True]
    said = [row["is_given"] for row in rows]
    assert all(one != next_one for one, next_one in pairwise(said))


async def test_only_who_joined_has_something_to_allow(world: World) -> None:
    brand = await world.brand()
    with pytest.raises(NotAMember):
        await Choosing(world.work).choose(
            await world.person("mira"), brand.slug, choice("email", is_given=True)
        )


async def test_the_link_in_a_mail_ends_that_brands_mail_and_a_second_time_nothing(
    world: World,
) -> None:
    brand, other = await world.brand(), await world.brand()
    mira = await member(world, "mira", brand)
    await world.put_on_tier(mira, other, 1)
    choosing = Choosing(world.work)
    for each in (brand, other):
        await choosing.choose(mira, each.slug, choice("email", is_given=True))
    unsubscribing = Unsubscribing(world.work, "a secret")
    token = unsubscribing.path(mira.account(), brand.id).removeprefix("/unsubscribe/")

    assert (await unsubscribing.brand_of(token)).name == brand.name
    assert await consenting(world, brand, "email") == {mira.account()}, "opening it changes nothing"
    for source in (Source.ONE_CLICK, Source.LINK):
        await unsubscribing.unsubscribe(token, source)
    mine = {each.brand_id: each.consents for each in await choosing.mine(mira)}
    assert not mine[brand.id].email
    assert [change.source for change in mine[brand.id].changes] == ["one_click", "profile"]
    assert mine[other.id].email

    for wrong in (token[:-1], token + "a", "", "x" * 60):
        with pytest.raises(BadUnsubscribeLink):
            await unsubscribing.unsubscribe(wrong, Source.LINK)
    elsewhere = Unsubscribing(world.work, "another secret")
    with pytest.raises(BadUnsubscribeLink):
        await elsewhere.brand_of(token)
