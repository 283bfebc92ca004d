"""What a host publishes over WebRTC, as players of LL-HLS fetch it."""

import asyncio
import io

import av
import pytest

from tests.support.hls import ReadPlaylist, read
from tests.support.peers import peer, reels
from tests.support.studio import Stage
from tests.support.waiting import TIMEOUT_S


async def playlist(stage: Stage, name: str = "video", **query: str) -> ReadPlaylist:
    answer = await stage.get(f"{name}.m3u8", **query)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/vnd.apple.mpegurl"
    return read(answer.text)


async def on_air(stage: Stage, segments: int = 1, name: str = "video") -> ReadPlaylist:
    """A track's playlist, once so many segments of it are whole."""
    assert (await stage.get("index.m3u8")).status_code == 200
    async with asyncio.timeout(TIMEOUT_S):
        while len((found := await playlist(stage, name)).complete) < segments:  # noqa: ASYNC110 - as players ask
            await asyncio.sleep(0.1)
    return found


async def fetched(stage: Stage, name: str) -> bytes:
    answer = await stage.get(name)
    assert answer.status_code == 200, name
    assert "immutable" in answer.headers["cache-control"]
    return bytes(answer.content)


async def test_every_track_can_be_played_from_what_its_playlist_names(stage: Stage) -> None:
    async with peer() as host:
        await stage.host(host)
        await on_air(stage, segments=2)
        index = (await stage.get("index.m3u8")).text
        assert 'CODECS="avc1.42' in index
        assert "mp4a.40.2" in index
        assert "RESOLUTION=96x64" in index
        for name, frames in (("video", 110), ("audio", 170)):
            track = await on_air(stage, 2, name)
            assert track.segments[0].header is not None
            data = await fetched(stage, track.segments[0].header)
            for segment in track.complete:
                assert segment.name is not None
                data += await fetched(stage, segment.name)
            with av.open(io.BytesIO(data)) as container:
                assert sum(1 for _ in container.decode(container.streams[0])) >= frames


async def test_parts_are_those_of_their_segment(stage: Stage) -> None:
    async with peer() as host:
        await stage.host(host)
        whole = (await on_air(stage, segments=1)).complete[-1]
        assert whole.name is not None
        parts = [await fetched(stage, part.name) for part in whole.parts]
        assert b"".join(parts) == await fetched(stage, whole.name)


async def test_a_reload_waits_for_the_part_that_it_asks_for(stage: Stage) -> None:
    async with peer() as host:
        await stage.host(host)
        await on_air(stage)
        seen = []
        for _ in range(5):
            hint = (await playlist(stage)).hint
            assert hint is not None
            segment, part = hint.removeprefix("video-").removesuffix(".m4s").split(".")
            waited = await stage.get("video.m3u8", _HLS_msn=segment, _HLS_part=part)
            assert "max-age=24" in waited.headers["cache-control"]
            assert hint in waited.text.split("#EXT-X-PRELOAD-HINT")[0]
            seen.append(hint)
        assert len(set(seen)) == 5


async def test_a_part_can_be_asked_for_before_it_is_there(stage: Stage) -> None:
    async with peer() as host:
        await stage.host(host)
        hint = (await on_air(stage)).hint
        assert hint is not None
        assert await fetched(stage, hint)


async def test_a_publisher_who_falls_silent_does_not_hold_a_reload_for_ever(stage: Stage) -> None:
    async with peer() as host:
        await stage.host(host)
        await on_air(stage)
    before = await playlist(stage)
    async with asyncio.timeout(TIMEOUT_S):
        answer = await stage.get("video.m3u8", _HLS_msn=str(before.segments[-1].number + 1))
    assert answer.headers["cache-control"] == "no-store"
    assert not read(answer.text).has_ended


async def test_players_go_on_over_a_break(stage: Stage) -> None:
    async with peer() as host:
        await stage.host(host)
        before = await on_air(stage, segments=1)
    async with peer() as again:
        await stage.host(again, reels(width=128, height=96), takeover="true")
        after = await on_air(stage, segments=len(before.complete) + 2)
    assert [segment.is_after_break for segment in after.segments].count(True) == 1
    assert after.first == before.first
    assert {segment.header for segment in after.segments} == {"video-0.mp4", "video-1.mp4"}


async def test_a_host_without_a_microphone_is_silent(stage: Stage) -> None:
    async with peer() as host:
        await stage.host(host, [track for track in reels() if track.kind == "video"])
        await on_air(stage, segments=1)
        heard = await playlist(stage, "audio")
        assert sum(part.duration_s for segment in heard.segments for part in segment.parts) > 1


async def test_a_show_that_has_ended_says_so(stage: Stage) -> None:
    async with peer() as host:
        await stage.host(host)
        await on_air(stage)
        broadcast = stage.studio.broadcasts[0]
        await broadcast.close()
        assert (await playlist(stage)).has_ended


@pytest.mark.parametrize(
    ("name", "query", "status", "code"),
    [
        ("video.m3u8", {"_HLS_part": "1"}, 400, "video.bad_playlist_request"),
        ("video.m3u8", {"_HLS_msn": "x"}, 400, "video.bad_playlist_request"),
        ("video.m3u8", {"_HLS_msn": "99"}, 400, "video.bad_playlist_request"),
        ("video-99.m4s", {}, 404, "not_found"),
        ("video-9.mp4", {}, 404, "not_found"),
        ("video-0.99.m4s", {}, 404, "not_found"),
        ("../secret", {}, 404, "not_found"),
        ("text-0.mp4", {}, 404, "not_found"),
    ],
)
async def test_what_cannot_be_is_refused(
    stage: Stage, name: str, query: dict[str, str], status: int, code: str
) -> None:
    async with peer() as host:
        await stage.host(host)
        await on_air(stage)
        answer = await stage.get(name, **query)
    assert answer.status_code == status
    if name != "../secret":
        assert answer.json()["code"] == code
