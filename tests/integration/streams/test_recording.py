"""Recording what is published, whatever happens to the store, the database and the process, and watching it again."""

import asyncio
import io
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import av
import pytest

from kit.auth import GUEST, Principal
from kit.clock import to_ms
from kit.errors import Forbidden, NotSignedIn
from membership.people import Brand
from streams.broadcast.broadcast import Broadcast
from streams.broadcast.passes import Passes
from streams.broadcast.videos import Videos
from streams.errors import IllegalShowMove, NoReplay
from streams.replay import recorder
from streams.replay.ledger import Ledger
from streams.replay.objects import Objects, StoreDown
from streams.replay.recorder import Recorder
from streams.replay.recorders import Recorders
from streams.replay.replays import Replays
from streams.replay.views import ReplayView
from streams.shows import Shows
from streams.views import NewShow
from tests.support.hls import ReadPlaylist, check_follows, read
from tests.support.slices import World
from tests.support.studio import SHOW, running_studio
from tests.support.taped import later, tape, taped
from tests.support.waiting import until, until_told

MEDIA = "https://media.example"
KEPT = timedelta(days=30)


class Moody(Objects):
    """A store that can be full."""

    is_full = False
    refused = 0

    async def put(self, name: str, data: bytes) -> None:
        if self.is_full:
            self.refused += 1
            raise StoreDown("no space left on device")
        await super().put(name, data)


@dataclass
class Tapes:
    """A live show, and where it is recorded."""

    world: World
    host: Principal
    show_id: str
    began_at: datetime
    objects: Moody
    ledger: Ledger
    replays: Replays

    def record(self, broadcast: Broadcast) -> "asyncio.Task[None]":
        return asyncio.create_task(Recorder(broadcast, self.ledger, self.objects).run())

    async def recorded(self, broadcast: Broadcast, seconds: float) -> None:
        """Record it to the end of the show, which lasts so long."""
        await self.end(seconds)
        broadcast.has_ended = True
        await self.record(broadcast)

    async def end(self, seconds: float) -> None:
        self.world.now = later(self.began_at, seconds)
        await Shows(self.world.work).end(self.host, self.show_id)

    async def replay(self) -> ReplayView:
        return await self.replays.of_show(self.show_id)

    async def file(self, name: str) -> bytes:
        piece = await self.objects.get(f"{self.show_id}/{name}")
        assert piece is not None, name
        return piece.data

    async def playlist(self, track: str = "video") -> ReadPlaylist:
        return read((await self.file(f"{track}.m3u8")).decode())

    async def frames(self, track: str) -> list[int]:
        """Of each stretch between breaks, as a player decodes it."""
        runs: list[bytes] = []
        header = ""
        for segment in (await self.playlist(track)).segments:
            assert segment.header is not None
            assert segment.name is not None
            if not runs or segment.is_after_break or segment.header != header:
                header = segment.header
                runs.append(await self.file(header))
            runs[-1] += await self.file(segment.name)
        return [_decoded(run) for run in runs]

    async def until_kept(self, segments: int) -> None:
        async def are_kept() -> bool:
            return len(await self.ledger.kept(self.show_id)) >= segments

        await until_told(are_kept)

    async def until_recording(self, state: str) -> None:
        """As its host sees it."""

        async def is_so() -> bool:
            return await self.recording() == state

        await until_told(is_so)

    async def recording(self) -> str:
        videos = Videos(self.world.work, Passes("a secret of tests"), MEDIA)
        return (await videos.of_show(self.show_id)).recording


def _decoded(run: bytes) -> int:
    with av.open(io.BytesIO(run)) as container:
        return sum(1 for _ in container.decode(container.streams[0]))


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder, "LOOK_EVERY_S", 0.01)
    monkeypatch.setattr(recorder, "TRY_AGAIN_AFTER_S", 0.01)


@pytest.fixture
async def brand(world: World) -> Brand:
    return await world.brand()


@pytest.fixture
async def tapes(world: World, brand: Brand, tmp_path: Path) -> Tapes:
    host = await world.person("hannah", brand, "host")
    shows = Shows(world.work)
    start = to_ms(world.now)
    show_id = (await shows.schedule(host, NewShow(brand_id=brand.id, title="Evening show",
                                                  scheduled_at_ms=start))).id  # fmt: skip
    await shows.start(host, show_id)
    objects = Moody.at(str(tmp_path / "recordings"))
    assert isinstance(objects, Moody)
    replays = Replays(world.work, Passes("a key"), MEDIA, KEPT)
    return Tapes(world, host, show_id, world.now, objects, Ledger(world.work), replays)


