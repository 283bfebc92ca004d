"""What is said of broadcasts on the wire."""

from typing import Literal

from msgspec import Struct


class VideoView(Struct, frozen=True, kw_only=True):
    """A show's picture and sound."""

    signal: Literal["off", "live", "lost"]
    hls_url: str | None
    """The first playlist, for players of HLS."""
    whep_url: str | None
    """Where a browser that wants the lowest delay posts its offer."""
    recording: Literal["off", "on", "stopped"]
    """Whether it is kept for its replay; `stopped`: it should be, but cannot at the moment."""
    pass_until_ms: int | None
    """Until when these addresses hold; null: to the show's end. `GET /api/shows/{show_id}/video` has new ones in their last five
    minutes."""
    version: int
    """Grows with each change."""


class StreamKeyView(Struct, frozen=True, kw_only=True):
    """What an encoder such as OBS is told to publish a show. Whoever knows the key can publish it."""

    whip_url: str
    key: str
    watch_pass: str
    """Lets its hosts watch the show before it is live."""


class StreamReading(Struct, frozen=True, kw_only=True):
    """How a stream does, in the media process that carries it. Shares, rates and delays are of the last ten seconds."""

    show_id: str
    is_live: bool
    """Whether its publisher is heard at this moment."""
    is_stand_in: bool
    """Whether its publisher gives way to any other, as the demo host does."""
    began_at_ms: float | None
    """When its publisher came, or came back; None while there is none."""
    bits_per_s: list[int]
    """Of picture and sound, for each second of the last minute, the newest last."""
    pictures_per_s: float
    width: int
    height: int
    missed_share: float
    """Of the publisher's packets, that were not there in time."""
    lost_share: float
    """Of them, that did not come when they were asked for again either."""
    jitter_ms: float
    key_frame_s: float | None
    """Between the last two key frames."""
    key_frames_asked: int
    """Of this stream, since it was first published here."""
    webrtc_viewers: int
    hls_players: int
    """Players, or caches before them, that wait for the next part."""
    part_delay_ms: float | None
    """From the arrival of what a part begins with until it was published."""
