"""A host's pictures and sound reach viewers over real WebRTC, without being decoded on the way."""

from contextlib import AsyncExitStack

from aiortc import RTCPeerConnection

from tests.support.peers import Screen, answered, offered, peer, reels
from tests.support.studio import SHOW, Stage
from tests.support.waiting import until, until_told


async def watched(stage: Stage, connection: RTCPeerConnection) -> Screen:
    screen = Screen()
    screen.show(connection)
    answer = await stage.watch(await offered(connection))
    assert answer.status_code == 201, answer.text
    await answered(connection, answer.text)
    return screen


async def test_a_viewer_sees_and_hears_what_a_host_sends(stage: Stage) -> None:
    async with peer() as host, peer() as viewer:
        await stage.host(host)
        screen = await watched(stage, viewer)
        await until(lambda: len(screen.pictures) > 30 and screen.sounds > 50)
    assert screen.sizes == {(96, 64)}
    assert screen.pictures == sorted(screen.pictures)


async def test_viewers_go_on_when_the_publisher_comes_back_with_another_size(stage: Stage) -> None:
    async with peer() as viewer:
        async with peer() as host:
            await stage.host(host)
            screen = await watched(stage, viewer)
            await until(lambda: len(screen.pictures) > 10)
        async with peer() as again:
            await stage.host(again, reels(width=128, height=96), takeover="true")
            await until(lambda: (128, 96) in screen.sizes)
    assert screen.pictures == sorted(screen.pictures)


async def test_no_more_watch_than_the_process_carries_and_who_leaves_makes_room(
    stage: Stage,
) -> None:
    async with peer() as host, AsyncExitStack() as viewers:
        await stage.host(host)
        first, second, third = [await viewers.enter_async_context(peer()) for _ in range(3)]
        screens = [await watched(stage, viewer) for viewer in (first, second)]
        await until(lambda: all(screen.pictures for screen in screens))
        Screen().show(third)
        refused = await stage.watch(await offered(third))
        assert (refused.status_code, refused.json()["code"]) == (503, "video.too_many_viewers")
        await first.close()
        again = await viewers.enter_async_context(peer())
        Screen().show(again)
        sdp = await offered(again)

        async def is_let_in() -> bool:
            return (await stage.watch(sdp)).status_code == 201

        await until_told(is_let_in)


async def test_the_end_of_the_show_sends_everyone_away(stage: Stage) -> None:
    async with peer() as host, peer() as viewer:
        await stage.host(host)
        screen = await watched(stage, viewer)
        await until(lambda: bool(screen.pictures))
        await stage.studio.end_show(SHOW)
        await until(lambda: viewer.connectionState == host.connectionState == "closed")
        refused = await stage.watch(await offered_anew())
        assert refused.json()["code"] == "video.not_on_air"


async def offered_anew() -> str:
    async with peer() as connection:
        Screen().show(connection)
        return await offered(connection)
