"""How streams do, as a media process tells operators."""

from datetime import timedelta
from typing import Any

from httpx2 import ASGITransport, AsyncClient
from starlette.applications import Starlette

from kit import metrics
from kit.auth import Signer
from server.operator_streams import OperatorStreams
from streams.broadcast.readings import Readings
from tests.support.peers import Screen, answered, offered, peer
from tests.support.ports import HOST, free_port
from tests.support.server_thread import serving_in_thread
from tests.support.studio import SHOW, Stage
from tests.support.waiting import until

SIGNER = Signer("s" * 32, "media streams", timedelta(minutes=1))


def app_of(readings: Readings) -> Starlette:
    return Starlette(routes=readings.routes())


async def told_by(readings: Readings, signed: str = "") -> tuple[int, Any]:
    async with AsyncClient(
        transport=ASGITransport(app_of(readings)), base_url="http://m"
    ) as client:
        answer = await client.get("/streams", headers={"authorization": f"Bearer {signed}"})
        return answer.status_code, answer.json()


async def test_a_stream_tells_how_it_arrives_and_who_watches(stage: Stage) -> None:
    readings = Readings(stage.studio, SIGNER)
    async with peer() as host, peer() as viewer:
        await stage.host(host)
        screen = Screen()
        screen.show(viewer)
        answer = await stage.watch(await offered(viewer))
        await answered(viewer, answer.text)
        await until(lambda: len(screen.pictures) > 20)
        meter = stage.studio.broadcasts[0].meter
        await until(lambda: bool(meter._now.delays_s) and meter.key_frame_s is not None)
        readings.take()
        for counted in (metrics.hls_parts, metrics.hls_segments, metrics.video_packets):
            assert metrics.total(counted) > 0
        status, (stream,) = await told_by(readings, SIGNER.sign("operator"))
        assert status == 200
        assert (stream["show_id"], stream["is_live"], stream["is_stand_in"]) == (SHOW, True, False)
        assert (stream["width"], stream["height"], stream["webrtc_viewers"]) == (96, 64, 1)
        assert stream["bits_per_s"][-1] > 1_000
        assert stream["key_frames_asked"] >= 1
        assert stream["part_delay_ms"] > 0
        assert stream["lost_share"] == 0
    await until(lambda: stage.studio.broadcasts[0].relay.publication is None)
    readings.take()
    (lost,) = readings.tell()
    assert (lost.is_live, lost.began_at_ms) == (False, None)


async def test_nobody_else_is_told(stage: Stage) -> None:
    for signed in ("", "operator", SIGNER.sign("operator") + "x"):
        status, problem = await told_by(Readings(stage.studio, SIGNER), signed)
        assert (status, problem["code"]) == (401, "auth.sign_in_required")


class Videos:
    """Which media processes there are."""

    def __init__(self, *urls: str) -> None:
        self._urls = set(urls)

    async def media_urls(self) -> set[str]:
        return self._urls


async def test_all_media_processes_are_asked_and_those_that_do_not_answer_are_named(
    stage: Stage,
) -> None:
    readings = Readings(stage.studio, SIGNER)
    nobody = f"http://{HOST}:{free_port()}"
    async with peer() as host:
        await stage.host(host)
        with serving_in_thread(app_of(readings)) as url:
            streams = OperatorStreams(Videos(url, nobody), SIGNER)  # type: ignore[arg-type]
            told = await streams.look()
            assert [reading.show_id for reading in told.readings] == [SHOW]
            assert told.silent == [nobody]
            assert await streams.look() is told
            stranger = Signer("t" * 32, "media streams", timedelta(minutes=1))
            others = OperatorStreams(Videos(url), stranger)  # type: ignore[arg-type]
            assert (await others.look()).silent == [url]
