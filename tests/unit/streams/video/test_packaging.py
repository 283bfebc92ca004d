"""Real pictures and sound through the packager, read back by a strict reader of playlists and by a demuxer."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import av
import pytest

from streams.video.boxes import AUDIO_CLOCK, VIDEO_CLOCK, aac_header
from streams.video.h264 import Depacketizer
from streams.video.packaging import SEGMENT_S, Packager, Shot
from streams.video.playlists import Rates, media_playlist, multivariant
from streams.video.segments import Place, Track
from streams.video.sound import Transcoder
from tests.support.encoded import SOUND, TICKS, payloads, pictures, sound
from tests.support.hls import ReadPlaylist, check_follows, read, restored

BEGAN_AT = datetime(2026, 11, 11, 20, 0, tzinfo=UTC)
BEGINS_AT_S = 10.0


def shots(count: int, *, begins_at_s: float = BEGINS_AT_S, **options: int) -> Iterator[Shot]:
    depacketizer = Depacketizer()
    for number, units in enumerate(pictures(count, **options)):
        packets = payloads(units)
        for place, payload in enumerate(packets):
            for picture in depacketizer.feed(
                number * TICKS, payload, is_marked=place == len(packets) - 1
            ):
                at = picture.timestamp + round(begins_at_s * VIDEO_CLOCK)
                yield Shot(at, picture.slices, picture.is_key, picture.parameter_sets)


def publish(
    packager: Packager,
    count: int,
    *,
    begins_at_s: float = BEGINS_AT_S,
    has_sound: bool = True,
    **options: int,
) -> None:
    """So many pictures of 30 a second, and as long a sound, as they would arrive."""
    began_at = BEGAN_AT + timedelta(seconds=begins_at_s - BEGINS_AT_S)
    packager.begin(began_at, begins_at_s, has_video=True)
    transcoder, heard = Transcoder(), enumerate(sound(count * 5 // 3 + 10))
    for number, shot in enumerate(shots(count, begins_at_s=begins_at_s, **options)):
        packager.add_picture(shot)
        while has_sound and (number + 1) * TICKS / VIDEO_CLOCK > transcoder._next / AUDIO_CLOCK:
            place, packet = next(heard)
            hear(packager, transcoder, packet, round(begins_at_s * AUDIO_CLOCK) + place * SOUND)


def hear(packager: Packager, transcoder: Transcoder, packet: bytes, at: int) -> None:
    for frame in transcoder.feed(packet, at):
        packager.add_sound(frame.data, frame.at, aac_header(transcoder.config))


def published(track: Track) -> bytes:
    return track.headers[0] + b"".join(segment.data for segment in track.segments)


def times(track: Track) -> list[float]:
    """Of the track's frames, as a demuxer sees them."""
    with av.open(io.BytesIO(published(track))) as container:
        stream = container.streams[0]
        return [
            float(packet.pts * stream.time_base)
            for packet in container.demux()
            if packet.pts is not None
        ]


def test_every_picture_can_be_read_back_at_its_time() -> None:
    packager = Packager(window=20)
    publish(packager, 200)
    packager.finish()
    assert times(packager.video) == pytest.approx(
        [BEGINS_AT_S + number / 30 for number in range(200)], abs=1e-4
    )
    with av.open(io.BytesIO(published(packager.video))) as container:
        assert sum(1 for _ in container.decode(video=0)) == 200
        assert (container.streams.video[0].width, container.streams.video[0].height) == (96, 64)


def test_sound_follows_sound_without_a_hole_and_begins_with_the_pictures() -> None:
    packager = Packager(window=20)
    publish(packager, 200)
    packager.finish()
    heard = times(packager.audio)
    assert heard[0] == pytest.approx(BEGINS_AT_S, abs=0.022)
    assert [after - before for before, after in pairwise(heard)] == pytest.approx(
        [1024 / 48_000] * (len(heard) - 1), abs=1e-4
    )
    with av.open(io.BytesIO(published(packager.audio))) as container:
        assert sum(frame.samples for frame in container.decode(audio=0)) == 1024 * len(heard)


