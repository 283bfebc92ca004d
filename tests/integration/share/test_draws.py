"""Draws, on real databases."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import pytest

from kit.auth import GUEST, Principal
from kit.errors import Forbidden
from kit.ids import new_id
from kit.unit_of_work import Tx
from share.draws import drawing
from share.draws.drawing import Drawing
from share.draws.entering import Entering
from share.draws.errors import (
    DrawClosed,
    DrawRunning,
    DrawUndecided,
    ForMembers,
    NoLiveRoom,
    NoRoom,
    NoSuchDraw,
    StaffCannotWin,
)
from share.draws.events import DrawDecided, DrawEntered, DrawOpened
from share.draws.lot import hash_of_seed, winning
from share.draws.routes import DrawRoutes
from share.draws.views import NewDraw
from tests.support.poison import poisoned
from tests.support.slices import Unlimited, client_as

from .conftest import Sharing

LAMP = NewDraw(prize="A table lamp", places=2, open_for_s=60)


@dataclass(frozen=True)
class Room:
    brand_id: str
    is_live: bool
    min_tier_rank: int = 0


@dataclass
class Draws:
    sharing: Sharing
    host: Principal
    live: str
    ended: str
    members: str
    drawing: Drawing
    entering: Entering

    async def people(self, count: int) -> list[Principal]:
        return [await self.sharing.world.person(f"fan_{number}") for number in range(count)]


@pytest.fixture
async def draws(sharing: Sharing) -> Draws:
    world, brand = sharing.world, sharing.brand
    live, ended = new_id(), new_id()
    members = new_id()
    rooms = {
        members: Room(brand.id, is_live=True, min_tier_rank=2),
        live: Room(brand.id, is_live=True),
        ended: Room(brand.id, is_live=False),
    }

    async def find(_tx: Tx, show_id: str) -> Room | None:
        return rooms.get(show_id)

    host = await world.person("host", brand, "host")
    drawing, entering = Drawing(world.work, find), Entering(world.work, Unlimited())
    return Draws(sharing, host, live, ended, members, drawing, entering)


async def test_a_draw_is_promised_entered_decided_and_can_be_checked(draws: Draws) -> None:
    opened = await draws.drawing.open(draws.host, draws.live, LAMP)
    assert (opened.status, opened.seed, opened.entrants_hash) == ("open", None, None)
    people = await draws.people(5)
    entries = {one.account(): await draws.entering.enter(one, opened.id) for one in people}
    with pytest.raises(DrawUndecided):
        await draws.drawing.tickets(opened.id)

    draws.sharing.world.pass_time(timedelta(minutes=1))
    with pytest.raises(DrawClosed):
        await draws.entering.enter(draws.sharing.sharer, opened.id)
    assert await draws.drawing.decide_due() == 1
    draw, tickets = await draws.drawing.get(opened.id), await draws.drawing.tickets(opened.id)
    assert draw.seed is not None
    assert draw.seed_hash == opened.seed_hash == hash_of_seed(draw.seed)
    assert tickets == sorted(entry.ticket for entry in entries.values())
    assert [one.ticket for one in draw.winners] == winning(draw.seed, tickets, 2)
    [decision] = draws.sharing.world.happened(DrawDecided)
    assert isinstance(decision, DrawDecided)
    assert [entries[winner].ticket for winner in decision.account_ids] == [
        one.ticket for one in draw.winners
    ]
    first = next(one for one in people if one.account() == decision.account_ids[0])
    [mine] = await draws.drawing.mine(first, draws.live)
    assert (mine.ticket, mine.place) == (draw.winners[0].ticket, 1)
    assert (await draws.entering.enter(first, draw.id)).place == 1  # asks again, and is told


async def test_deciding_again_changes_nothing(draws: Draws) -> None:
    opened = await draws.drawing.open(draws.host, draws.live, LAMP)
    [person] = await draws.people(1)
    await draws.entering.enter(person, opened.id)
    decided = await draws.drawing.decide(draws.host, opened.id)
    draws.sharing.world.pass_time(timedelta(hours=1))
    assert await draws.drawing.decide(draws.host, opened.id) == decided
    assert await draws.drawing.decide_due() == 0
    assert len(draws.sharing.world.happened(DrawDecided)) == 1


async def test_who_enters_a_hundred_times_at_once_has_one_ticket(draws: Draws) -> None:
    opened = await draws.drawing.open(draws.host, draws.live, LAMP)
    people = await draws.people(4)
    entries = await asyncio.gather(
        *(draws.entering.enter(person, opened.id) for person in people for _ in range(25))
    )
    assert len({entry.ticket for entry in entries}) == 4
    assert (await draws.drawing.get(opened.id)).entrants == 4
    entered = draws.sharing.world.happened(DrawEntered)
    assert [event.entrants for event in entered if isinstance(event, DrawEntered)][-1] == 4


async def test_entries_and_the_decision_may_pass_each_other(draws: Draws) -> None:
    opened = await draws.drawing.open(draws.host, draws.live, LAMP)
    people = await draws.people(20)
    results = await asyncio.gather(
        *(draws.entering.enter(person, opened.id) for person in people[:10]),
        draws.drawing.decide(draws.host, opened.id),
        *(draws.entering.enter(person, opened.id) for person in people[10:]),
        return_exceptions=True,
    )
    refused = [one for one in results if isinstance(one, BaseException)]
    assert all(isinstance(one, DrawClosed) for one in refused)
    draw, tickets = await draws.drawing.get(opened.id), await draws.drawing.tickets(opened.id)
    assert draw.entrants == len(tickets) == 20 - len(refused)


async def test_a_draw_that_nobody_entered_has_no_winner(draws: Draws) -> None:
    opened = await draws.drawing.open(draws.host, draws.live, LAMP)
    decided = await draws.drawing.decide(draws.host, opened.id)
    assert (decided.status, decided.winners, decided.entrants) == ("decided", [], 0)


async def test_one_draw_at_a_time_is_open_in_a_room(draws: Draws) -> None:
    opened = await draws.drawing.open(draws.host, draws.live, LAMP)
    with pytest.raises(DrawRunning):
        await draws.drawing.open(draws.host, draws.live, LAMP)
    await draws.drawing.decide(draws.host, opened.id)
    second = await draws.drawing.open(draws.host, draws.live, LAMP)
    assert [draw.id for draw in await draws.drawing.of_show(draws.live)] == [second.id, opened.id]
    assert (await draws.drawing.newest(draws.live)) == second
    assert len(draws.sharing.world.happened(DrawOpened)) == 2


async def test_who_may_not(draws: Draws) -> None:
    drawing, entering, [fan] = draws.drawing, draws.entering, await draws.people(1)
    with pytest.raises(Forbidden):
        await drawing.open(fan, draws.live, LAMP)
    with pytest.raises(NoLiveRoom):
        await drawing.open(draws.host, draws.ended, LAMP)
    with pytest.raises(NoRoom):
        await drawing.open(draws.host, "nowhere", LAMP)
    opened = await drawing.open(draws.host, draws.live, LAMP)
    with pytest.raises(Forbidden):
        await drawing.decide(fan, opened.id)
    with pytest.raises(StaffCannotWin):
        await entering.enter(draws.host, opened.id)
    with pytest.raises(NoSuchDraw):
        await entering.enter(fan, new_id())
    with pytest.raises(NoSuchDraw):
        await drawing.get("nothing")


async def test_a_draw_in_a_members_show_is_for_its_members(draws: Draws) -> None:
    opened = await draws.drawing.open(draws.host, draws.members, LAMP)
    assert opened.min_tier_rank == 2
    [fan] = await draws.people(1)
    with pytest.raises(ForMembers):
        await draws.entering.enter(fan, opened.id)
    assert (await draws.entering.enter(draws.sharing.sharer, opened.id)).place is None


async def test_over_http(draws: Draws) -> None:
    endpoints = DrawRoutes(draws.drawing, draws.entering).endpoints()
    [fan] = await draws.people(1)
    async with client_as(draws.host, of=endpoints) as host:
        body = {"prize": "A lamp", "places": 1, "open_for_s": 60}
        opened = (await host.post(f"/api/shows/{draws.live}/draws", json=body)).json()
        bad = await host.post(f"/api/shows/{draws.live}/draws", json={**body, "prize": "  "})
        assert (bad.status_code, bad.json()["fields"].keys()) == (422, {"prize"})
        async with client_as(fan, of=endpoints) as viewer:
            entry = (await viewer.post(f"/api/draws/{opened['id']}/entry")).json()
            mine = (await viewer.get(f"/api/shows/{draws.live}/draws/mine")).json()
        assert mine == [entry]
        await host.post(f"/api/draws/{opened['id']}/decision")
    async with client_as(GUEST, of=endpoints) as guest:
        draw = (await guest.get(f"/api/draws/{opened['id']}")).json()
        tickets = await guest.get(f"/api/draws/{opened['id']}/tickets")
    assert draw["winners"] == [{"place": 1, "ticket": entry["ticket"], "handle": fan.handle}]
    assert tickets.text == f"{entry['ticket']}\n"


async def test_draws_are_decided_past_one_that_cannot_be(
    draws: Draws, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "BATCH", 1)
    bad = await draws.drawing.open(draws.host, draws.live, LAMP)
    draws.sharing.world.pass_time(timedelta(seconds=1))
    good = await draws.drawing.open(draws.host, draws.members, LAMP)
    draws.sharing.world.pass_time(timedelta(hours=1))
    async with poisoned(draws.sharing.world.work, "draw", id=bad.id):
        assert [await draws.drawing.decide_due() for _ in range(3)] == [0, 1, 0]
    assert (await draws.drawing.get(good.id)).status == "decided"
