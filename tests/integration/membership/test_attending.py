"""Who watches which show is written many at a time, and each person and show is one row."""

from datetime import timedelta

from sqlalchemy import select

from kit.ids import new_id
from membership.attendance.attending import Attending
from membership.attendance.tables import show_visits
from tests.support.slices import World


async def rows(world: World) -> list[tuple[str, int]]:
    async with world.work.read() as tx:
        found = await tx.all(select(show_visits).order_by(show_visits.c.account_id))
    return [(row["account_id"], row["seconds"]) for row in found]


async def test_time_adds_up_over_visits_and_counts_once_for_several_windows(world: World) -> None:
    brand, show_id = await world.brand(), new_id()
    mira = (await world.person("mira")).account()
    attending = Attending(world.work)
    attending.come(mira, show_id, brand.id)
    await attending.write()
    assert await rows(world) == [(mira, 0)]
    world.pass_time(timedelta(seconds=60))
    attending.come(mira, show_id, brand.id)
    world.pass_time(timedelta(seconds=30))
    attending.go(mira, show_id)
    world.pass_time(timedelta(seconds=30))
    attending.go(mira, show_id)
    attending.come(mira, show_id, brand.id)
    world.pass_time(timedelta(seconds=5))
    attending.go(mira, show_id)
    await attending.close()
    assert await rows(world) == [(mira, 125)]


async def test_many_at_once_are_all_written_when_the_process_goes_down(world: World) -> None:
    brand, show_id = await world.brand(), new_id()
    people = sorted([(await world.person(f"p{number}")).account() for number in range(7)])
    attending = Attending(world.work)
    for account_id in people:
        attending.come(account_id, show_id, brand.id)
    world.pass_time(timedelta(seconds=9))
    for account_id in people[:3]:
        attending.go(account_id, show_id)
    await attending.close()
    await attending.write()
    assert await rows(world) == [(account, 9) for account in people[:3]] + [
        (account, 0) for account in people[3:]
    ]
