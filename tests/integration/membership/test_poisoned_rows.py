"""A row that always fails comes first, and fills a whole batch: the worker goes past it."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from membership.points import tending
from membership.segments import gathering
from membership.segments.gathering import Gathering
from membership.tiers import reviewing
from tests.support.points import TIERS, Club, programme
from tests.support.poison import poisoned
from tests.support.slices import World


async def test_points_mature_past_a_member_whose_cannot(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tending, "BATCH", 2)
    club = await Club.open(world, programme())
    bad, good = await club.member("bad"), await club.member("good")
    for _ in range(2):
        await club.buys(bad, 1_000)
    world.pass_time(timedelta(seconds=1))
    await club.buys(good, 1_000)
    world.pass_time(timedelta(days=14))
    async with poisoned(world.work, "point_lot", account_id=bad.account()):
        for _ in range(2):
            await club.tending.tend()
        assert [(await club.wallet(one)).active for one in (bad, good)] == [0, 10]


async def test_facts_are_made_past_a_member_whose_cannot_be(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "BATCH", 2)
    club = await Club.open(world, programme())
    people = [await club.member(handle) for handle in ("bad", "good", "better")]

    async def find_bought(*_: object) -> dict[tuple[str, str], object]:
        return {}

    gather = Gathering(world.work, find_bought)  # type: ignore[arg-type]
    await gather.note([(club.brand.id, person.account()) for person in people])
    async with poisoned(world.work, "member_facts", account_id=people[0].account()):
        made = [await gather.gather() for _ in range(3)]
        assert sum(made) == 2
        assert made[-1] == 0


async def test_new_rules_walk_past_a_member_whom_they_cannot_reach(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reviewing, "BATCH", 1)
    club = await Club.open(world, programme())
    people = sorted([await club.member(f"fan_{n}") for n in range(3)], key=lambda p: p.account())
    for person in people:
        await club.buys(person, 5_000)
    await club.pass_days(14)
    lower = [replace(tier, points_from=40) if tier.name == "Silver" else tier for tier in TIERS]
    async with poisoned(world.work, "member", account_id=people[0].account()):
        await club.set_rules(programme(tiers=lower, version=1))
        while await club.reviewing.apply_rules():
            pass
        ranks = [(await club.wallet(person)).tier.name for person in people]
        assert ranks == ["Bronze", "Silver", "Silver"]