async def test_a_show_that_has_ended_can_be_watched_again(tapes: Tapes) -> None:
    await tapes.recorded(taped(tapes.show_id, tapes.began_at, 7), 8)
    replay = await tapes.replay()
    assert replay.status == "ready"
    assert replay.hls_url == f"{MEDIA}/replay/{tapes.show_id}/public/index.m3u8"
    assert replay.length_ms == pytest.approx(7_000, abs=50)
    assert replay.kept_until_ms == to_ms(tapes.world.now + KEPT)
    (stretch,) = replay.stretches
    assert (stretch.starts_ms, stretch.began_at_ms) == (0, to_ms(tapes.began_at))
    assert await tapes.frames("video") == [210]
    (heard,) = await tapes.frames("audio")
    assert heard == pytest.approx(7 * 48_000 / 1_024, abs=3)
    index = (await tapes.file("index.m3u8")).decode()
    assert "RESOLUTION=96x64" in index
    assert 'CODECS="avc1.42' in index
    assert "mp4a.40.2" in index
    assert await tapes.replays.ready_among([tapes.show_id, "another"]) == {tapes.show_id}


async def test_a_live_show_has_no_replay_yet(tapes: Tapes) -> None:
    broadcast = taped(tapes.show_id, tapes.began_at, 3)
    broadcast.has_ended = True
    await tapes.record(broadcast)
    assert (await tapes.replay()).status == "none"
    await tapes.end(4)
    assert (await tapes.replay()).status == "processing"


async def test_a_rehearsal_is_not_recorded(tapes: Tapes) -> None:
    before = tapes.began_at - timedelta(seconds=5)
    await tapes.recorded(taped(tapes.show_id, before, 9), 10)
    (stretch,) = (await tapes.replay()).stretches
    assert stretch.began_at_ms >= to_ms(tapes.began_at)
    assert stretch.lasts_ms == pytest.approx(3_000, abs=50)


async def test_a_host_who_comes_back_goes_on_after_a_break(tapes: Tapes) -> None:
    broadcast = taped(tapes.show_id, tapes.began_at, 4)
    tape(broadcast.packager, later(tapes.began_at, 20), 4, width=128, height=96)
    await tapes.recorded(broadcast, 30)
    for track in ("video", "audio"):
        playlist = await tapes.playlist(track)
        assert [each.is_after_break for each in playlist.segments].count(True) == 1
    assert await tapes.frames("video") == [120, 120]
    first, second = (await tapes.replay()).stretches
    assert second.starts_ms == pytest.approx(first.lasts_ms, abs=1)
    assert second.began_at_ms - first.began_at_ms == 20_000


async def test_a_full_store_stops_the_recording_and_nothing_else(tapes: Tapes) -> None:
    tapes.objects.is_full = True
    broadcast = taped(tapes.show_id, tapes.began_at, 6)
    recording = tapes.record(broadcast)
    await tapes.until_recording("stopped")
    assert not recording.done()
    tapes.objects.is_full = False
    await tapes.until_recording("on")
    await tapes.end(7)
    broadcast.has_ended = True
    await recording
    assert await tapes.frames("video") == [180]
    assert await tapes.recording() == "off"


async def test_viewers_play_on_while_the_store_is_full(tapes: Tapes) -> None:
    tapes.objects.is_full = True
    broadcast = taped(tapes.show_id, tapes.began_at, 6)
    recording = tapes.record(broadcast)
    async with running_studio() as stage:
        stage.studio._broadcasts[SHOW] = broadcast
        before = read((await stage.get("video.m3u8")).text)
        await tapes.until_recording("stopped")
        tape(broadcast.packager, later(tapes.began_at, 10), 4)
        await until(lambda: tapes.objects.refused > 2)
        after = read((await stage.get("video.m3u8")).text)
        check_follows(before, after)
        assert len(after.complete) > len(before.complete)
        for segment in after.complete:
            assert (await stage.get(str(segment.name))).status_code == 200
    broadcast.has_ended = True
    tapes.objects.is_full = False
    await recording


async def test_what_could_not_be_kept_for_too_long_is_a_break(tapes: Tapes) -> None:
    broadcast = taped(tapes.show_id, tapes.began_at, 4, window=3)
    recording = tapes.record(broadcast)
    await tapes.until_kept(4)
    tapes.objects.is_full = True
    tape(broadcast.packager, later(tapes.began_at, 5), 4)
    await until(lambda: tapes.objects.refused > 0)
    tape(broadcast.packager, later(tapes.began_at, 10), 8)
    tapes.objects.is_full = False
    await tapes.end(20)
    broadcast.has_ended = True
    await recording
    video, audio = await tapes.playlist("video"), await tapes.playlist("audio")
    assert [each.is_after_break for each in video.segments] == [
        each.is_after_break for each in audio.segments
    ]
    assert [each.is_after_break for each in video.segments].count(True) == 1
    assert len(await tapes.frames("video")) == 2


