"""The demo host publishes over real WHIP, gives way, and comes back."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest
import uvicorn
from starlette.applications import Starlette

from server.demo_host import hosting
from server.demo_host.encoding import Quality
from server.demo_host.hosting import DemoHost
from server.demo_host.programme import Programme
from server.demo_host.target import CannotHost, Target
from streams.broadcast.signalling import Signalling
from streams.errors import IllegalShowMove
from streams.webrtc import whip
from tests.support.peers import offer_reels, offered, peer, reels
from tests.support.ports import HOST, free_port
from tests.support.studio import KEY, SHOW, OneShow, Stage
from tests.support.waiting import until

QUALITY = Quality(320, 180, 15, 200_000)


@pytest.fixture(autouse=True)
def _without_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosting, "RETRY_AFTER_S", (0.05,))
    monkeypatch.setattr(hosting, "TAKEN_AGAIN_S", 0.05)
    monkeypatch.setattr(whip, "LOOK_EVERY_S", 0.02)


@asynccontextmanager
async def served(stage: Stage, port: int) -> AsyncIterator[None]:
    """The stage's WHIP behind a real port."""
    app = Starlette(routes=Signalling(stage.studio, OneShow()).routes())
    server = uvicorn.Server(uvicorn.Config(app, HOST, port, ws="none", log_config=None))
    serving = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    try:
        yield
    finally:
        server.should_exit = True
        await serving


@asynccontextmanager
async def hosted(port: int, key: str = KEY) -> AsyncIterator[asyncio.Task[None]]:
    working = asyncio.create_task(DemoHost(Programme(QUALITY), known(port, key)).run())
    try:
        yield working
    finally:
        working.cancel()
        with suppress(asyncio.CancelledError, CannotHost):
            await working


def known(port: int, key: str) -> Callable[[], Awaitable[Target]]:
    async def find() -> Target:
        return Target(f"http://{HOST}:{port}", SHOW, key)

    return find


def is_on_air(stage: Stage) -> bool:
    return any(each.is_live and each.has_stand_in for each in stage.studio.broadcasts)


async def test_it_is_on_air_and_leaves_when_it_is_told_to(stage: Stage) -> None:
    port = free_port()
    async with served(stage, port), hosted(port):
        await until(lambda: is_on_air(stage))
        (broadcast,) = stage.studio.broadcasts
        await until(lambda: len(broadcast.packager.tracks) == 2)
        assert broadcast.packager.sets is not None
    await until(lambda: broadcast.relay.publication is None)


async def test_it_gives_way_to_any_other_host_and_returns_when_they_have_left(
    stage: Stage,
) -> None:
    port = free_port()
    async with served(stage, port), hosted(port):
        await until(lambda: is_on_air(stage))
        async with peer() as real:
            address = await stage.host(real)
            await until(lambda: real.connectionState == "connected")
            await until(lambda: not is_on_air(stage) and stage.studio.broadcasts[0].is_live)
            offer_sdp = await another_offer()
            refused = await stage.publish(offer_sdp, standin="true")
            assert (refused.status_code, refused.json()["code"]) == (409, "video.already_published")
            assert real.connectionState == "connected"
            await stage.client.delete(address)
            await until(lambda: is_on_air(stage))


async def another_offer() -> str:
    async with peer() as another:
        offer_reels(another, reels())
        return await offered(another)


async def test_one_stand_in_does_not_give_way_to_another(stage: Stage) -> None:
    port = free_port()
    async with served(stage, port), hosted(port):
        await until(lambda: is_on_air(stage))
        refused = await stage.publish(await another_offer(), standin="true")
        assert refused.status_code == 409


async def test_it_waits_for_a_server_and_comes_back_when_the_line_breaks(stage: Stage) -> None:
    port = free_port()
    async with hosted(port):
        for _ in range(2):
            async with served(stage, port):
                await until(lambda: is_on_air(stage))
            await stage.studio.end_show(SHOW)


async def test_a_server_that_falls_silent_is_left(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("streams.webrtc.receiving.REPORT_EVERY_S", 1_000.0)
    monkeypatch.setattr(whip, "SILENT_FOR_S", 0.2)
    port = free_port()
    async with served(stage, port), hosted(port):
        await until(lambda: is_on_air(stage))
        first = stage.studio.broadcasts[0].relay.publication
        await until(lambda: stage.studio.broadcasts[0].relay.publication not in {None, first})


async def test_it_ends_with_the_show(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async def is_over(_self: OneShow, _show_id: str, _key: str) -> None:
        raise IllegalShowMove("The show is ended.")

    port = free_port()
    async with served(stage, port), hosted(port) as working:
        await until(lambda: is_on_air(stage))
        monkeypatch.setattr(OneShow, "admit_publisher", is_over)
        await stage.studio.end_show(SHOW)
        await working
    async with served(stage, port), hosted(port) as working:
        with pytest.raises(CannotHost, match="The show is ended"):
            await working


async def test_a_wrong_key_is_said_and_not_tried_again(stage: Stage) -> None:
    port = free_port()
    async with served(stage, port), hosted(port, "wrong") as working:
        with pytest.raises(CannotHost, match="not the show's stream key"):
            await working
