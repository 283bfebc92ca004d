"""What people say of themselves, and when they changed it."""

import pytest

from kit.errors import Invalid
from membership.profiles.telling import Profiles
from membership.profiles.views import NewProfile
from tests.support.slices import World


async def test_a_profile_is_said_whole_and_its_changes_are_kept(world: World) -> None:
    mira = await world.person("mira")
    profiles = Profiles(world.work)
    assert (await profiles.mine(mira)).changed_at_ms is None
    await profiles.change(mira, NewProfile(display_name=" Mira ", language="en"))
    await profiles.change(mira, NewProfile(display_name="Mira", language="en"))
    mine = await profiles.change(mira, NewProfile(language="zh", birth_month=2, birth_day=29))
    assert (mine.display_name, mine.language, mine.birth_day) == (None, "zh", 29)
    assert [change.fields for change in await profiles.changes(mira)] == [
        ["display_name", "language", "birth_month", "birth_day"],
        ["display_name", "language"],
    ]
    assert await profiles.mine(mira) == mine
    assert (await profiles.mine(await world.person("noa"))).language is None


async def test_what_cannot_be_is_refused_by_its_field(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        await Profiles(world.work).change(
            await world.person("mira"), NewProfile(time_zone="Mars/Olympus")
        )
    assert set(refused.value.fields) == {"time_zone"}
