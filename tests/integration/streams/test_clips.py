"""Clips: cut from a replay by its hosts, watched by everyone, gone with the recording."""

from dataclasses import replace

import pytest

from kit.auth import GUEST, Principal
from kit.clock import to_ms
from kit.errors import Forbidden, Invalid, NotSignedIn
from kit.unit_of_work import Tx
from streams.errors import NoReplay, NoSuchClip
from streams.replay import store
from streams.replay.cutting import Cutting
from streams.replay.recording import Recording, Stretch
from streams.replay.views import NewClip
from streams.shows import Shows
from streams.views import NewShow
from tests.support.slices import World

MINUTE = 60_000


class Room:
    """A show of ten minutes that has ended."""

    def __init__(self, world: World, host: Principal, show_id: str) -> None:
        self.world = world
        self.host = host
        self.show_id = show_id
        self.cutting = Cutting(world.work, _sold)

    async def change(self, **facts: object) -> None:
        async with self.world.work.write() as tx:
            known = await store.recording(tx, self.show_id)
            assert known is not None
            await store.save_recording(tx, replace(known, **facts))  # type: ignore[arg-type]


async def _sold(_tx: Tx, _show_id: str) -> list[str]:
    return ["lamp", "chair"]


def a_clip(**facts: object) -> NewClip:
    return NewClip(
        **{"title": "The lamp", "starts_ms": MINUTE, "ends_ms": 2 * MINUTE, **facts}  # type: ignore[arg-type]
    )


@pytest.fixture
async def room(world: World) -> Room:
    brand = await world.brand()
    host = await world.person("hannah", brand, "host")
    shows = Shows(world.work)
    new = NewShow(brand_id=brand.id, title="Evening show", scheduled_at_ms=to_ms(world.now))
    show_id = (await shows.schedule(host, new)).id
    await shows.start(host, show_id)
    await shows.end(host, show_id)
    whole = (Stretch(0.0, world.now, 600.0),)
    async with world.work.write() as tx:
        recording = Recording(show_id, world.now, 1, whole, world.now)
        await store.add_recording(tx, recording)
    return Room(world, host, show_id)


async def test_a_clip_is_cut_listed_and_removed(room: Room) -> None:
    new = a_clip(title="  The   lamp ", product_ids=["lamp", "lamp"])
    clip = await room.cutting.cut(room.host, room.show_id, new)
    assert (clip.title, clip.product_ids) == ("The lamp", ["lamp"])
    assert await room.cutting.get(clip.id) == clip
    other = await room.cutting.cut(room.host, room.show_id, a_clip(title="The chair"))
    assert await room.cutting.of_show(room.show_id) == [other, clip]
    await room.cutting.remove(room.host, clip.id)
    assert await room.cutting.of_show(room.show_id) == [other]
    with pytest.raises(NoSuchClip):
        await room.cutting.get(clip.id)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"starts_ms": MINUTE, "ends_ms": MINUTE}, "ends_ms"),
        ({"starts_ms": 2 * MINUTE, "ends_ms": MINUTE}, "ends_ms"),
        ({"ends_ms": 10 * MINUTE + 1}, "ends_ms"),
        ({"product_ids": ["lamp", "sofa"]}, "product_ids"),
        ({"title": " a "}, "title"),
    ],
)
async def test_what_makes_no_clip_is_refused_by_its_field(
    room: Room, facts: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await room.cutting.cut(room.host, room.show_id, a_clip(**facts))
    assert refused.value.fields is not None
    assert set(refused.value.fields) == {field}


async def test_a_clip_of_an_hour_is_too_long(room: Room) -> None:
    await room.change(stretches=(Stretch(0.0, room.world.now, 3_600.0),))
    with pytest.raises(Invalid):
        await room.cutting.cut(room.host, room.show_id, a_clip(ends_ms=60 * MINUTE))


async def test_only_its_hosts_cut_a_show(room: Room) -> None:
    with pytest.raises(NotSignedIn):
        await room.cutting.cut(GUEST, room.show_id, a_clip())
    stranger = await room.world.person("stranger")
    with pytest.raises(Forbidden):
        await room.cutting.cut(stranger, room.show_id, a_clip())
    clip = await room.cutting.cut(room.host, room.show_id, a_clip())
    with pytest.raises(NotSignedIn):
        await room.cutting.remove(GUEST, clip.id)


async def test_clips_are_gone_with_the_recording(room: Room) -> None:
    clip = await room.cutting.cut(room.host, room.show_id, a_clip())
    await room.change(discarded_at=room.world.now)
    with pytest.raises(NoSuchClip):
        await room.cutting.get(clip.id)
    assert await room.cutting.of_show(room.show_id) == []
    with pytest.raises(NoReplay):
        await room.cutting.cut(room.host, room.show_id, a_clip())
