"""Where in a replay each moment of its show lies, whatever is missing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from streams.replay.recording import (
    KeptSegment,
    length_s,
    playable,
    stretches,
)

EIGHT = datetime(2026, 11, 11, 20, 0, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return EIGHT + timedelta(seconds=seconds)


def kept(number: int, at_s: float, *, take: int = 1, track: str = "video", lasts_s: float = 2.0,
         is_after_break: bool = False) -> KeptSegment:  # fmt: skip
    return KeptSegment(
        track=track,
        take=take,
        number=number,
        header=0,
        began_at=after(at_s),
        duration_s=lasts_s,
        size=1_000,
        is_after_break=is_after_break,
    )


@st.composite
def recordings(draw: st.DrawFn) -> list[KeptSegment]:
    """One track with holes: of lost segments, of a publisher who was away, and of a process that was killed."""
    found, at_s, take, number = [], 0.0, 1, 0
    for _ in range(draw(st.integers(1, 30))):
        what = draw(st.sampled_from(["goes on", "goes on", "goes on", "lost", "away", "killed"]))
        lasts_s = draw(st.sampled_from([1.9, 2.0, 2.1, 3.7]))
        is_after_break = False
        if what == "lost":
            number += 1
            at_s += 2.0
        elif what == "away":
            is_after_break = True
            at_s += draw(st.floats(1.0, 300.0))
        elif what == "killed":
            take, number = take + 1, 0
            at_s += draw(st.floats(1.0, 300.0))
        found.append(kept(number, at_s, take=take, lasts_s=lasts_s, is_after_break=is_after_break))
        number += 1
        at_s += lasts_s
    return found


@given(recordings())
def test_each_segment_lies_in_a_stretch_where_it_is_shown(track: list[KeptSegment]) -> None:
    found = stretches(track)
    position_s = 0.0
    for segment in track:
        within = next(one for one in reversed(found) if one.starts_s <= position_s + 0.001)
        shown_at = within.began_at + timedelta(seconds=position_s - within.starts_s)
        assert abs((shown_at - segment.began_at).total_seconds()) < 0.001
        position_s += segment.duration_s
    assert abs(length_s(found) - position_s) < 0.001


@given(recordings())
def test_stretches_follow_each_other_without_a_hole_in_the_replay(track: list[KeptSegment]) -> None:
    found = stretches(track)
    assert found[0].starts_s == 0.0
    for before, behind in pairwise(found):
        assert abs(before.ends_s - behind.starts_s) < 1e-9
        assert before.began_at + timedelta(seconds=before.lasts_s) < behind.began_at


def test_nothing_recorded_has_no_length() -> None:
    assert length_s([]) == 0.0


def test_both_tracks_are_cut_at_the_same_places() -> None:
    pictures = [kept(number, 2.0 * number) for number in (0, 1, 2, 4)]
    sound = [kept(number, 2.0 * number, track="audio") for number in (0, 2, 3, 4)]
    video, audio = playable([*sound, *pictures])
    assert [each.number for each in video] == [each.number for each in audio] == [0, 2, 4]
    assert [each.is_after_break for each in video] == [False, True, True]
    assert [each.is_after_break for each in audio] == [False, True, True]


def test_another_take_is_a_break() -> None:
    (video,) = playable([kept(0, 0), kept(1, 2), kept(0, 9, take=2), kept(1, 11, take=2)])
    assert [each.is_after_break for each in video] == [False, False, True, False]


def test_a_show_without_pictures_is_told_by_its_sound() -> None:
    (audio,) = playable([kept(0, 0, track="audio"), kept(1, 2, track="audio")])
    assert [each.track for each in audio] == ["audio", "audio"]
    assert playable([]) == []


def test_what_a_publisher_left_out_is_a_break_whatever_its_numbers_say() -> None:
    before, behind = kept(3, 6), kept(4, 40, is_after_break=True)
    (video,) = playable([replace(before, number=3), behind])
    assert [each.is_after_break for each in video] == [False, True]
