"""What is behind a pass ends with it, over WebRTC and by HLS."""

from datetime import timedelta

from aiortc import RTCPeerConnection

from kit.clock import utc_now
from tests.support.peers import Screen, answered, offered, peer
from tests.support.studio import SHOW, Stage
from tests.support.waiting import until, until_told

HOUR = timedelta(hours=1)


async def watched(stage: Stage, viewer: RTCPeerConnection, watch_pass: str) -> str:
    """The session's address."""
    Screen().show(viewer)
    answer = await stage.watch(await offered(viewer), **{"pass": watch_pass})
    assert answer.status_code == 201, answer.text
    await answered(viewer, answer.text)
    return answer.headers["location"]


async def test_a_viewer_whose_pass_is_over_is_sent_away(stage: Stage) -> None:
    async with peer() as host, peer() as viewer:
        await stage.host(host)
        stage.gate.passes["a"] = utc_now()
        await watched(stage, viewer, "a")
        await until(lambda: viewer.connectionState == "closed")


async def test_a_pass_that_is_renewed_in_time_goes_on(stage: Stage) -> None:
    async with peer() as host, peer() as viewer, peer() as other:
        await stage.host(host)
        stage.gate.passes = {"a": utc_now() + HOUR, "b": utc_now(), "c": utc_now() + 2 * HOUR}
        address = await watched(stage, viewer, "a")
        late = await watched(stage, other, "a")
        renewed = await stage.client.put(address, params={"pass": "c"})
        assert renewed.status_code == 204
        # The other one is given a pass that is over, so that the beat which ends it has seen both.
        assert (await stage.client.put(late, params={"pass": "b"})).status_code == 204
        await until(lambda: other.connectionState == "closed")
        assert viewer.connectionState == "connected"
        wrong = await stage.client.put(address, params={"pass": "x"})
        assert (wrong.status_code, wrong.json()["code"]) == (403, "video.not_admitted")
        gone = await stage.client.put(f"/whep/{SHOW}/unknown", params={"pass": "c"})
        assert gone.status_code == 404


async def test_caches_keep_nothing_longer_than_its_pass_holds(stage: Stage) -> None:
    stage.gate.passes["a"] = utc_now() + timedelta(minutes=7)

    async def header(place: str) -> str | None:
        answer = await stage.client.get(f"/hls/{SHOW}/{place}/video-0.mp4")
        return answer.headers.get("cache-control") if answer.status_code == 200 else None

    async def is_there() -> bool:
        return await header("public") is not None

    async with peer() as host:
        await stage.host(host)
        await until_told(is_there)
        assert await header("public") == "public, max-age=86400, immutable"
        behind_pass = await header("a")
    assert behind_pass is not None
    kept_s = int(behind_pass.removeprefix("public, max-age=").removesuffix(", immutable"))
    assert 0 < kept_s <= 7 * 60
    refused = await stage.client.get(f"/hls/{SHOW}/wrong/index.m3u8")
    assert (refused.status_code, refused.headers["cache-control"]) == (403, "no-store")
