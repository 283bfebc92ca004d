"""Packets, on real databases (docs/packets.md)."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from kit.auth import GUEST, Principal
from kit.db import Database
from kit.errors import Forbidden, Invalid
from kit.ids import new_id
from kit.unit_of_work import Tx, UnitOfWork
from membership.points.store import balance
from membership.points.tables import lots
from membership.tables import members
from share.draws.lot import hash_of_seed
from share.packets import giving, store
from share.packets.budgeting import USUAL_POINTS, Budgeting
from share.packets.dropping import Dropping
from share.packets.errors import (
    AllOpened,
    ForHigherTiers,
    MembersOnly,
    NoLiveRoom,
    NoRoom,
    NoSuchPacket,
    OverBudget,
    PacketOpen,
    PacketOver,
    PacketRunning,
    StaffCannotOpen,
)
from share.packets.events import PacketDropped, PacketEnded, SharesOpened
from share.packets.finding import Finding
from share.packets.giving import Giving
from share.packets.opening import Opening
from share.packets.packet import Packet, opened
from share.packets.routes import PacketRoutes
from share.packets.splitting import Split, hash_of_arrivals, shares_of
from share.packets.tables import openings, packets
from share.packets.views import NewBudget, NewPacket, OpeningView, PacketView
from tests.support.poison import poisoned
from tests.support.races import unguarded
from tests.support.slices import Unlimited, client_as

from .conftest import Sharing

LUCK = NewPacket(points=100, shares=5, greeting="Good luck")
PROCESSES = 3


@dataclass(frozen=True)
class Room:
    brand_id: str
    is_live: bool
    min_tier_rank: int = 0


@dataclass
class Packets:
    sharing: Sharing
    host: Principal
    live: str
    ended: str
    members: str
    dropping: Dropping
    opening: Opening
    elsewhere: list[Opening]
    """The same of other processes."""
    finding: Finding
    giving: Giving
    budgeting: Budgeting

    async def members_of(self, count: int) -> list[Principal]:
        world = self.sharing.world
        people = [await world.person(f"fan_{number}") for number in range(count)]
        for person in people:
            await world.put_on_tier(person, self.sharing.brand, 1)
        return people

    async def drop(self, new: NewPacket = LUCK) -> PacketView:
        return await self.dropping.drop(self.host, self.live, new)

    async def spent(self) -> int:
        return (await self.budgeting.budget(self.host, self.live)).spent

    async def active(self, person: Principal) -> int:
        async with self.sharing.world.work.read() as tx:
            return (await balance(tx, self.sharing.brand.id, person.account())).active

    async def given(self) -> int:
        async with self.sharing.world.work.read() as tx:
            return int(await tx.scalar(select(func.coalesce(func.sum(lots.c.earned), 0))))


@pytest.fixture
async def room(sharing: Sharing, database_url: str) -> AsyncIterator[Packets]:
    world, brand = sharing.world, sharing.brand
    live, over, members = new_id(), new_id(), new_id()
    rooms = {
        live: Room(brand.id, is_live=True),
        over: Room(brand.id, is_live=False),
        members: Room(brand.id, is_live=True, min_tier_rank=2),
    }

    async def find(_tx: Tx, show_id: str) -> Room | None:
        return rooms.get(show_id)

    host = await world.person("host", brand, "host")
    databases = [Database(database_url) for _ in range(PROCESSES)]
    elsewhere = [
        Opening(UnitOfWork(database, lambda: world.now), Unlimited()) for database in databases
    ]
    yield Packets(
        sharing,
        host,
        live,
        over,
        members,
        Dropping(world.work, find),
        Opening(world.work, Unlimited()),
        elsewhere,
        Finding(world.work, find),
        Giving(world.work),
        Budgeting(world.work, find),
    )
    for each in elsewhere:
        await each.close()
    for database in databases:
        await database.close()


async def test_a_packet_is_promised_opened_ended_and_can_be_checked(room: Packets) -> None:
    """K1, K6"""
    dropped = await room.drop()
    assert (dropped.status, dropped.seed, dropped.arrivals_hash) == ("open", None, None)
    people = await room.members_of(3)
    got = [await room.opening.open(person, dropped.id) for person in people]
    assert [opening.place for opening in got] == [1, 2, 3]
    with pytest.raises(PacketOpen):
        await room.finding.arrivals(dropped.id)

    room.sharing.world.pass_time(timedelta(minutes=1))
    with pytest.raises(PacketOver):
        await room.opening.open(room.sharing.sharer, dropped.id)
    assert await room.dropping.end_due() == 1
    packet = await room.finding.get(dropped.id)
    assert packet.seed is not None
    assert packet.seed_hash == dropped.seed_hash == hash_of_seed(packet.seed)
    shares = shares_of(Split.LUCKY, packet.seed, 100, 5)
    assert [opening.points for opening in got] == list(shares[:3])
    assert packet.opened_points == sum(shares[:3])
    arrivals = [(opening.ticket, opening.points) for opening in got]
    assert packet.arrivals_hash == hash_of_arrivals(arrivals)
    assert (await room.finding.arrivals(packet.id)).splitlines() == [
        f"{ticket} {points}" for ticket, points in arrivals
    ]
    best = max(got, key=lambda opening: (opening.points, -opening.place))
    assert (packet.luckiest[0].place, packet.luckiest[0].handle) == (
        best.place,
        people[best.place - 1].handle,
    )
    # Who asks again is told the same.
    assert await room.opening.open(people[0], packet.id) == got[0]
    assert await room.finding.mine(people[0], room.live) == [got[0]]


async def test_the_points_are_booked_once_and_the_rest_never_leaves_the_brand(
    room: Packets,
) -> None:
    """K7, K8"""
    dropped = await room.drop()
    assert await room.spent() == 100
    people = await room.members_of(2)
    got = [await room.opening.open(person, dropped.id) for person in people]
    assert await room.giving.give_due() == 2
    assert await room.giving.give_due() == 0
    assert [await room.active(person) for person in people] == [one.points for one in got]

    packet = await room.dropping.end(room.host, dropped.id)
    assert await room.spent() == packet.opened_points == await room.given()
    # The same again, and what comes late, changes nothing.
    assert await room.dropping.end(room.host, dropped.id) == packet
    assert (await room.dropping.end_due(), await room.giving.give_due()) == (0, 0)
    assert await room.spent() == packet.opened_points == await room.given()
    assert len(room.sharing.world.happened(PacketEnded)) == 1


async def test_points_are_booked_once_however_many_workers_book_them(room: Packets) -> None:
    """K7"""
    dropped = await room.drop()
    [person] = await room.members_of(1)
    opening = await room.opening.open(person, dropped.id)
    await asyncio.gather(*(room.giving.give_due() for _ in range(5)))
    assert await room.active(person) == opening.points == await room.given()


async def test_a_packet_that_is_all_opened_ends_by_itself(room: Packets) -> None:
    dropped = await room.drop(packet_of(shares=2))
    for person in await room.members_of(2):
        await room.opening.open(person, dropped.id)
    with pytest.raises(AllOpened):
        await room.opening.open(room.sharing.sharer, dropped.id)
    assert await room.dropping.end_due() == 1
    packet = await room.finding.get(dropped.id)
    assert (packet.status, packet.opened, packet.opened_points) == ("ended", 2, 100)
    assert await room.spent() == 100


async def test_equal_shares_name_no_lucky_ones(room: Packets) -> None:
    """K4"""
    dropped = await room.drop(packet_of(split="equal", points=11, shares=3))
    people = await room.members_of(3)
    got = [(await room.opening.open(person, dropped.id)).points for person in people]
    assert got == [4, 4, 3]
    assert (await room.dropping.end(room.host, dropped.id)).luckiest == []


async def test_who_opens_a_hundred_times_at_once_has_one_share(room: Packets) -> None:
    """K5"""
    dropped = await room.drop()
    people = await room.members_of(3)
    got = await asyncio.gather(
        *(room.opening.open(person, dropped.id) for person in people for _ in range(33))
    )
    assert len({opening.place for opening in got}) == 3
    assert (await room.finding.get(dropped.id)).opened == 3
    events = room.sharing.world.happened(SharesOpened)
    assert [event.opened for event in events if isinstance(event, SharesOpened)][-1] == 3


async def test_without_the_lock_two_would_take_one_place_and_the_database_refuses(
    room: Packets,
) -> None:
    """First the race, without its guard: of all who saw the same packet one gets through."""
    dropped = await room.drop()
    people = iter(await room.members_of(4))

    async def look(tx: Tx) -> Packet:
        found = await store.packet(tx, dropped.id)
        assert found is not None
        return found

    async def take(tx: Tx, packet: Packet) -> bool:
        person = next(people).account()
        place = opened(packet).opened
        view = OpeningView(packet_id=packet.id, place=place, ticket=person[:10], points=1)
        try:
            async with tx.connection.begin_nested():
                one = store.new_openings(tx, [(new_id(), packet, person, view)])
                values = {name: column[0] for name, column in one.columns.items()}
                await tx.execute(openings.insert().values(values))
        except IntegrityError:
            return False
        return True

    took = await unguarded(room.sharing.world.work, 4, look, take)
    assert took.count(True) == 1


async def test_no_place_is_beyond_the_shares_whatever_is_written(room: Packets) -> None:
    dropped = await room.drop()
    [person] = await room.members_of(1)
    async with room.sharing.world.work.read() as tx:
        packet = await store.packet(tx, dropped.id)
    assert packet is not None
    for shares in (packet.shares, packet.shares + 1):
        view = OpeningView(packet_id=packet.id, place=6, ticket="t", points=1)
        false = replace(packet, shares=shares)
        with pytest.raises(IntegrityError):
            async with room.sharing.world.work.write() as tx:
                tx.add(store.new_openings(tx, [(new_id(), false, person.account(), view)]))
    with pytest.raises(IntegrityError):
        async with room.sharing.world.work.write() as tx:
            await tx.execute(packets.update().values(opened=6, opened_points=6))


async def test_everyone_in_several_processes_at_once_and_the_books_balance(room: Packets) -> None:
    """K2, K5, K8: 60 people press twice in three processes; 20 shares."""
    dropped = await room.drop(packet_of(points=333, shares=20))
    people = await room.members_of(60)
    results = await asyncio.gather(
        *(
            room.elsewhere[number % PROCESSES].open(person, dropped.id)
            for number, person in enumerate([*people, *people])
        ),
        return_exceptions=True,
    )
    got = {one.ticket: one for one in results if isinstance(one, OpeningView)}
    assert all(isinstance(one, OpeningView | AllOpened) for one in results)
    assert sorted(one.place for one in got.values()) == list(range(1, 21))
    assert sum(one.points for one in got.values()) == 333
    await room.giving.give_due()
    assert await room.dropping.end_due() == 1
    assert await room.given() == await room.spent() == 333


async def test_openings_and_the_end_may_pass_each_other(room: Packets) -> None:
    dropped = await room.drop(packet_of(shares=20))
    people = await room.members_of(12)
    results = await asyncio.gather(
        *(room.elsewhere[0].open(person, dropped.id) for person in people[:6]),
        room.dropping.end(room.host, dropped.id),
        *(room.elsewhere[1].open(person, dropped.id) for person in people[6:]),
        return_exceptions=True,
    )
    got = [one for one in results if isinstance(one, OpeningView)]
    refused = [one for one in results if isinstance(one, BaseException)]
    assert all(isinstance(one, PacketOver) for one in refused)
    packet = await room.finding.get(dropped.id)
    assert packet.opened == len(got) == 12 - len(refused)
    assert packet.opened_points == sum(one.points for one in got) == await room.spent()
    ordered = sorted(got, key=lambda one: one.place)
    assert packet.arrivals_hash == hash_of_arrivals([(one.ticket, one.points) for one in ordered])


async def test_who_has_left_the_brand_leaves_the_points_there(room: Packets) -> None:
    """K8"""
    dropped = await room.drop()
    [person] = await room.members_of(1)
    await room.opening.open(person, dropped.id)
    async with room.sharing.world.work.write() as tx:
        await tx.execute(members.delete().where(members.c.account_id == person.account()))
    await room.giving.give_due()
    await room.dropping.end(room.host, dropped.id)
    assert (await room.given(), await room.spent()) == (0, 0)


async def test_a_show_has_a_budget(room: Packets) -> None:
    """K9"""
    budget = await room.budgeting.budget(room.host, room.live)
    assert (budget.points, budget.spent) == (USUAL_POINTS, 0)
    with pytest.raises(OverBudget):
        await room.drop(packet_of(points=USUAL_POINTS + 1))
    assert await room.finding.newest(room.live) is None
    with pytest.raises(Forbidden):
        await room.budgeting.set_budget(room.host, room.live, NewBudget(points=90))
    manager = await room.sharing.world.person("manager", room.sharing.brand, "manager")
    await room.budgeting.set_budget(manager, room.live, NewBudget(points=150))
    dropped = await room.drop()
    with pytest.raises(Invalid):
        await room.budgeting.set_budget(manager, room.live, NewBudget(points=99))
    await room.dropping.end(room.host, dropped.id)  # nobody opened it
    await room.drop(packet_of(points=150))


async def test_one_packet_at_a_time_is_open_in_a_room(room: Packets) -> None:
    dropped = await room.drop()
    with pytest.raises(PacketRunning):
        await room.drop()
    await room.dropping.end(room.host, dropped.id)
    second = await room.drop()
    assert [one.id for one in await room.finding.of_show(room.live)] == [second.id, dropped.id]
    assert await room.finding.newest(room.live) == second
    assert len(room.sharing.world.happened(PacketDropped)) == 2


async def test_who_may_not(room: Packets) -> None:
    """K5"""
    fan = await room.sharing.world.person("fan")
    with pytest.raises(Forbidden):
        await room.dropping.drop(fan, room.live, LUCK)
    with pytest.raises(NoLiveRoom):
        await room.dropping.drop(room.host, room.ended, LUCK)
    with pytest.raises(NoRoom):
        await room.dropping.drop(room.host, "nowhere", LUCK)
    with pytest.raises(Invalid):
        await room.drop(packet_of(points=4))
    dropped = await room.drop()
    with pytest.raises(Forbidden):
        await room.dropping.end(fan, dropped.id)
    with pytest.raises(StaffCannotOpen):
        await room.opening.open(room.host, dropped.id)
    with pytest.raises(MembersOnly):
        await room.opening.open(fan, dropped.id)
    with pytest.raises(NoSuchPacket):
        await room.opening.open(fan, new_id())
    with pytest.raises(NoSuchPacket):
        await room.finding.get("nothing")


async def test_a_packet_in_a_members_show_is_for_its_members(room: Packets) -> None:
    dropped = await room.dropping.drop(room.host, room.members, LUCK)
    assert dropped.min_tier_rank == 2
    [fan] = await room.members_of(1)
    with pytest.raises(ForHigherTiers):
        await room.opening.open(fan, dropped.id)
    assert (await room.opening.open(room.sharing.sharer, dropped.id)).place == 1


async def test_over_http(room: Packets) -> None:
    routes = PacketRoutes(room.dropping, room.opening, room.finding, room.budgeting)
    endpoints = routes.endpoints()
    [fan] = await room.members_of(1)
    body = {"points": 10, "shares": 1, "greeting": "Hello", "split": "equal"}
    path = f"/api/shows/{room.live}/packets"
    async with client_as(room.host, of=endpoints) as host:
        for wrong in ({"points": 0}, {"shares": 1001}, {"greeting": " "}, {"points": 200_000}):
            answer = await host.post(path, json={**body, **wrong})
            assert (answer.status_code, answer.json()["fields"].keys()) == (422, wrong.keys())
        dropped = (await host.post(path, json=body)).json()
        budget = (await host.get(f"/api/shows/{room.live}/packet-budget")).json()
        assert budget == {"points": USUAL_POINTS, "spent": 10}
        async with client_as(fan, of=endpoints) as viewer:
            got = (await viewer.post(f"/api/packets/{dropped['id']}/opening")).json()
            assert (await viewer.get(f"{path}/mine")).json() == [got]
        await host.post(f"/api/packets/{dropped['id']}/end")
    async with client_as(GUEST, of=endpoints) as guest:
        packet = (await guest.get(f"/api/packets/{dropped['id']}")).json()
        arrivals = await guest.get(f"/api/packets/{dropped['id']}/arrivals")
    assert (packet["opened"], packet["opened_points"]) == (1, 10)
    assert arrivals.text == f"{got['ticket']} 10\n"


def packet_of(**changes: object) -> NewPacket:
    values = {"points": 100, "shares": 5, "greeting": "Good luck", **changes}
    return NewPacket(**values)  # type: ignore[arg-type]


async def test_points_are_booked_past_an_opening_whose_cannot_be(
    room: Packets, monkeypatch: pytest.MonkeyPatch
) -> None:
    """K7"""
    monkeypatch.setattr(giving, "BATCH", 2)
    dropped = await room.drop()
    people = await room.members_of(3)
    for person in people:
        await room.opening.open(person, dropped.id)
        room.sharing.world.pass_time(timedelta(seconds=1))
    bad, *good = people
    async with poisoned(room.sharing.world.work, "packet_opening", account_id=bad.account()):
        assert [await room.giving.give_due() for _ in range(3)] == [1, 1, 0]
        assert await room.active(bad) == 0
        assert all([await room.active(person) for person in good])
