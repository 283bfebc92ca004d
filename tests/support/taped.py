"""A show whose packager is fed with generated pictures and sound, as fast as it goes: for tests of recordings."""

from datetime import datetime, timedelta
from functools import cache

from streams.broadcast.broadcast import Broadcast
from streams.video.boxes import AUDIO_CLOCK, VIDEO_CLOCK, aac_header
from streams.video.h264 import Depacketizer, Picture
from streams.video.packaging import Packager, Shot
from streams.video.sound import Frame, Transcoder
from tests.support.encoded import PICTURES_A_SECOND, SOUND, TICKS, payloads, pictures, sound


def tape(
    packager: Packager, began_at: datetime, seconds: int, *, width: int = 96, height: int = 64
) -> None:
    """So many seconds of a publisher who came at that time, and left."""
    begins_at_s = packager.ends_at_s + 1.0
    packager.begin(began_at, begins_at_s, has_video=True)
    heard, header = _heard(seconds)
    first, waiting = round(begins_at_s * AUDIO_CLOCK), list(heard)
    for picture in _seen(seconds, width, height):
        at = picture.timestamp + round(begins_at_s * VIDEO_CLOCK)
        packager.add_picture(Shot(at, picture.slices, picture.is_key, picture.parameter_sets))
        while waiting and waiting[0].at / AUDIO_CLOCK <= picture.timestamp / VIDEO_CLOCK:
            frame = waiting.pop(0)
            packager.add_sound(frame.data, first + frame.at, header)
    packager.finish()


def taped(show_id: str, began_at: datetime, seconds: int, *, window: int = 150) -> Broadcast:
    """A broadcast of so many seconds, whose host has left."""
    broadcast = Broadcast(show_id, window=window)
    tape(broadcast.packager, began_at, seconds)
    return broadcast


def later(at: datetime, seconds: float) -> datetime:
    return at + timedelta(seconds=seconds)


@cache
def _seen(seconds: int, width: int, height: int) -> tuple[Picture, ...]:
    depacketizer = Depacketizer()
    found: list[Picture] = []
    encoded = pictures(seconds * PICTURES_A_SECOND, width=width, height=height)
    for number, units in enumerate(encoded):
        packets = payloads(units)
        for place, payload in enumerate(packets):
            is_marked = place == len(packets) - 1
            found += depacketizer.feed(number * TICKS, payload, is_marked=is_marked)
    return tuple(found)


@cache
def _heard(seconds: int) -> tuple[tuple[Frame, ...], bytes]:
    """Frames of AAC, and what describes them."""
    transcoder = Transcoder()
    found = [
        frame
        for number, packet in enumerate(sound(seconds * AUDIO_CLOCK // SOUND + 10))
        for frame in transcoder.feed(packet, number * SOUND)
    ]
    return tuple(found), aac_header(transcoder.config)
