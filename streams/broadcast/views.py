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
    version: int
    """Grows with each change."""


class StreamKeyView(Struct, frozen=True, kw_only=True):
    """What an encoder such as OBS is told to publish a show. Whoever knows the key can publish it."""

    whip_url: str
    key: str
    watch_pass: str
    """Lets its hosts watch the show before it is live."""
