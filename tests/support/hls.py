"""A strict reader of playlists, live ones of LL-HLS and whole ones of replays: what the standard demands of a server is
checked, not supposed (RFC 8216bis)."""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise

ATTRIBUTE = re.compile(r'([A-Z0-9-]+)=("[^"]*"|[^,]*)')


@dataclass(slots=True)
class ReadPart:
    name: str
    duration_s: float
    is_independent: bool


@dataclass(slots=True)
class ReadSegment:
    number: int
    header: str | None
    began_at: datetime | None = None
    is_after_break: bool = False
    parts: list[ReadPart] = field(default_factory=list)
    duration_s: float | None = None
    name: str | None = None


@dataclass(slots=True)
class ReadPlaylist:
    target_s: int = 0
    part_target_s: float = 0.0
    control: dict[str, str] = field(default_factory=dict)
    first: int = 0
    breaks_before: int = 0
    skipped: int = 0
    segments: list[ReadSegment] = field(default_factory=list)
    hint: str | None = None
    reports: list[dict[str, str]] = field(default_factory=list)
    has_ended: bool = False
    is_whole: bool = False
    """Of a replay: nothing is added to it any more."""

    @property
    def complete(self) -> list[ReadSegment]:
        return [segment for segment in self.segments if segment.name]


def attributes(text: str) -> dict[str, str]:
    return {name: value.strip('"') for name, value in ATTRIBUTE.findall(text)}


def read(text: str) -> ReadPlaylist:
    """The playlist, which must be one that every strict player takes."""
    assert text.endswith("\n")
    lines = text.splitlines()
    assert lines[0] == "#EXTM3U"
    named = [line for line in lines if ".m4s" in line]
    assert len(named) == len(set(named)), "an address stands twice"
    playlist = ReadPlaylist()
    header: str | None = None
    under_way: ReadSegment | None = None

    def segment() -> ReadSegment:
        nonlocal under_way
        if under_way is None:
            number = playlist.first + playlist.skipped + len(playlist.segments)
            under_way = ReadSegment(number, header)
            playlist.segments.append(under_way)
        return under_way

    for line in lines[1:]:
        tag, _, value = line.partition(":")
        match tag:
            case "#EXT-X-VERSION":
                assert int(value) >= 7
            case "#EXT-X-TARGETDURATION":
                playlist.target_s = int(value)
            case "#EXT-X-PLAYLIST-TYPE":
                assert value == "VOD"
                playlist.is_whole = True
            case "#EXT-X-SERVER-CONTROL":
                playlist.control = attributes(value)
            case "#EXT-X-PART-INF":
                playlist.part_target_s = float(attributes(value)["PART-TARGET"])
            case "#EXT-X-MEDIA-SEQUENCE":
                assert not playlist.segments
                playlist.first = int(value)
            case "#EXT-X-DISCONTINUITY-SEQUENCE":
                assert not playlist.segments
                playlist.breaks_before = int(value)
            case "#EXT-X-SKIP":
                assert not playlist.segments
                playlist.skipped = int(attributes(value)["SKIPPED-SEGMENTS"])
            case "#EXT-X-DISCONTINUITY":
                segment().is_after_break = True
            case "#EXT-X-MAP":
                header = attributes(value)["URI"]
                segment().header = header
            case "#EXT-X-PROGRAM-DATE-TIME":
                segment().began_at = datetime.fromisoformat(value)
            case "#EXT-X-PART":
                part = attributes(value)
                segment().parts.append(
                    ReadPart(part["URI"], float(part["DURATION"]), part.get("INDEPENDENT") == "YES")
                )
            case "#EXTINF":
                segment().duration_s = float(value.rstrip(","))
            case "#EXT-X-PRELOAD-HINT":
                playlist.hint = attributes(value)["URI"]
            case "#EXT-X-RENDITION-REPORT":
                playlist.reports.append(attributes(value))
            case "#EXT-X-ENDLIST":
                playlist.has_ended = True
            case _:
                assert not line.startswith("#"), f"an unknown tag: {line}"
                segment().name = line
                assert segment().duration_s is not None, "an address without its duration"
                under_way = None
    _check(playlist)
    return playlist


def _check(playlist: ReadPlaylist) -> None:
    if playlist.is_whole:
        assert playlist.has_ended, "a replay has an end"
        assert playlist.first == 0
        assert all(segment.name for segment in playlist.segments)
    else:
        _check_live(playlist)
    for segment in playlist.segments:
        _check_segment(playlist, segment)
    for before, after in pairwise(playlist.segments):
        if not after.is_after_break and before.began_at and after.began_at:
            apart_s = (after.began_at - before.began_at).total_seconds()
            assert abs(apart_s - (before.duration_s or 0)) < 0.1, "its dates go with its durations"


