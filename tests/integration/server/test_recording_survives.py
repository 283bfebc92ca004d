"""A media process that is killed in the midst of a show, with a bucket as its store: what it wrote is there, and its host goes on."""

import asyncio
import io
import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import aioice.ice
import av
import pytest
from httpx2 import AsyncClient

from kit.auth import Principal
from kit.clock import to_ms, utc_now
from kit.db import Database
from kit.unit_of_work import UnitOfWork
from streams.broadcast.airing import Airing
from streams.broadcast.passes import Passes
from streams.broadcast.signalling import SDP
from streams.replay.ledger import Ledger
from streams.replay.replays import Replays
from streams.shows import Shows
from streams.views import NewShow
from tests.support.hls import ReadSegment, read
from tests.support.peers import answered, offer_reels, offered, peer, reels
from tests.support.ports import HOST, free_port, wait_for_port
from tests.support.process import Child
from tests.support.s3 import BUCKET, running_s3
from tests.support.site import COMMAND
from tests.support.slices import World
from tests.support.waiting import TIMEOUT_S, until_told

SECRET = "a secret of tests that is long enough"


class Media:
    """A media process that can be killed, and who publishes to it."""

    def __init__(self, home: Path, database_url: str, store: dict[str, str]) -> None:
        self._home = home
        self._port = free_port()
        self.url = f"http://{HOST}:{self._port}"
        self._env = {
            **os.environ,
            **store,
            "DATABASE_URL": database_url,
            "SECRET_KEY": SECRET,
            "MEDIA_URL": self.url,
            "MEDIA_ADDRESSES": HOST,
            "RECORDINGS": f"s3://{BUCKET}/shows",
        }

    def start(self) -> None:
        command = [COMMAND, "media", "--port", str(self._port)]
        log = self._home / "media.log"
        self._child = Child.start(command, log=log, cwd=self._home, env=self._env)
        wait_for_port(self._port, check=self._child.check, timeout_s=TIMEOUT_S)

    def end(self, by: signal.Signals) -> None:
        self._child.stop(by)

    @asynccontextmanager
    async def on_air(self, show_id: str) -> AsyncIterator[None]:
        key = Passes(SECRET).stream_key(Airing(show_id))
        headers = {"content-type": SDP, "authorization": f"Bearer {key}"}
        async with peer() as host, AsyncClient(base_url=self.url, timeout=60) as client:
            offer_reels(host, reels())
            offer = await offered(host)
            answer = await client.post(f"/whip/{show_id}", content=offer, headers=headers)
            assert answer.status_code == 201, answer.text
            await answered(host, answer.text)
            yield


@pytest.fixture
def media(tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Media]:
    monkeypatch.setattr(aioice.ice, "get_host_addresses", lambda **_: [HOST])
    with running_s3() as store:
        media = Media(tmp_path, sqlite_url, store)
        media.start()
        yield media
        media.end(signal.SIGTERM)


@pytest.fixture
async def work(sqlite_url: str) -> AsyncIterator[UnitOfWork]:
    database = Database(sqlite_url)
    yield UnitOfWork(database, utc_now)
    await database.close()


async def live_show(work: UnitOfWork) -> tuple[Principal, str]:
    """Its host, and its id."""
    world = World(work.database)
    world.now = utc_now()
    brand = await world.brand()
    host = await world.person("hannah", brand, "host")
    shows = Shows(work)
    start = to_ms(utc_now())
    new = NewShow(brand_id=brand.id, title="Evening show", scheduled_at_ms=start)
    show_id = (await shows.schedule(host, new)).id
    await shows.start(host, show_id)
    return host, show_id


async def test_a_host_goes_on_after_the_media_process_was_killed(
    media: Media, work: UnitOfWork
) -> None:
    host, show_id = await live_show(work)
    ledger = Ledger(work)

    async def until_kept(take: int) -> None:
        async def are_kept() -> bool:
            return sum(each.take == take for each in await ledger.kept(show_id)) >= 4

        await until_told(are_kept)

    async with media.on_air(show_id):
        await until_kept(1)
        media.end(signal.SIGKILL)
    await asyncio.to_thread(media.start)
    async with media.on_air(show_id):
        await until_kept(2)
        await Shows(work).end(host, show_id)
        replays = Replays(work, Passes("a key"), media.url, timedelta(days=1))

        async def is_ready() -> bool:
            return (await replays.of_show(show_id)).status == "ready"

        await until_told(is_ready)
    replay = await replays.of_show(show_id)
    assert len(replay.stretches) == 2
    assert replay.hls_url is not None
    await _can_be_played(replay.hls_url.removesuffix("index.m3u8"))


async def _can_be_played(place: str) -> None:
    async with AsyncClient(timeout=60) as client:

        async def file(name: str) -> bytes:
            answer = await client.get(place + name)
            assert answer.status_code == 200, name
            return bytes(answer.content)

        async def frames(segment: ReadSegment) -> int:
            assert segment.header is not None
            assert segment.name is not None
            data = await file(segment.header) + await file(segment.name)
            with av.open(io.BytesIO(data)) as container:
                return sum(1 for _ in container.decode(container.streams[0]))

        assert b"RESOLUTION=96x64" in await file("index.m3u8")
        for track in ("video", "audio"):
            segments = read((await file(f"{track}.m3u8")).decode()).segments
            assert [each.is_after_break for each in segments].count(True) == 1
            assert all([await frames(each) for each in segments])
