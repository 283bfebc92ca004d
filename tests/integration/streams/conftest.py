"""A database whose time and events the test holds; shows on air and replays, also for programs that are not ours."""

from collections.abc import AsyncIterator

import aioice.ice
import pytest
from starlette.applications import Starlette

from kit.clock import to_ms
from kit.db import Database
from streams.broadcast.airings import Airings
from streams.broadcast.passes import Passes
from streams.replay import recorder
from streams.replay.ledger import Ledger
from streams.replay.objects import Objects
from streams.replay.recorder import Recorder
from streams.replay.serving import Serving
from streams.shows import Shows
from streams.views import NewShow
from tests.support.peers import peer
from tests.support.ports import HOST
from tests.support.served import served
from tests.support.slices import World
from tests.support.studio import SHOW, Stage, running_studio
from tests.support.taped import later, tape, taped
from tests.support.waiting import until


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    database = Database(database_url)
    yield World(database)
    await database.close()


@pytest.fixture
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Peers stay on this machine."""
    monkeypatch.setattr(aioice.ice, "get_host_addresses", lambda **_: [HOST])


@pytest.fixture
async def stage(at_home: None) -> AsyncIterator[Stage]:
    """A studio, and peers on the same machine."""
    async with running_studio(window=20, viewers=2) as stage:
        yield stage


@pytest.fixture
async def live_address(stage: Stage) -> AsyncIterator[str]:
    """Of a show's first playlist, over TCP, once a host is on air."""
    async with served(stage.app) as base, peer() as host:
        await stage.host(host)
        assert (await stage.get("index.m3u8")).status_code == 200
        await until(lambda: len(stage.studio.broadcasts[0].packager.video.segments) > 2)
        yield f"{base}/hls/{SHOW}/public/index.m3u8"


@pytest.fixture
async def replay_address(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """Of a replay's first playlist, over TCP; its host was away for a while, and came back with a larger picture."""
    monkeypatch.setattr(recorder, "LOOK_EVERY_S", 0.01)
    database = Database(sqlite_url)
    world, objects = World(database), Objects.at("memory://")
    show_id = await _recorded(world, objects)
    gate = Airings(world.work, Passes("a secret of tests"), "https://media.example")
    async with served(Starlette(routes=Serving(objects, gate).routes())) as base:
        yield f"{base}/replay/{show_id}/public/index.m3u8"
    await database.close()


async def _recorded(world: World, objects: Objects) -> str:
    """A show of twice four seconds that has ended."""
    brand = await world.brand()
    host, shows = await world.person("hannah", brand, "host"), Shows(world.work)
    new = NewShow(brand_id=brand.id, title="Evening show", scheduled_at_ms=to_ms(world.now))
    show_id = (await shows.schedule(host, new)).id
    await shows.start(host, show_id)
    broadcast = taped(show_id, world.now, 4)
    tape(broadcast.packager, later(world.now, 20), 4, width=128, height=96)
    world.now = later(world.now, 30)
    await shows.end(host, show_id)
    broadcast.has_ended = True
    await Recorder(broadcast, Ledger(world.work), objects).run()
    return show_id
