"""docs/campaigns.md, 1: facts are gathered, segments counted."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from kit.errors import Forbidden
from kit.unit_of_work import Tx
from membership.attendance import store as store_attendance
from membership.attendance.visit import ShowVisit
from membership.programmes import Programmes
from membership.segments.errors import NoSuchSegment, SegmentInUse
from membership.segments.facts import Bought
from membership.segments.gathering import Gathering
from membership.segments.rule import Between, Group, InCategories, Rule
from membership.segments.views import NewSegment
from tests.support.campaigns import Desk, at_least
from tests.support.slices import World

BOUGHT_SHOES = Rule(groups=[Group(conditions=[InCategories(any_of=["Shoes"])])])
WATCHED = Rule(groups=[Group(conditions=[Between(fact="shows_watched", at_least=1)])])


async def test_a_count_tells_how_many_and_who_the_first_are(world: World) -> None:
    desk = await Desk.open(world)
    await desk.members(25, orders=2)
    await desk.members(3, orders=1)
    await (await Desk.open(world)).members(2, orders=2)
    found = await desk.segmenting.count(desk.manager, desk.brand.slug, at_least(2))
    assert (found.members, len(found.examples)) == (25, 20)
    assert found.examples[0].handle.startswith("p1_")
    few = await desk.segmenting.count(
        desk.manager, desk.brand.slug, Rule(groups=[Group(conditions=[Between(fact="orders", at_most=1)])])
    )  # fmt: skip
    assert (few.members, len(few.examples)) == (3, 3)


async def test_facts_follow_their_sources_however_often_they_are_noted(world: World) -> None:
    desk = await Desk.open(world)
    person = await world.person("mira")
    key = (desk.brand.id, person.account())
    known: dict[tuple[str, str], Bought] = {}

    async def bought(_tx: Tx, _keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Bought]:
        return known

    gathering = Gathering(world.work, bought)
    await gathering.note([key])
    assert await gathering.gather() == 0, "who is no member has no facts"
    await Programmes(world.work).join(person, desk.brand.slug)
    for _ in range(3):
        await gathering.note([key])
    assert await gathering.gather() == 1
    assert await gathering.gather() == 0

    async def number(rule: Rule) -> int:
        return (await desk.segmenting.count(desk.manager, desk.brand.slug, rule)).members

    assert (await number(Rule()), await number(BOUGHT_SHOES)) == (1, 0)
    known[key] = Bought(
        orders=1,
        spend_minor=500,
        green_bp=0,
        last_bought_at=world.now,
        categories=frozenset({"Shoes", "Hats"}),
    )
    for _ in range(2):
        await gathering.note([key])
        await gathering.gather()
        assert (await number(BOUGHT_SHOES), await number(at_least(2))) == (1, 0)
    assert await desk.segmenting.categories(desk.manager, desk.brand.slug) == ["Hats", "Shoes"]
    known.clear()
    await gathering.note([key])
    await gathering.gather()
    assert await number(BOUGHT_SHOES) == 0


async def test_who_watched_a_show_that_ended_has_watched_one_more(world: World) -> None:
    desk = await Desk.open(world)
    watcher, _ = await desk.members(2)
    async with world.work.write() as tx:
        visit = ShowVisit(
            watcher.account(), "s" * 20, desk.brand.id, world.now, world.now + timedelta(1), 60
        )
        await store_attendance.add_visits(tx, [visit])
    for _ in range(2):
        await desk.gathering.note_show(desk.brand.id, "s" * 20)
        assert await desk.gathering.gather() == 1
    found = await desk.segmenting.count(desk.manager, desk.brand.slug, WATCHED)
    assert [one.shows_watched for one in found.examples] == [1]


async def test_members_by_tier_are_counted_once_a_day(world: World) -> None:
    desk = await Desk.open(world)
    first, _ = await desk.members(2)
    await desk.gathering.count_tiers()
    world.pass_time(timedelta(days=1))
    await world.put_on_tier(first, desk.brand, 3)
    for _ in range(2):
        await desk.gathering.count_tiers()
    days = await desk.segmenting.tiers_by_day(desk.manager, desk.brand.slug)
    assert [day.members for day in days] == [[2, 0, 0], [1, 0, 1]]
    assert days[1].day_ms - days[0].day_ms == 86_400_000


async def test_a_segment_is_named_changed_and_removed_by_managers_alone(world: World) -> None:
    desk = await Desk.open(world)
    await desk.members(2, orders=1)
    made = await desk.segment(at_least(1), "  Buyers ")
    assert (made.name, made.members) == ("Buyers", 2)
    changed = await desk.segmenting.change(
        desk.manager, made.id, NewSegment(name="Fans", rule=at_least(2))
    )
    assert (changed.name, changed.members) == ("Fans", 0)
    stranger = await world.person("stranger")
    for attempt in (
        desk.segmenting.all(stranger, desk.brand.slug),
        desk.segmenting.count(stranger, desk.brand.slug, Rule()),
        desk.segmenting.remove(stranger, made.id),
    ):
        with pytest.raises(Forbidden):
            await attempt
    await desk.segmenting.remove(desk.manager, made.id)
    assert await desk.segmenting.all(desk.manager, desk.brand.slug) == []
    with pytest.raises(NoSuchSegment):
        await desk.segmenting.remove(desk.manager, made.id)


async def test_a_segment_that_a_campaign_names_stays(world: World) -> None:
    desk = await Desk.open(world)
    draft = await desk.draft()
    with pytest.raises(SegmentInUse):
        await desk.segmenting.remove(desk.manager, draft.segment_id)
    await desk.planning.remove(desk.manager, draft.id)
    await desk.segmenting.remove(desk.manager, draft.segment_id)
