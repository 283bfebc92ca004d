"""Who brings most friends to a show (docs/packets.md, 2), on real databases."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select

from kit.auth import GUEST, Principal
from kit.errors import NotSignedIn
from kit.ids import new_id
from kit.unit_of_work import Tx
from share.clicks import Visitor
from share.leaders.bringing import Bringing
from share.leaders.doubting import Doubting
from share.leaders.errors import NoBoard
from share.leaders.events import FriendsCame, ListingChanged
from share.leaders.routes import LeaderRoutes
from share.leaders.showing import Showing
from share.leaders.views import LeadersView, NewListing
from share.links import Target
from share.review.reviewing import Reviewing
from share.review.screening import Screening
from share.review.views import NewDecision
from share.tables import rewards
from share.views import LinkView, NewLink
from tests.support.slices import client_as

from .conftest import BASE_URL, SAFARI, Sharing


@dataclass
class Room:
    brand_id: str
    is_over: bool = False


@dataclass
class Leaders:
    sharing: Sharing
    room: Room
    show_id: str
    bringing: Bringing
    showing: Showing
    friends: int = 0

    async def link(self, sharer: Principal, show_id: str | None = None) -> LinkView:
        new = NewLink(kind="show", target_id=show_id or self.show_id)
        return await self.sharing.linking.make_link(sharer, new, BASE_URL)

    def visitor(self) -> Visitor:
        """Somebody whom nobody has seen."""
        self.friends += 1
        number = self.friends
        return Visitor(f"203.0.{number // 250}.{number % 250}", SAFARI, visitor_id=f"v{number}")

    async def bring(
        self, link: LinkView, visitor: Visitor | None = None, account: Principal | None = None
    ) -> None:
        """A friend follows the link and comes in."""
        token = await self.sharing.click(link, visitor or self.visitor())
        account_id = account.account() if account else None
        await self.bringing.come(token, account_id, self.show_id)

    async def top(self) -> list[tuple[str, int]]:
        return [(one.handle, one.friends) for one in await self.showing.top(self.show_id)]

    async def board(self, who: Principal = GUEST) -> LeadersView:
        return await self.showing.board(who, self.show_id)


@pytest.fixture
async def leaders(sharing: Sharing) -> Leaders:
    show_id, other_id = new_id(), new_id()
    room = Room(sharing.brand.id)
    rooms = {show_id: room, other_id: Room(sharing.brand.id)}
    for each in rooms:
        sharing.targets["show", each] = Target(
            sharing.brand.id, each, "A show", "/pictures/one.svg", True, f"/shows/{each}"
        )

    async def find(_tx: Tx, wanted: str) -> Room | None:
        return rooms.get(wanted)

    work = sharing.world.work
    return Leaders(sharing, room, show_id, Bringing(work, find), Showing(work, find))


async def test_two_sharers_bring_friends_and_of_equals_the_first_is_before(
    leaders: Leaders,
) -> None:
    """L1, L3"""
    world, sharer = leaders.sharing.world, leaders.sharing.sharer
    other = await world.person("other")
    mine, theirs = await leaders.link(sharer), await leaders.link(other)
    await leaders.bring(mine)
    world.pass_time(timedelta(seconds=1))
    await leaders.bring(theirs)
    assert await leaders.top() == [("sharer", 1), ("other", 1)]
    world.pass_time(timedelta(seconds=1))
    await leaders.bring(theirs)
    assert await leaders.top() == [("other", 2), ("sharer", 1)]
    board = await leaders.board(sharer)
    assert board.mine is not None
    assert (board.mine.place, board.mine.friends) == (2, 1)
    nobody = await leaders.board(await world.person("nobody"))
    assert nobody.mine is not None
    assert (nobody.mine.place, nobody.mine.friends, nobody.mine.is_listed) == (None, 0, True)
    assert (await leaders.board()).mine is None


async def test_a_friend_counts_once_for_who_brought_them_first(leaders: Leaders) -> None:
    """L2"""
    world = leaders.sharing.world
    other, friend = await world.person("other"), await world.person("friend")
    mine, theirs = await leaders.link(leaders.sharing.sharer), await leaders.link(other)
    browser = leaders.visitor()
    for _ in range(3):  # each time a click of its own
        await leaders.bring(mine, browser)
        world.pass_time(timedelta(hours=2))
    await leaders.bring(mine, browser, friend)  # signs up, and comes again
    await leaders.bring(theirs, browser)  # and by another's link
    assert await leaders.top() == [("sharer", 1)]
    phone = leaders.visitor()
    await leaders.bring(theirs, phone, friend)
    await leaders.bring(mine, leaders.visitor(), friend)  # signed in, in a third browser
    assert sum(count for _, count in await leaders.top()) == 2


async def test_what_does_not_count(leaders: Leaders) -> None:
    """L2"""
    sharer = leaders.sharing.sharer
    link, elsewhere = await leaders.link(sharer), await leaders.link(sharer, other_show(leaders))
    await leaders.bring(link, account=sharer)  # themselves, behind another browser
    await leaders.bring(elsewhere)  # a link to another show
    await leaders.bringing.come("forged", None, leaders.show_id)
    hidden = Visitor("203.0.113.77", SAFARI)
    await leaders.bring(link, hidden)
    leaders.sharing.world.pass_time(timedelta(hours=2))
    await leaders.bring(link, hidden)  # the same, without any cookie
    assert await leaders.top() == [("sharer", 1)]


async def test_the_same_arrival_any_number_of_times_counts_once(leaders: Leaders) -> None:
    link = await leaders.link(leaders.sharing.sharer)
    token = await leaders.sharing.click(link, leaders.visitor())
    await asyncio.gather(*(leaders.bringing.come(token, None, leaders.show_id) for _ in range(50)))
    await leaders.bringing.come(token, None, leaders.show_id)
    assert await leaders.top() == [("sharer", 1)]
    assert len(leaders.sharing.world.happened(FriendsCame)) == 1


async def test_many_friends_of_many_sharers_at_once_are_all_counted(leaders: Leaders) -> None:
    world = leaders.sharing.world
    sharers = [await world.person(f"sharer_{number}") for number in range(12)]
    for person in sharers:
        await leaders.link(person)
    links = [await leaders.link(person) for person in sharers]
    wanted = {person.handle: number + 1 for number, person in enumerate(sharers)}
    await asyncio.gather(
        *(leaders.bring(link) for number, link in enumerate(links) for _ in range(number + 1))
    )
    assert await leaders.top() == sorted(wanted.items(), key=lambda each: -each[1])[:10]
    board = await leaders.board(sharers[0])
    assert board.mine is not None
    assert (board.mine.place, board.mine.friends) == (12, 1)


async def test_after_the_end_it_stays_as_it_was(leaders: Leaders) -> None:
    """L4"""
    link = await leaders.link(leaders.sharing.sharer)
    await leaders.bring(link)
    leaders.room.is_over = True
    await leaders.bring(link)
    assert await leaders.top() == [("sharer", 1)]


async def test_who_hides_and_who_works_for_the_brand_is_not_shown(leaders: Leaders) -> None:
    """L5"""
    world, sharer = leaders.sharing.world, leaders.sharing.sharer
    other = await world.person("other")
    host = await world.person("host", leaders.sharing.brand, "host")
    for person in (host, sharer, other):
        await leaders.bring(await leaders.link(person))
        world.pass_time(timedelta(seconds=1))
    assert await leaders.top() == [("sharer", 1), ("other", 1)]
    for _ in range(2):
        await leaders.showing.set_listed(sharer, NewListing(is_listed=False))
    assert await leaders.top() == [("other", 1)]
    [event] = world.happened(ListingChanged)
    assert isinstance(event, ListingChanged)
    assert event.show_ids == [leaders.show_id]
    hidden, first = (await leaders.board(sharer)).mine, (await leaders.board(other)).mine
    assert hidden is not None
    assert (hidden.place, hidden.friends, hidden.is_listed) == (None, 1, False)
    assert first is not None
    assert first.place == 1
    await leaders.showing.set_listed(sharer, NewListing(is_listed=True))
    assert await leaders.top() == [("sharer", 1), ("other", 1)]
    with pytest.raises(NotSignedIn):
        await leaders.showing.set_listed(GUEST, NewListing(is_listed=False))


async def test_over_http(leaders: Leaders) -> None:
    endpoints = LeaderRoutes(leaders.showing).endpoints()
    await leaders.bring(await leaders.link(leaders.sharing.sharer))
    path = f"/api/shows/{leaders.show_id}/leaders"
    async with client_as(leaders.sharing.sharer, of=endpoints) as sharer:
        assert (await sharer.put("/api/me/listing", json={"is_listed": True})).is_success
        board = (await sharer.get(path)).json()
        assert board["top"] == [{"place": 1, "handle": "sharer", "friends": 1}]
        assert board["mine"]["place"] == 1
        assert (await sharer.get("/api/shows/nothing/leaders")).status_code == 404
    with pytest.raises(NoBoard):
        await leaders.showing.top(new_id())


def other_show(leaders: Leaders) -> str:
    return next(
        target_id for _, target_id in leaders.sharing.targets if target_id != leaders.show_id
    )


async def screened(leaders: Leaders, token: str | None, friend: Principal) -> str:
    """An order by the click that is credited, whose reward the rules looked at; the reward's id."""
    sharing = leaders.sharing
    order = sharing.order(friend, token)
    await sharing.crediting.credit_orders([order])
    async with sharing.world.work.read() as tx:
        reward_id = await tx.scalar(
            select(rewards.c.id).where(rewards.c.order_id == order.order_id)
        )

    async def no_cards(_tx: Tx, _pairs: object) -> dict[tuple[str, str], int]:
        return {}

    screening = Screening(sharing.world.work, no_cards, {"example.com"})
    await screening.screen([reward_id])
    return str(reward_id)