async def test_what_was_kept_by_a_process_that_was_killed_can_be_watched(tapes: Tapes) -> None:
    recording = tapes.record(taped(tapes.show_id, tapes.began_at, 4))
    await tapes.until_kept(4)
    recording.cancel()
    with suppress(asyncio.CancelledError):
        await recording
    await tapes.recorded(taped(tapes.show_id, later(tapes.began_at, 60), 4), 70)
    assert await tapes.frames("video") == [120, 120]
    assert await tapes.frames("audio") == [pytest.approx(188, abs=3)] * 2
    assert [each.starts_ms for each in (await tapes.replay()).stretches] == [
        0,
        pytest.approx(4_000, abs=50),
    ]


async def test_a_recording_that_nobody_finished_is_finished_by_another_process(
    tapes: Tapes,
) -> None:
    recording = tapes.record(taped(tapes.show_id, tapes.began_at, 4))
    await tapes.until_kept(4)
    recording.cancel()
    with suppress(asyncio.CancelledError):
        await recording
    await tapes.end(5)
    others = Recorders(tapes.ledger, tapes.objects, KEPT)
    assert await others.finish_abandoned() == 0
    assert (await tapes.replay()).status == "processing"
    tapes.world.pass_time(timedelta(minutes=2))
    assert await others.finish_abandoned() == 1
    assert (await tapes.replay()).status == "ready"
    assert await tapes.frames("video") == [120]
    assert await others.finish_abandoned() == 0


async def test_a_replay_is_made_once_the_store_is_back(tapes: Tapes) -> None:
    recording = tapes.record(taped(tapes.show_id, tapes.began_at, 4))
    await tapes.until_kept(4)
    recording.cancel()
    with suppress(asyncio.CancelledError):
        await recording
    await tapes.end(5)
    tapes.world.pass_time(timedelta(minutes=2))
    tapes.objects.is_full = True
    assert await Recorders(tapes.ledger, tapes.objects, KEPT).finish_abandoned() == 0
    tapes.objects.is_full = False
    assert await Recorders(tapes.ledger, tapes.objects, KEPT).finish_abandoned() == 1


async def test_the_same_segments_written_twice_are_kept_once(tapes: Tapes) -> None:
    await tapes.recorded(taped(tapes.show_id, tapes.began_at, 4), 5)
    kept = await tapes.ledger.kept(tapes.show_id)
    await tapes.ledger.keep(tapes.show_id, kept)
    assert await tapes.ledger.kept(tapes.show_id) == kept


async def test_a_host_takes_a_recording_back(tapes: Tapes, brand: Brand) -> None:
    await tapes.recorded(taped(tapes.show_id, tapes.began_at, 4), 5)
    with pytest.raises(NotSignedIn):
        await tapes.replays.discard(GUEST, tapes.show_id)
    moderator = await tapes.world.person("mo", brand, "moderator")
    with pytest.raises(Forbidden):
        await tapes.replays.discard(moderator, tapes.show_id)
    await tapes.replays.discard(tapes.host, tapes.show_id)
    assert (await tapes.replay()).status == "none"
    assert await tapes.replays.ready_among([tapes.show_id]) == set()
    assert await Recorders(tapes.ledger, tapes.objects, KEPT).remove_worn_out() == 1
    assert await tapes.objects.get(f"{tapes.show_id}/index.m3u8") is None
    assert await tapes.objects.remove_all(tapes.show_id) == 0
    with pytest.raises(NoReplay):
        await tapes.replays.discard(tapes.host, tapes.show_id)


async def test_a_live_show_keeps_its_recording(tapes: Tapes) -> None:
    with pytest.raises(IllegalShowMove):
        await tapes.replays.discard(tapes.host, tapes.show_id)


async def test_recordings_are_removed_when_their_time_is_over(tapes: Tapes) -> None:
    await tapes.recorded(taped(tapes.show_id, tapes.began_at, 4), 5)
    keeper = Recorders(tapes.ledger, tapes.objects, KEPT)
    tapes.world.pass_time(KEPT - timedelta(minutes=1))
    assert await keeper.remove_worn_out() == 0
    tapes.world.pass_time(timedelta(minutes=2))
    assert await keeper.remove_worn_out() == 1
    assert (await tapes.replay()).status == "none"
