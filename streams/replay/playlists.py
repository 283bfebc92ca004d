"""Playlists of a replay (RFC 8216): the whole show, which nothing is added to any more.

All addresses are relative, as in live playlists: a pass in the playlist's own path holds for everything it names.
"""

import math
from collections.abc import Iterator, Sequence

from streams.replay.recording import KeptSegment
from streams.video.boxes import described
from streams.video.playlists import Rates, first_playlist

INDEX = "index.m3u8"


def rates_of(tracks: Sequence[Sequence[KeptSegment]]) -> Rates:
    """Of all tracks together."""
    each = [[8 * one.size / one.duration_s for one in track] for track in tracks]
    average = sum(
        8 * sum(one.size for one in track) / sum(one.duration_s for one in track)
        for track in tracks
    )
    return Rates(round(sum(map(max, each))), round(average))


def index(tracks: Sequence[Sequence[KeptSegment]], headers: Sequence[bytes]) -> str:
    """The first playlist; `headers` are all that describe the pictures, of which there may be none."""
    pictures = [described(header) for header in headers]
    return first_playlist(
        tuple(dict.fromkeys(codec for codec, _ in pictures)),
        pictures[0][1] if pictures else None,
        has_audio=tracks[-1][0].track == "audio",
        rates=rates_of(tracks),
    )


def whole_show(track: Sequence[KeptSegment]) -> str:
    """All of one track."""
    return "\n".join(_lines(track)) + "\n"


def _lines(track: Sequence[KeptSegment]) -> Iterator[str]:
    longest_s = max(segment.duration_s for segment in track)
    yield "#EXTM3U"
    yield "#EXT-X-VERSION:7"
    yield f"#EXT-X-TARGETDURATION:{math.ceil(longest_s)}"
    yield "#EXT-X-PLAYLIST-TYPE:VOD"
    yield "#EXT-X-MEDIA-SEQUENCE:0"
    header = ""
    for number, segment in enumerate(track):
        if segment.is_after_break and number:
            yield "#EXT-X-DISCONTINUITY"
        if segment.header_name != header:
            header = segment.header_name
            yield f'#EXT-X-MAP:URI="{header}"'
        began_at = segment.began_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        yield f"#EXT-X-PROGRAM-DATE-TIME:{began_at}"
        yield f"#EXTINF:{segment.duration_s:.5f},"
        yield segment.name
    yield "#EXT-X-ENDLIST"
