"""What a browser or an encoder offers (SDP, RFC 8866), looked at before anything is opened for it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address

from aiortc import sdp

from streams.errors import BadOffer, CodecNotOffered
from streams.video.timeline import Kind

MOST_CANDIDATES = 16
WANTED: dict[Kind, str] = {"video": "H264", "audio": "opus"}


@dataclass(frozen=True, slots=True)
class Offer:
    sdp: str
    """Without the candidates that nobody could use."""
    kinds: tuple[Kind, ...]
    """In the order in which they are offered, at most one of each."""


def read_offer(body: bytes) -> Offer:
    """The offer, if it can be answered: H.264, Opus, or both, each once.

    Raises:
        BadOffer: it is no description of a session, or of one that nobody can take part in.
        CodecNotOffered: it has media, but none in H.264 or Opus.
    """
    try:
        text = body.decode()
        session = sdp.SessionDescription.parse(text)
    # The parser meets what it does not expect with whatever its own code raises.
    except Exception as error:
        raise BadOffer("Send a session description (SDP) as WebRTC makes it.") from error
    kinds = tuple(kind for media in session.media for kind in WANTED if kind == media.kind)
    if not kinds or len(kinds) != len(session.media) or len(set(kinds)) != len(kinds):
        raise BadOffer("Offer one video, one audio, or one of each, and nothing else.")
    for kind, media in zip(kinds, session.media, strict=True):
        _refuse_unusable(kind, media)
    return Offer("".join(f"{line}\r\n" for line in _without_useless(text.splitlines())), kinds)


def candidates_in(fragment: bytes) -> list[str]:
    """The usable candidates of a fragment that is sent afterwards (trickle ICE, RFC 8840).

    Raises:
        BadOffer: it is no text.
    """
    try:
        lines = fragment.decode().splitlines()
    except UnicodeDecodeError as error:
        raise BadOffer("Send a fragment of a session description (SDP).") from error
    found = [line.removeprefix("a=candidate:") for line in lines if line.startswith("a=candidate:")]
    return [candidate for candidate in found if is_usable(candidate)][:MOST_CANDIDATES]


def is_usable(candidate: str) -> bool:
    """Whether packets could go there: over UDP to an address. Names, which only their own network knows, are not asked about."""
    fields = candidate.split()
    if len(fields) < 8 or fields[2].lower() != "udp":
        return False
    try:
        ip_address(fields[4])
        return all(
            0 < int(fields[number]) < limit for number, limit in ((1, 3), (3, 2**32), (5, 65_536))
        )
    except ValueError:
        return False


def starting_at(answer: str, bits_per_s: int) -> str:
    """The answer, with how much a browser may send of pictures from the first one on. It begins with 0.3 Mbit/s, and small ones, otherwise.

    Browsers made from Chromium heed it; what others do not know in a codec's parameters they leave alone (RFC 8866, 6.15).
    """
    rate = f";x-google-start-bitrate={bits_per_s // 1000}"
    lines = answer.splitlines(keepends=True)
    return "".join(
        line.rstrip("\r\n") + rate + "\r\n" if _describes_pictures(line) else line for line in lines
    )


def _describes_pictures(line: str) -> bool:
    return line.startswith("a=fmtp:") and "profile-level-id=" in line


def _refuse_unusable(kind: Kind, media: sdp.MediaDescription) -> None:
    wanted = WANTED[kind]
    if not any(codec.name.lower() == wanted.lower() for codec in media.rtp.codecs):
        has = ", ".join(sorted({codec.name for codec in media.rtp.codecs})) or "no codec"
        raise CodecNotOffered(
            "Offer {wanted} for {kind}; this offers {has}.", wanted=wanted, kind=kind, has=has
        )
    has_credentials = media.ice and media.ice.usernameFragment and media.ice.password
    if not (has_credentials and media.dtls and media.dtls.fingerprints):
        raise BadOffer(
            "The {kind} lacks its ICE credentials or the fingerprint of its certificate.", kind=kind
        )


def _without_useless(lines: Iterable[str]) -> Iterable[str]:
    """Candidates may still follow, so their end is not taken from the offer."""
    kept = 0
    for line in lines:
        if line.startswith("a=end-of-candidates"):
            continue
        if line.startswith("a=candidate:"):
            if kept >= MOST_CANDIDATES or not is_usable(line.removeprefix("a=candidate:")):
                continue
            kept += 1
        if line:
            yield line
