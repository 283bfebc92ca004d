"""Whether a show has picture and sound at the moment, as everyone is told.

    off ──▶ live ◀──▶ lost ──▶ off

`live`: a publisher is heard. `lost`: it was, and may come back; viewers wait. `off`: nobody has published yet, or the show is over.
A media process says now and then that it is there; of one that falls silent the airings are lost.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

SEEN_EVERY = timedelta(seconds=5)
GONE_AFTER = timedelta(seconds=15)
"""A media process that said nothing for so long is gone."""


class Signal(StrEnum):
    OFF = "off"
    LIVE = "live"
    LOST = "lost"


class RecordingState(StrEnum):
    """Whether the show is kept for its replay."""

    OFF = "off"
    ON = "on"
    STOPPED = "stopped"
    """It should be, but the store does not take it."""


@dataclass(frozen=True, slots=True)
class Airing:
    show_id: str
    key_number: int = 1
    """Which of the show's stream keys holds: each new one makes those before it void."""
    signal: Signal = Signal.OFF
    media_url: str | None = None
    """Where the show is published and watched: the media process's own address."""
    seen_at: datetime | None = None
    recording: RecordingState = RecordingState.OFF
    version: int = 1


def hear(airing: Airing, signal: Signal, media_url: str, now: datetime) -> Airing:
    """What a media process says of it. A new version only if it is news."""
    is_news = airing.signal is not signal or airing.media_url != media_url
    version = airing.version + 1 if is_news else airing.version
    return replace(airing, signal=signal, media_url=media_url, seen_at=now, version=version)


def lose(airing: Airing, now: datetime) -> Airing | None:
    """The airing whose media process is gone; None if it is there."""
    is_gone = airing.seen_at is None or now - airing.seen_at > GONE_AFTER
    if airing.signal is not Signal.LIVE or not is_gone:
        return None
    return replace(airing, signal=Signal.LOST, version=airing.version + 1)


def note_recording(airing: Airing, state: RecordingState) -> Airing:
    if airing.recording is state:
        return airing
    return replace(airing, recording=state, version=airing.version + 1)


def renew_key(airing: Airing) -> Airing:
    return replace(airing, key_number=airing.key_number + 1)