@pytest.mark.parametrize("is_signed_in", [True, False])
async def test_a_friend_whose_reward_is_held_counts_when_it_is_released(
    leaders: Leaders, is_signed_in: bool
) -> None:
    """L6"""
    sharing, work = leaders.sharing, leaders.sharing.world.work
    link, friend = await leaders.link(sharing.sharer), await sharing.world.person("friend")
    await leaders.bring(link)
    token = await sharing.click(link, leaders.visitor())
    known = friend.account() if is_signed_in else None
    await leaders.bringing.come(token, known, leaders.show_id)
    reward_id = await screened(leaders, token, friend)
    doubting, reviewing = Doubting(work), Reviewing(work)
    for _ in range(2):
        await doubting.look_again(reward_id)
        assert await leaders.top() == [("sharer", 1)]
    manager = await sharing.world.person("manager", sharing.brand, "manager")
    await reviewing.decide(manager, reward_id, NewDecision(action="release", reason="All is well"))
    for _ in range(2):
        await doubting.look_again(reward_id)
        assert await leaders.top() == [("sharer", 2)]


async def test_a_friend_whose_reward_is_refused_counts_no_more_even_as_the_only_one(
    leaders: Leaders,
) -> None:
    """L6"""
    sharing, work = leaders.sharing, leaders.sharing.world.work
    link, friend = await leaders.link(sharing.sharer), await sharing.world.person("friend")
    token = await sharing.click(link, leaders.visitor())
    await leaders.bringing.come(token, friend.account(), leaders.show_id)
    reward_id = await screened(leaders, token, friend)
    manager = await sharing.world.person("manager", sharing.brand, "manager")
    decision = NewDecision(action="refuse", reason="A throw-away address")
    await Reviewing(work).decide(manager, reward_id, decision)
    await Doubting(work).look_again(reward_id)
    assert await leaders.top() == []
    await leaders.bring(link)
    assert await leaders.top() == [("sharer", 1)]
