"""docs/campaigns.md, 4: what came of a campaign."""

from datetime import timedelta

import pytest

from membership.campaigns.errors import NotNow
from membership.campaigns.holdout import is_held_out
from tests.support.campaigns import Desk
from tests.support.slices import World


async def test_both_groups_are_compared_by_what_they_bought_in_time(world: World) -> None:
    desk = await Desk.open(world)
    fans = await desk.members(120)  # so many that chance makes neither group too small to compare
    await desk.buys(fans[0], 99)  # before the campaign
    world.pass_time(timedelta(minutes=1))
    campaign = await desk.run(holdout_percent=50, measure_days=3)
    held = [fan for fan in fans if is_held_out(campaign.id, fan.account(), 50)]
    treated = [fan for fan in fans if fan not in held]
    world.pass_time(timedelta(hours=1))
    for fan in treated[:20]:
        await desk.buys(fan, 1_000)
    await desk.buys(treated[0], 500)
    world.pass_time(timedelta(days=1))
    await desk.buys(held[0], 700)
    found = await desk.measuring.results(desk.manager, campaign.id)
    assert (found.treated.people, found.treated.buyers) == (len(treated), 20)
    assert (found.treated.revenue_minor, found.held_out.revenue_minor) == (20_500, 700)
    assert found.treated.rate_by_day_bp == [round(200_000 / len(treated))] * 2
    assert found.held_out.rate_by_day_bp == [0, round(10_000 / len(held))]
    assert (found.verdict, found.is_final) == ("more", False)
    assert found.rate is not None
    assert found.rate.low > 0
    assert found.revenue is not None
    assert found.revenue.low < 20_500 / len(treated) - 700 / len(held) < found.revenue.high

    world.pass_time(timedelta(days=2))
    await desk.buys(held[1], 9_000)  # too late
    late = await desk.measuring.results(desk.manager, campaign.id)
    assert (late.held_out.buyers, late.is_final) == (1, True)
    assert len(late.treated.rate_by_day_bp) == 3


async def test_little_is_said_of_few(world: World) -> None:
    desk = await Desk.open(world)
    await desk.members(3)
    campaign = await desk.run()
    found = await desk.measuring.results(desk.manager, campaign.id)
    assert (found.verdict, found.rate, found.revenue) == ("too_few", None, None)
    draft = await desk.draft()
    with pytest.raises(NotNow):
        await desk.measuring.results(desk.manager, draft.id)
