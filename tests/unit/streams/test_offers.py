from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.errors import BadOffer, CodecNotOffered
from streams.webrtc.offers import MOST_CANDIDATES, candidates_in, is_usable, read_offer, starting_at

HEAD = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1\r\n"
KEYS = (
    "a=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuv\r\na=setup:actpass\r\n"
    "a=fingerprint:sha-256 " + ":".join(["AB"] * 32) + "\r\n"
)
VIDEO = f"m=video 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\na=sendonly\r\na=rtpmap:96 H264/90000\r\n{KEYS}"
AUDIO = f"m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=mid:1\r\na=sendonly\r\na=rtpmap:111 opus/48000/2\r\n{KEYS}"
CANDIDATE = "1 1 udp 2122260223 192.0.2.1 50000 typ host"


@pytest.mark.parametrize(
    ("media", "kinds"),
    [
        (VIDEO + AUDIO, ("video", "audio")),
        (AUDIO + VIDEO, ("audio", "video")),
        (AUDIO, ("audio",)),
        (VIDEO, ("video",)),
    ],
)
def test_h264_and_opus_are_taken_in_any_order_or_alone(media: str, kinds: tuple[str, ...]) -> None:
    assert read_offer((HEAD + media).encode()).kinds == kinds


@pytest.mark.parametrize(
    ("media", "has"),
    [
        (VIDEO.replace("H264", "VP8"), "VP8"),
        (AUDIO.replace("opus", "PCMU"), "PCMU"),
        (VIDEO.replace("a=rtpmap:96 H264/90000\r\n", ""), "no codec"),
    ],
)
def test_other_codecs_are_refused_by_name(media: str, has: str) -> None:
    with pytest.raises(CodecNotOffered, match=has):
        read_offer((HEAD + media).encode())


@pytest.mark.parametrize(
    "offer",
    [
        b"", b"\xff\xfe", b"hello", HEAD.encode(), (HEAD + VIDEO + VIDEO).encode(),
        (HEAD + "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\n").encode(),
        (HEAD + VIDEO.replace("a=ice-pwd:abcdefghijklmnopqrstuv\r\n", "")).encode(),
        (HEAD + VIDEO.split("a=fingerprint", maxsplit=1)[0]).encode(),
    ],
)  # fmt: skip
def test_what_nobody_can_take_part_in_is_refused(offer: bytes) -> None:
    with pytest.raises(BadOffer):
        read_offer(offer)


def test_useless_and_too_many_candidates_are_left_out() -> None:
    lines = [
        CANDIDATE,
        "1 1 tcp 1 192.0.2.1 9 typ host",
        "1 1 udp 1 a1b2.local 5000 typ host",
        *[CANDIDATE] * 50,
    ]
    offer = (
        HEAD
        + VIDEO
        + "".join(f"a=candidate:{line}\r\n" for line in lines)
        + "a=end-of-candidates\r\n"
    )
    kept = read_offer(offer.encode()).sdp
    assert kept.count("a=candidate:") == MOST_CANDIDATES
    assert ".local" not in kept
    assert "end-of-candidates" not in kept
    assert len(candidates_in(offer.encode())) == MOST_CANDIDATES


@pytest.mark.parametrize(
    "candidate",
    [
        "",
        "1 1 udp",
        CANDIDATE.replace("50000", "0"),
        CANDIDATE.replace("50000", "99999"),
        CANDIDATE.replace("192.0.2.1", "x"),
    ],
)
def test_candidates_that_lead_nowhere_are_known(candidate: str) -> None:
    assert is_usable(CANDIDATE)
    assert not is_usable(candidate)


@given(st.data())
def test_an_offer_with_anything_changed_is_read_or_refused(data: st.DataObject) -> None:
    lines = (HEAD + VIDEO + AUDIO).splitlines()
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        lines[at] = data.draw(
            st.sampled_from(
                [
                    "",
                    lines[at][: len(lines[at]) // 2],
                    lines[at] + lines[at],
                    data.draw(st.text(max_size=40)),
                ]
            )
        )
    with suppress(BadOffer, CodecNotOffered):
        read_offer("\r\n".join(lines).encode(errors="replace"))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    with suppress(BadOffer, CodecNotOffered):
        candidates_in(body)
        read_offer(body)


def test_a_browser_is_told_to_begin_with_good_pictures_and_its_sound_is_left_alone() -> None:
    answer = (
        "a=fmtp:96 profile-level-id=42e01f;packetization-mode=1\r\na=fmtp:111 useinbandfec=1\r\n"
    )
    assert starting_at(answer, 2_500_000) == (
        "a=fmtp:96 profile-level-id=42e01f;packetization-mode=1;x-google-start-bitrate=2500\r\n"
        "a=fmtp:111 useinbandfec=1\r\n"
    )