def _check_live(playlist: ReadPlaylist) -> None:
    assert playlist.control["CAN-BLOCK-RELOAD"] == "YES"
    assert float(playlist.control["PART-HOLD-BACK"]) >= 3 * playlist.part_target_s - 1e-9
    assert float(playlist.control.get("HOLD-BACK", "inf")) >= 3 * playlist.target_s
    assert float(playlist.control["CAN-SKIP-UNTIL"]) >= 6 * playlist.target_s
    assert playlist.has_ended is (playlist.hint is None), "either it ends, or it says what comes"
    assert all(segment.name for segment in playlist.segments[:-1]), "only the last one is under way"
    if playlist.hint is not None:
        assert playlist.hint.partition("-")[2] == _following(playlist), "the hint is what comes"
    for report in playlist.reports:
        assert report["URI"].endswith(".m3u8")
        assert int(report["LAST-MSN"]) >= 0
        assert int(report["LAST-PART"]) >= 0


def _following(playlist: ReadPlaylist) -> str:
    """The part that is published next, as it is named after its track."""
    last = playlist.segments[-1]
    number, part = (last.number + 1, 0) if last.name else (last.number, len(last.parts))
    return f"{number}.{part}.m4s"


def check_follows(before: ReadPlaylist, after: ReadPlaylist) -> None:
    """That a live playlist goes on from an earlier state of it, both whole (RFC 8216bis, 6.2.1 and 6.2.2)."""
    assert (after.target_s, after.part_target_s) == (before.target_s, before.part_target_s)
    assert after.first >= before.first, "the media sequence never goes back"
    gone = before.segments[: after.first - before.first]
    breaks = sum(segment.is_after_break for segment in gone)
    assert after.breaks_before == before.breaks_before + breaks, "breaks that fell out are counted"
    for old, new in zip(before.segments[len(gone) :], after.segments, strict=False):
        _check_grew(old, new)
    assert len(after.segments) >= len(before.segments) - len(gone), "nothing falls out at the end"
    if before.hint is not None and after.hint != before.hint and not after.has_ended:
        listed = {part.name for segment in after.segments for part in segment.parts}
        number = int(before.hint.partition("-")[2].split(".")[0])
        is_old = number < after.segments[-1].number - 1
        assert before.hint in listed or is_old, "what was said to come, came"


def _check_grew(old: ReadSegment, new: ReadSegment) -> None:
    assert (old.number, old.header, old.began_at, old.is_after_break) == (
        new.number, new.header, new.began_at, new.is_after_break,
    )  # fmt: skip
    if old.name:
        assert (old.name, old.duration_s) == (new.name, new.duration_s), (
            "whole ones stay as they are"
        )
        assert new.parts in (old.parts, []), "parts stay, or go together"
    elif new.parts:
        assert new.parts[: len(old.parts)] == old.parts, "parts are added at the end"


def restored(known: ReadPlaylist, delta: ReadPlaylist) -> ReadPlaylist:
    """What a player makes of a delta update: the whole playlist, from an earlier one and the update (RFC 8216bis, 6.3.7)."""
    skipped = range(delta.first, delta.first + delta.skipped)
    old = [replace(each, parts=[]) for each in known.segments if each.number in skipped]
    assert len(old) == delta.skipped, "only what the player has is skipped"
    header = old[-1].header if old else None
    new: list[ReadSegment] = []
    for segment in delta.segments:
        header = segment.header or header
        new.append(replace(segment, header=header))
    return replace(delta, skipped=0, segments=[*old, *new])


def _check_segment(playlist: ReadPlaylist, segment: ReadSegment) -> None:
    assert playlist.skipped or segment.header, "a segment without a header"
    if segment.duration_s is not None:
        assert round(segment.duration_s) <= playlist.target_s
        if segment.parts:
            assert abs(sum(part.duration_s for part in segment.parts) - segment.duration_s) < 0.001
    for number, part in enumerate(segment.parts):
        assert 0 < part.duration_s <= playlist.part_target_s + 1e-5, (
            "no part is longer than the target"
        )
        is_last = number == len(segment.parts) - 1
        assert is_last or part.duration_s >= 0.85 * playlist.part_target_s, (
            "only a segment's last part is short"
        )
