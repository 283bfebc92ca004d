"""Playlists of a live show for LL-HLS (RFC 8216bis): what there is, what comes next, and how to wait for it.

All addresses are relative, so that a secret in the playlist's own path holds for everything it names.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from streams.video.h264 import ParameterSets, codec_of, picture_size
from streams.video.segments import PART_TARGET_S, Place, Segment, Track

TARGET_DURATION_S = 4
"""No segment is longer, when rounded to a whole second."""
HOLD_BACK_S = 3 * PART_TARGET_S
CAN_SKIP_UNTIL_S = 6 * TARGET_DURATION_S
"""A player that has the playlist is told of older segments only how many there are."""
SEGMENTS_WITH_PARTS = 3
AAC = "mp4a.40.2"


@dataclass(frozen=True, slots=True)
class Rates:
    """Bits a second, as measured over the window."""

    peak: int
    average: int


def multivariant(sets: ParameterSets | None, *, has_audio: bool, rates: Rates) -> str:
    """The first playlist: of which tracks the show consists. At least one of the two is there."""
    if sets is None:
        return first_playlist((), None, has_audio=has_audio, rates=rates)
    codecs, size = (codec_of(sets.sps),), picture_size(sets.sps)
    return first_playlist(codecs, size, has_audio=has_audio, rates=rates)


def first_playlist(
    codecs: Sequence[str], size: tuple[int, int] | None, *, has_audio: bool, rates: Rates
) -> str:
    """The same, where the pictures' codecs and size (of the first, if there are several) are known; none without pictures."""
    stream = [
        f"BANDWIDTH={rates.peak}",
        f"AVERAGE-BANDWIDTH={rates.average}",
        f'CODECS="{",".join([*codecs, *((AAC,) if has_audio else ())])}"',
    ]
    if size:
        stream.append("RESOLUTION={}x{}".format(*size))
    if has_audio:
        stream.append('AUDIO="sound"')
    return _text(
        (
            "#EXTM3U",
            "#EXT-X-VERSION:9",
            *((_SOUND,) if has_audio else ()),
            f"#EXT-X-STREAM-INF:{','.join(stream)}",
            playlist_name("video" if codecs else "audio"),
        )
    )


_SOUND = (
    '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="Sound",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",'
    'URI="audio.m3u8"'
)


def media_playlist(
    track: Track, others: Sequence[Track], *, has_ended: bool = False, is_delta: bool = False
) -> str:
    """What the track has within its window; `others` are those that a player may change to.

    With `is_delta` segments of long ago are only counted, if there are any.
    """
    return _text(_media_lines(track, others, has_ended=has_ended, is_delta=is_delta))


def _media_lines(
    track: Track, others: Sequence[Track], *, has_ended: bool, is_delta: bool
) -> Iterator[str]:
    skipped = _old_segments(track) if is_delta and not has_ended else 0
    yield from _head(track)
    if skipped:
        yield f"#EXT-X-SKIP:SKIPPED-SEGMENTS={skipped}"
    header = track.segments[skipped - 1].header if skipped else None
    for number, segment in enumerate(track.segments):
        if number < skipped:
            continue
        has_parts = number >= len(track.segments) - SEGMENTS_WITH_PARTS
        yield from _segment(track, segment, is_same=segment.header == header, has_parts=has_parts)
        header = segment.header
    if has_ended:
        yield "#EXT-X-ENDLIST"
    else:
        yield f'#EXT-X-PRELOAD-HINT:TYPE=PART,URI="{part_name(track, track.following)}"'
        yield from _reports(others)


def _head(track: Track) -> Iterator[str]:
    yield "#EXTM3U"
    yield "#EXT-X-VERSION:9"
    yield f"#EXT-X-TARGETDURATION:{TARGET_DURATION_S}"
    yield (
        "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,"
        f"PART-HOLD-BACK={HOLD_BACK_S:.3f},CAN-SKIP-UNTIL={CAN_SKIP_UNTIL_S:.1f}"
    )
    yield f"#EXT-X-PART-INF:PART-TARGET={PART_TARGET_S:.3f}"
    yield f"#EXT-X-MEDIA-SEQUENCE:{track.segments[0].number}"
    yield f"#EXT-X-DISCONTINUITY-SEQUENCE:{track.breaks_before}"


def _segment(track: Track, segment: Segment, *, is_same: bool, has_parts: bool) -> Iterator[str]:
    if segment.is_after_break:
        yield "#EXT-X-DISCONTINUITY"
    if not is_same:
        yield f'#EXT-X-MAP:URI="{header_name(track, segment.header)}"'
    began_at = segment.began_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    yield f"#EXT-X-PROGRAM-DATE-TIME:{began_at}"
    if has_parts:
        for number, part in enumerate(segment.parts):
            independent = ",INDEPENDENT=YES" if part.is_independent else ""
            name = part_name(track, Place(segment.number, number))
            yield f'#EXT-X-PART:DURATION={part.duration_s:.5f},URI="{name}"{independent}'
    if segment.is_complete:
        yield f"#EXTINF:{segment.duration_s:.5f},"
        yield segment_name(track, segment.number)


def _reports(others: Sequence[Track]) -> Iterator[str]:
    """Where the other tracks are, so that a player that changes to one knows what to ask for."""
    for other in others:
        if other.head is not None:
            segment, part = other.head
            name = playlist_name(other.name)
            yield f'#EXT-X-RENDITION-REPORT:URI="{name}",LAST-MSN={segment},LAST-PART={part}'


def _old_segments(track: Track) -> int:
    """How many segments a delta update leaves out: all that lie before the skip boundary."""
    until_end_s = 0.0
    for number in range(len(track.segments) - 1, -1, -1):
        if until_end_s >= CAN_SKIP_UNTIL_S:
            return number + 1
        until_end_s += track.segments[number].duration_s
    return 0


def playlist_name(track: str) -> str:
    return f"{track}.m3u8"


def header_name(track: Track, header: int) -> str:
    return f"{track.name}-{header}.mp4"


def segment_name(track: Track, number: int) -> str:
    return f"{track.name}-{number}.m4s"


def part_name(track: Track, place: Place) -> str:
    return f"{track.name}-{place.segment}.{place.part}.m4s"


def _text(lines: Sequence[str] | Iterator[str]) -> str:
    return "\n".join(lines) + "\n"
