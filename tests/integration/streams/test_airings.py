"""Who may publish and watch a show, and what everyone is told of it."""

from datetime import timedelta

import pytest

from kit.auth import GUEST, Principal
from kit.clock import to_ms
from kit.errors import Forbidden, NotSignedIn
from membership.people import Brand
from streams.broadcast.airing import GONE_AFTER, SEEN_EVERY
from streams.broadcast.airings import Airings
from streams.broadcast.passes import WATCH_FOR, Passes
from streams.broadcast.videos import Videos
from streams.errors import IllegalShowMove, NoSuchShow, NotAdmitted, NotOnAir, WrongStreamKey
from streams.events import VideoChanged
from streams.shows import Shows
from streams.views import NewShow
from tests.support.slices import World

MEDIA = "https://media.example"


class Backstage:
    """A brand's show, its host, and both sides of its video."""

    def __init__(self, world: World, host: Principal, show_id: str) -> None:
        passes = Passes("a secret that only this test knows")
        self.world = world
        self.host = host
        self.show_id = show_id
        self.passes = passes
        self.shows = Shows(world.work)
        self.videos = Videos(world.work, passes, MEDIA)
        self.airings = Airings(world.work, passes, MEDIA)

    async def say(self, *, is_heard: bool = True) -> set[str]:
        return await self.airings.say({self.show_id: is_heard})

    async def signal(self) -> str:
        return (await self.videos.of_show(self.show_id, is_host=True)).signal

    async def key(self) -> str:
        return (await self.videos.stream_key(self.host, self.show_id)).key

    def told(self) -> int:
        return len(self.world.happened(VideoChanged))


@pytest.fixture
async def brand(world: World) -> Brand:
    return await world.brand()


@pytest.fixture
async def backstage(world: World, brand: Brand) -> Backstage:
    host = await world.person("hannah", brand, "host")
    start = to_ms(world.now + timedelta(hours=2))
    new = NewShow(brand_id=brand.id, title="Evening show", scheduled_at_ms=start)
    return Backstage(world, host, (await Shows(world.work).schedule(host, new)).id)


async def test_the_key_of_the_control_panel_lets_its_show_be_published(
    backstage: Backstage,
) -> None:
    told = await backstage.videos.stream_key(backstage.host, backstage.show_id)
    assert told.whip_url == f"{MEDIA}/whip/{backstage.show_id}"
    await backstage.airings.admit_publisher(backstage.show_id, told.key)


async def test_a_renewed_key_makes_the_one_before_void(backstage: Backstage) -> None:
    before = await backstage.key()
    renewed = await backstage.videos.renew_stream_key(backstage.host, backstage.show_id)
    assert renewed.key == await backstage.key() != before
    await backstage.airings.admit_publisher(backstage.show_id, renewed.key)
    with pytest.raises(WrongStreamKey):
        await backstage.airings.admit_publisher(backstage.show_id, before)


async def test_only_hosts_are_given_the_key(backstage: Backstage, world: World) -> None:
    with pytest.raises(NotSignedIn):
        await backstage.videos.stream_key(GUEST, backstage.show_id)
    stranger = await world.person("vera")
    with pytest.raises(Forbidden):
        await backstage.videos.renew_stream_key(stranger, backstage.show_id)
    with pytest.raises(NoSuchShow):
        await backstage.videos.stream_key(backstage.host, "none")
    with pytest.raises(NoSuchShow):
        await backstage.videos.of_show("none")


async def test_nobody_publishes_a_show_that_is_over_or_unknown(backstage: Backstage) -> None:
    key = await backstage.key()
    with pytest.raises(NoSuchShow):
        await backstage.airings.admit_publisher("none", key)
    await backstage.shows.cancel(backstage.host, backstage.show_id)
    with pytest.raises(IllegalShowMove):
        await backstage.airings.admit_publisher(backstage.show_id, key)


async def test_viewers_are_told_nothing_of_a_rehearsal(backstage: Backstage, world: World) -> None:
    await backstage.say()
    stranger, show_id = await world.person("vera"), backstage.show_id
    for video in (
        await backstage.videos.of_show(show_id),
        await backstage.videos.for_viewer(GUEST, show_id),
        await backstage.videos.for_viewer(stranger, show_id),
    ):
        assert (video.signal, video.hls_url, video.whep_url, video.version) == (
            "off", None, None, 0,
        )  # fmt: skip
    own = await backstage.videos.for_viewer(backstage.host, show_id)
    assert own.signal == "live"
    assert own.hls_url is not None
    watch_pass = own.hls_url.split("/")[-2]
    await backstage.airings.admit_viewer(show_id, watch_pass)


async def test_a_rehearsal_is_seen_by_who_has_a_pass_and_by_nobody_else(
    backstage: Backstage, world: World
) -> None:
    airings, show_id = backstage.airings, backstage.show_id
    with pytest.raises(NotOnAir):
        await airings.admit_viewer(show_id, None)
    told = await backstage.videos.stream_key(backstage.host, show_id)
    await airings.admit_viewer(show_id, told.watch_pass)
    for wrong in ("", "x", told.watch_pass + "x", backstage.passes.watch_pass("another")):
        with pytest.raises(NotAdmitted):
            await airings.admit_viewer(show_id, wrong)
    await backstage.shows.start(backstage.host, show_id)
    world.pass_time(timedelta(seconds=2))
    await airings.admit_viewer(show_id, None)
    assert timedelta(hours=1) < WATCH_FOR < timedelta(days=1)


async def test_what_is_heard_is_told_once(backstage: Backstage) -> None:
    assert await backstage.signal() == "off"
    for _ in range(3):
        assert await backstage.say() == set()
    await backstage.shows.start(backstage.host, backstage.show_id)
    video = await backstage.videos.of_show(backstage.show_id)
    assert (video.signal, backstage.told(), video.pass_until_ms) == ("live", 1, None)
    assert video.hls_url == f"{MEDIA}/hls/{backstage.show_id}/public/index.m3u8"
    assert video.whep_url == f"{MEDIA}/whep/{backstage.show_id}"
    await backstage.say(is_heard=False)
    assert (await backstage.signal(), backstage.told()) == ("lost", 2)
    await backstage.say()
    assert (await backstage.signal(), backstage.told()) == ("live", 3)


async def test_the_end_of_the_show_is_the_end_of_its_video(backstage: Backstage) -> None:
    await backstage.shows.start(backstage.host, backstage.show_id)
    await backstage.say()
    await backstage.shows.end(backstage.host, backstage.show_id)
    assert await backstage.say() == {backstage.show_id}
    assert await backstage.signal() == "off"


async def test_of_a_media_process_that_is_gone_the_shows_are_lost(
    backstage: Backstage, world: World
) -> None:
    await backstage.say()
    world.pass_time(SEEN_EVERY)
    await backstage.say()
    world.pass_time(GONE_AFTER - timedelta(seconds=1))
    assert await backstage.videos.lose_unseen() == 0
    world.pass_time(timedelta(seconds=2))
    assert await backstage.videos.lose_unseen() == 1
    assert (await backstage.signal(), backstage.told()) == ("lost", 2)
    assert await backstage.videos.lose_unseen() == 0