@pytest.mark.parametrize("ended", [False, True])
def test_playlists_keep_every_rule(ended: bool) -> None:
    packager = Packager(window=20)
    publish(packager, 400)
    if ended:
        packager.finish()
    for track, other in ((packager.video, packager.audio), (packager.audio, packager.video)):
        playlist = read(media_playlist(track, [other], has_ended=ended))
        assert len(playlist.complete) >= 6
        assert all(
            segment.parts[0].is_independent for segment in playlist.segments if segment.parts
        )
        assert [len(segment.parts) > 0 for segment in playlist.segments[-3:]] == [True] * 3
        assert playlist.has_ended is ended
        assert [segment.number for segment in playlist.complete] == [*range(len(playlist.complete))]


def test_both_tracks_are_cut_at_the_same_moments() -> None:
    packager = Packager(window=20)
    publish(packager, 400)
    video, audio = (
        read(media_playlist(packager.video, [])),
        read(media_playlist(packager.audio, [])),
    )
    for seen, heard in zip(video.complete, audio.complete, strict=False):
        assert seen.began_at is not None
        assert heard.began_at is not None
        assert timedelta(0) <= heard.began_at - seen.began_at < timedelta(seconds=0.022)
        assert seen.duration_s == pytest.approx(SEGMENT_S, abs=0.1)


def test_a_publisher_who_comes_back_makes_a_break_and_players_go_on() -> None:
    packager = Packager(window=20)
    publish(packager, 100)
    publish(packager, 100, begins_at_s=packager.ends_at_s + 5, width=128, height=96)
    playlist = read(media_playlist(packager.video, [packager.audio]))
    assert [segment.is_after_break for segment in playlist.segments].count(True) == 1
    assert len({segment.header for segment in playlist.segments}) == 2
    heard = read(media_playlist(packager.audio, [packager.video]))
    assert [segment.number for segment in heard.segments if segment.is_after_break] == [
        segment.number for segment in playlist.segments if segment.is_after_break
    ]


def test_a_new_picture_size_in_mid_stream_has_a_header_of_its_own() -> None:
    packager = Packager(window=20)
    packager.begin(BEGAN_AT, BEGINS_AT_S, has_video=True)
    for shot in shots(70):
        packager.add_picture(shot)
    for shot in shots(70, begins_at_s=BEGINS_AT_S + 70 / 30, width=128, height=96):
        packager.add_picture(shot)
    playlist = read(media_playlist(packager.video, []))
    assert [segment.header for segment in playlist.segments] == [
        *["video-0.mp4"] * 2,
        *["video-1.mp4"] * 2,
    ]
    assert not any(segment.is_after_break for segment in playlist.segments)


def test_a_picture_size_that_comes_again_has_the_header_it_had() -> None:
    packager = Packager(window=20)
    packager.begin(BEGAN_AT, BEGINS_AT_S, has_video=True)
    for turn, width in enumerate((96, 128, 96, 128)):
        for shot in shots(60, begins_at_s=BEGINS_AT_S + 2 * turn, width=width):
            packager.add_picture(shot)
    packager.finish()
    playlist = read(media_playlist(packager.video, []))
    names = [segment.header for segment in playlist.segments]
    assert names == ["video-0.mp4", "video-1.mp4", "video-0.mp4", "video-1.mp4"]
    assert len(packager.video.headers) == 2


def test_a_publisher_that_sends_no_key_frames_is_cut_all_the_same() -> None:
    packager = Packager(window=20)
    publish(packager, 400, key_every=1_000)
    playlist = read(media_playlist(packager.video, []))
    assert len(playlist.complete) == 3
    assert [segment.parts[0].is_independent for segment in playlist.segments if segment.parts][
        -1
    ] is False


