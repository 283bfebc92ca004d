"""Playlists of a whole show, read back by a strict reader."""

from datetime import UTC, datetime, timedelta

import pytest

from streams.replay.playlists import index, whole_show
from streams.replay.recording import KeptSegment, playable
from streams.video.boxes import described, video_header
from streams.video.h264 import ParameterSets, codec_of
from tests.support.encoded import pictures
from tests.support.hls import read

EIGHT = datetime(2026, 11, 11, 20, 0, tzinfo=UTC)


def sets(**size: int) -> ParameterSets:
    """Of a real encoder."""
    units = {unit[0] & 0x1F: unit for unit in next(pictures(1, **size))}
    return ParameterSets(units[7], units[8])


def kept(track: str, number: int, *, take: int = 1, header: int = 0) -> KeptSegment:
    return KeptSegment(
        track=track,
        take=take,
        number=number,
        header=header,
        began_at=EIGHT + timedelta(seconds=2 * number + 100 * take),
        duration_s=2.0,
        size=500_000 if track == "video" else 32_000,
        is_after_break=False,
    )


def both(places: list[tuple[int, int]]) -> list[list[KeptSegment]]:
    return playable(
        kept(track, number, take=take) for take, number in places for track in ("video", "audio")
    )


def test_takes_stand_one_after_the_other_with_their_own_headers() -> None:
    for track in both([(1, 0), (1, 1), (2, 0), (2, 1)]):
        playlist = read(whole_show(track))
        name = track[0].track
        assert playlist.is_whole
        assert playlist.has_ended
        assert [each.is_after_break for each in playlist.segments] == [False, False, True, False]
        assert {each.header for each in playlist.segments} == {f"{name}-1-0.mp4", f"{name}-2-0.mp4"}
        assert playlist.segments[2].name == f"{name}-2-0.m4s"
        assert playlist.segments[2].began_at == EIGHT + timedelta(seconds=200)


def test_the_first_playlist_names_every_codec_once() -> None:
    tracks = both([(1, 0), (2, 0)])
    headers = [video_header(sets()), video_header(sets(width=128, height=96))]
    text = index(tracks, headers)
    codec = codec_of(sets().sps)
    assert text.count(codec) == 1
    assert "RESOLUTION=96x64" in text
    assert "BANDWIDTH=2128000,AVERAGE-BANDWIDTH=2128000" in text
    assert text.endswith("video.m3u8\n")


def test_a_show_that_was_only_heard_has_no_pictures() -> None:
    (heard,) = playable([kept("audio", 0), kept("audio", 1)])
    text = index([heard], [])
    assert "RESOLUTION" not in text
    assert 'CODECS="mp4a.40.2"' in text
    assert text.endswith("audio.m3u8\n")


@pytest.mark.parametrize(("width", "height"), [(96, 64), (640, 360), (1280, 720)])
def test_a_header_tells_what_it_describes(width: int, height: int) -> None:
    known = sets(width=width, height=height)
    assert described(video_header(known)) == (codec_of(known.sps), (width, height))
