"""Planning and running shows, each by who may."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from msgspec import UNSET

from kit.auth import GUEST, Principal
from kit.clock import to_ms
from kit.errors import Forbidden, Invalid, NotSignedIn, Refusal
from kit.ids import new_id
from membership.errors import NoSuchBrand
from membership.people import Brand
from streams import events
from streams.errors import BadShowTime, IllegalShowMove, NoSuchShow
from streams.shows import Shows
from streams.views import NewShow, ShowChange
from tests.support.slices import World


@pytest.fixture
def shows(world: World) -> Shows:
    return Shows(world.work)


@pytest.fixture
async def brand(world: World) -> Brand:
    return await world.brand()


@pytest.fixture
async def host(world: World, brand: Brand) -> Principal:
    return await world.person("hannah", brand, "host")


def a_new(world: World, brand: Brand, **facts: Any) -> NewShow:
    start = to_ms(world.now + timedelta(hours=2))
    return NewShow(
        **{"brand_id": brand.id, "title": "Evening show", "scheduled_at_ms": start, **facts}
    )


async def test_a_show_goes_from_plan_to_end(
    shows: Shows, world: World, brand: Brand, host: Principal
) -> None:
    planned = await shows.schedule(host, a_new(world, brand, title="  Evening   show "))
    assert (planned.title, planned.status, planned.version) == ("Evening show", "scheduled", 1)
    assert (planned.brand_slug, planned.hue) == (brand.slug, brand.hue)

    world.pass_time(timedelta(hours=2))
    live = await shows.start(host, planned.id)
    assert (live.status, live.started_at_ms, live.version) == ("live", to_ms(world.now), 2)
    world.pass_time(timedelta(hours=1))
    ended = await shows.end(host, planned.id)
    assert (ended.status, ended.ended_at_ms, ended.version) == ("ended", to_ms(world.now), 3)
    assert ended.started_at_ms == live.started_at_ms

    assert await shows.get(planned.id) == ended
    facts = {"show_id": planned.id, "brand_id": brand.id}
    assert world.events == [
        events.ShowScheduled(**facts),
        events.ShowStarted(**facts),
        events.ShowEnded(**facts),
    ]


async def test_a_planned_show_can_be_cancelled_and_then_nothing_more(
    shows: Shows, world: World, brand: Brand, host: Principal
) -> None:
    show = await shows.schedule(host, a_new(world, brand))
    assert (await shows.cancel(host, show.id)).status == "cancelled"
    for move in (shows.start, shows.end, shows.cancel):
        with pytest.raises(IllegalShowMove):
            await move(host, show.id)
    assert len(world.events) == 2


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("guest", NotSignedIn),
        ("member", Forbidden),
        ("moderator", Forbidden),
        ("host of another brand", Forbidden),
    ],
)
async def test_only_the_brands_hosts_run_its_shows(
    shows: Shows, world: World, brand: Brand, host: Principal, who: str, refusal: type[Refusal]
) -> None:
    people = {
        "guest": GUEST,
        "member": await world.person("mira"),
        "moderator": await world.person("mo", brand, "moderator"),
        "host of another brand": await world.person("otto", await world.brand(), "host"),
    }
    show = await shows.schedule(host, a_new(world, brand))
    before = len(world.events)
    with pytest.raises(refusal):
        await shows.schedule(people[who], a_new(world, brand))
    with pytest.raises(refusal):
        await shows.change(people[who], show.id, ShowChange(title="Mine now"))
    for move in (shows.start, shows.end, shows.cancel):
        with pytest.raises(refusal):
            await move(people[who], show.id)
    assert await shows.get(show.id) == show
    assert len(world.events) == before


@pytest.mark.parametrize("role", ["host", "manager"])
async def test_hosts_and_managers_plan_shows(
    shows: Shows, world: World, brand: Brand, role: str
) -> None:
    person = await world.person("pia", brand, role)
    assert (await shows.schedule(person, a_new(world, brand))).status == "scheduled"


@pytest.mark.parametrize("ahead", [timedelta(hours=-1), timedelta(days=400)])
async def test_a_show_is_not_planned_for_the_past_or_a_distant_future(
    shows: Shows, world: World, brand: Brand, host: Principal, ahead: timedelta
) -> None:
    with pytest.raises(BadShowTime) as refused:
        await shows.schedule(host, a_new(world, brand, scheduled_at_ms=to_ms(world.now + ahead)))
    assert set(refused.value.fields) == {"scheduled_at_ms"}
    assert await shows.find() == []


async def test_a_title_needs_letters_and_a_brand_must_exist(
    shows: Shows, world: World, brand: Brand, host: Principal
) -> None:
    with pytest.raises(Invalid) as refused:
        await shows.schedule(host, a_new(world, brand, title="  a   "))
    assert set(refused.value.fields) == {"title"}
    with pytest.raises(NoSuchBrand):
        await shows.schedule(host, a_new(world, brand, brand_id=new_id()))


async def test_of_ten_starts_at_once_one_counts(
    shows: Shows, world: World, brand: Brand, host: Principal
) -> None:
    show = await shows.schedule(host, a_new(world, brand))
    outcomes = await asyncio.gather(
        *(shows.start(host, show.id) for _ in range(10)), return_exceptions=True
    )
    assert sum(isinstance(outcome, IllegalShowMove) for outcome in outcomes) == 9
    assert (await shows.get(show.id)).version == 2
    assert len(world.happened(events.ShowStarted)) == 1


async def test_changes_at_once_are_all_counted(
    shows: Shows, world: World, brand: Brand, host: Principal
) -> None:
    show = await shows.schedule(host, a_new(world, brand))
    await asyncio.gather(
        *(shows.change(host, show.id, ShowChange(title=f"Show {n}")) for n in range(10))
    )
    assert (await shows.get(show.id)).version == 11


async def test_words_change_at_any_time_and_the_time_only_before_the_start(
    shows: Shows, world: World, brand: Brand, host: Principal
) -> None:
    show = await shows.schedule(host, a_new(world, brand, description="Lamps."))
    later = to_ms(world.now + timedelta(hours=5))
    changed = await shows.change(
        host, show.id, ShowChange(title=" Late  show ", description=UNSET, scheduled_at_ms=later)
    )
    assert (changed.title, changed.description, changed.scheduled_at_ms, changed.version) == (
        "Late show",
        "Lamps.",
        later,
        2,
    )
    with pytest.raises(BadShowTime):
        await shows.change(host, show.id, ShowChange(scheduled_at_ms=0))

    await shows.start(host, show.id)
    with pytest.raises(IllegalShowMove, match="its time can no longer change"):
        await shows.change(host, show.id, ShowChange(scheduled_at_ms=later))
    assert (
        await shows.change(host, show.id, ShowChange(description=" New. "))
    ).description == "New."
    assert world.events[-1] == events.ShowChanged(show_id=show.id, brand_id=brand.id)


async def test_shows_are_found_by_status_and_brand_in_a_useful_order(
    shows: Shows, world: World, brand: Brand, host: Principal
) -> None:
    other = await world.brand()
    elsewhere = await world.person("otto", other, "host")
    first, second, third = [
        await shows.schedule(
            host, a_new(world, brand, scheduled_at_ms=to_ms(world.now + timedelta(hours=hours)))
        )
        for hours in (3, 1, 2)
    ]
    foreign = await shows.schedule(elsewhere, a_new(world, other))
    await shows.start(host, second.id)

    assert [show.id for show in await shows.find("scheduled", brand.slug)] == [third.id, first.id]
    assert [show.id for show in await shows.find("live")] == [second.id]
    assert [show.id for show in await shows.find(None, other.slug)] == [foreign.id]
    assert len(await shows.find()) == 4
    assert await shows.find("ended") == []
    with pytest.raises(Invalid) as refused:
        await shows.find("soon")
    assert "scheduled, live, ended, cancelled" in refused.value.fields["status"]
    with pytest.raises(NoSuchBrand):
        await shows.find(None, "nowhere")


async def test_what_does_not_exist_is_not_found(shows: Shows, host: Principal) -> None:
    with pytest.raises(NoSuchShow):
        await shows.get(new_id())
    for move in (shows.start, shows.end, shows.cancel):
        with pytest.raises(NoSuchShow):
            await move(host, new_id())


async def test_others_ask_for_the_venue_inside_their_own_transaction(
    shows: Shows, world: World, brand: Brand, host: Principal
) -> None:
    show = await shows.schedule(host, a_new(world, brand))
    await shows.start(host, show.id)
    async with world.work.read() as tx:
        venue = await shows.venue(tx, show.id)
        assert venue is not None
        assert (venue.brand_id, venue.is_live, venue.title) == (brand.id, True, "Evening show")
        assert await shows.venue(tx, new_id()) is None
