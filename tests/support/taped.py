"""A show whose packager is fed with generated pictures and sound, as fast as it goes: for tests of recordings."""

from datetime import datetime, timedelta

from streams.broadcast.broadcast import Broadcast
from streams.video.boxes import AUDIO_CLOCK, VIDEO_CLOCK, aac_header
from streams.video.h264 import Depacketizer
from streams.video.packaging import Packager, Shot
from streams.video.sound import Transcoder
from tests.support.encoded import SOUND, TICKS, payloads, pictures, sound

PICTURES_A_SECOND = 30


def tape(packager: Packager, began_at: datetime, seconds: int, **size: int) -> None:
    """So many seconds of a publisher who came at that time, and left."""
    begins_at_s = packager.ends_at_s + 1.0
    packager.begin(began_at, begins_at_s, has_video=True)
    depacketizer, transcoder = Depacketizer(), Transcoder()
    count = seconds * PICTURES_A_SECOND
    heard = enumerate(sound(count * 5 // 3 + 10))
    for number, units in enumerate(pictures(count, **size)):
        packets = payloads(units)
        for place, payload in enumerate(packets):
            is_marked = place == len(packets) - 1
            for picture in depacketizer.feed(number * TICKS, payload, is_marked=is_marked):
                at = picture.timestamp + round(begins_at_s * VIDEO_CLOCK)
                shot = Shot(at, picture.slices, picture.is_key, picture.parameter_sets)
                packager.add_picture(shot)
        while (number + 1) * TICKS / VIDEO_CLOCK > transcoder._next / AUDIO_CLOCK:
            place, packet = next(heard)
            at = round(begins_at_s * AUDIO_CLOCK) + place * SOUND
            for frame in transcoder.feed(packet, at):
                packager.add_sound(frame.data, frame.at, aac_header(transcoder.config))
    packager.finish()


def taped(show_id: str, began_at: datetime, seconds: int, *, window: int = 150) -> Broadcast:
    """A broadcast of so many seconds, whose host has left."""
    broadcast = Broadcast(show_id, window=window)
    tape(broadcast.packager, began_at, seconds)
    return broadcast


def later(at: datetime, seconds: float) -> datetime:
    return at + timedelta(seconds=seconds)