def test_a_key_frame_is_wanted_once_the_segment_is_long_enough() -> None:
    packager = Packager(window=20)
    packager.begin(BEGAN_AT, BEGINS_AT_S, has_video=True)
    wanted = []
    for number, shot in enumerate(shots(80, key_every=1_000)):
        packager.add_picture(shot)
        wanted.append((number, packager.wants_key_frame))
    first = next(number for number, is_wanted in wanted if is_wanted)
    assert SEGMENT_S - 0.25 < first / 30 < SEGMENT_S


def test_a_show_without_pictures_is_cut_by_its_sound() -> None:
    packager, transcoder = Packager(window=20), Transcoder()
    packager.begin(BEGAN_AT, BEGINS_AT_S, has_video=False)
    for number, packet in enumerate(sound(400)):
        hear(packager, transcoder, packet, round(BEGINS_AT_S * AUDIO_CLOCK) + number * SOUND)
    assert packager.tracks == [packager.audio]
    assert len(read(media_playlist(packager.audio, [])).complete) == 4
    assert "RESOLUTION" not in multivariant(None, has_audio=True, rates=Rates(150_000, 140_000))


def test_old_segments_fall_out_of_the_window_and_breaks_are_counted() -> None:
    packager = Packager(window=3)
    publish(packager, 70, has_sound=False)
    publish(packager, 400, begins_at_s=30.0, has_sound=False)
    playlist = read(media_playlist(packager.video, []))
    assert len(playlist.segments) == 3
    assert playlist.breaks_before == 1
    assert packager.video.segment(0) is None
    assert packager.video.segment(playlist.first) is not None


def test_a_player_that_knows_the_old_segments_is_told_how_many_they_are() -> None:
    packager = Packager(window=40)
    publish(packager, 30 * 60, has_sound=False)
    whole = read(media_playlist(packager.video, []))
    delta = read(media_playlist(packager.video, [], is_delta=True))
    assert delta.skipped > 10
    assert [each.name for each in delta.segments] == [
        each.name for each in whole.segments[delta.skipped :]
    ]
    kept_s = sum(segment.duration_s or 0 for segment in delta.complete)
    assert kept_s >= float(whole.control["CAN-SKIP-UNTIL"]) - SEGMENT_S


def test_each_state_of_a_playlist_goes_on_from_the_one_before_and_a_delta_says_the_same() -> None:
    packager = Packager(window=18)
    before: ReadPlaylist | None = None
    for begins_at_s, pictures_of in ((BEGINS_AT_S, 30 * 40), (90.0, 30 * 20)):
        packager.begin(BEGAN_AT + timedelta(seconds=begins_at_s), begins_at_s, has_video=True)
        for number, shot in enumerate(shots(pictures_of, begins_at_s=begins_at_s)):
            packager.add_picture(shot)
            if number % 7 or packager.video.head is None:
                continue
            after = read(media_playlist(packager.video, []))
            if before is not None:
                check_follows(before, after)
                delta = read(media_playlist(packager.video, [], is_delta=True))
                assert restored(before, delta) == after
            before = after
    assert before is not None
    assert before.first > 0
    assert [segment.is_after_break for segment in before.segments].count(True) == 1


def test_players_can_begin_with_just_those_parts_that_are_said_to_be_independent() -> None:
    packager = Packager(window=20)
    publish(packager, 200, has_sound=False, key_every=15)
    track = packager.video
    parts = [part for segment in track.segments for part in segment.parts]
    for part in parts:
        with av.open(io.BytesIO(track.headers[0] + part.data)) as container:
            assert next(container.demux(video=0)).is_keyframe is part.is_independent
    assert {part.is_independent for part in parts} == {True, False}


def test_what_is_asked_for_is_there_once_it_is_published() -> None:
    packager = Packager(window=20)
    publish(packager, 100)
    track = packager.video
    assert track.head is not None
    assert track.has(track.head)
    assert not track.has(track.following)
    assert track.has(0)
    assert not track.has(Place(99, 0))
    assert not Track("video", VIDEO_CLOCK, window=3).has(0)
