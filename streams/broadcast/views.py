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
