"""What a feed does with packets that no honest publisher sends, or that were lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.broadcast.feed import MOST_SOUNDS, Feed
from streams.video.h264 import Depacketizer
from streams.video.packaging import Packager
from streams.video.rtp import MOST_WAITING, Packet
from tests.support.encoded import TICKS, payloads, pictures

SHOW = [payloads(units) for units in pictures(20, key_every=10)]
KINDS = ("video", "audio")

packets = st.builds(
    Packet,
    sequence=st.integers(0, 0xFFFF),
    timestamp=st.integers(0, 0xFFFFFFFF),
    is_marked=st.booleans(),
    payload=st.one_of(
        st.binary(max_size=60),
        st.sampled_from([payload for packets in SHOW for payload in packets]),
        # Fragments and several units in one packet, cut off anywhere.
        st.builds(lambda head, rest: head + rest, st.sampled_from([b"\x78", b"\x7c\x85", b"\x5c\x41"]), st.binary(max_size=30)),
    ),
    arrived_at_s=st.floats(0, 1e6),
)  # fmt: skip
reports = st.tuples(st.floats(0, 5e9), st.integers(0, 0xFFFFFFFF))


class Asked:
    """A feed that counts how often it asked for a key frame."""

    def __init__(self) -> None:
        self.times = 0
        self.packager = Packager(window=3)
        self.feed = Feed(
            self.packager, KINDS, 10.0, want_key_frame=self._ask, on_published=lambda: None
        )

    def _ask(self) -> None:
        self.times += 1


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.one_of(packets, reports)), max_size=60))
def test_any_packets_and_reports_are_taken(arriving: list[tuple[str, object]]) -> None:
    feed = Asked().feed
    for kind, item in arriving:
        if isinstance(item, Packet):
            feed.on_packet(kind, item)
        else:
            feed.on_report(kind, *item)


@pytest.mark.parametrize("kind", KINDS)
def test_a_flood_that_never_makes_sense_is_not_kept(kind: str) -> None:
    """A fragment that never ends, a number that never comes, a key frame that is never described."""
    asked = Asked()
    for number in range(3 * MOST_WAITING):
        odd = Packet(2 * number & 0xFFFF, number, False, b"\x7c\x05" + bytes(1_200), 0.0)
        asked.feed.on_packet(kind, odd)
    assert len(asked.feed._ordered[kind]._waiting) <= MOST_WAITING
    assert asked.feed._sounds.qsize() <= MOST_SOUNDS
    assert not asked.packager.tracks


def test_pictures_wait_for_the_streams_description_and_it_is_asked_for_until_it_comes() -> None:
    """The first packet of a show describes its pictures; if it is lost, nothing tells that it was there."""
    asked = Asked()
    asked.feed = Feed(
        asked.packager, ("video",), 10.0, want_key_frame=asked._ask, on_published=lambda: None
    )
    lost = [SHOW[0][1:], *SHOW[1:]]
    sequence = 0
    for number, whole in enumerate(lost):
        for place, payload in enumerate(whole):
            packet = Packet(sequence, number * TICKS, place == len(whole) - 1, payload, number / 30)
            asked.feed.on_packet("video", packet)
            sequence += 1
        if number == 5:
            assert asked.times == 6
            assert not asked.packager.tracks
    assert asked.packager.video.headers
    assert asked.times == 10


def test_a_key_frame_without_a_description_is_left_out() -> None:
    depacketizer = Depacketizer()
    whole = [
        picture
        for payload in SHOW[0][1:]
        for picture in depacketizer.feed(0, payload, is_marked=True)
    ]
    assert whole == []
    assert depacketizer.needs_key
