"""What has to be understood of H.264 to carry it without decoding: its units, key frames and picture size.

The units of a stream (NAL units, ITU-T H.264, 7.3.1) travel in RTP alone, several in one packet, or one in several (RFC 6184, packetization
mode 1). A player is given those that hold a picture; the two that describe the stream (SPS and PPS) stand in the header of its file.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

LARGEST_PICTURE_BYTES = 8 * 1024 * 1024
_HAS_CHROMA_FORMAT = {100, 110, 122, 244, 44, 83, 86, 118, 128}
"""The profiles whose SPS says how colour is sampled."""


class Unit(IntEnum):
    SLICE = 1
    KEY_SLICE = 5
    SPS = 7
    PPS = 8
    DELIMITER = 9
    SEVERAL = 24
    """STAP-A: more than one unit in a packet."""
    FRAGMENT = 28
    """FU-A: a part of a unit."""


class BadSps(ValueError):
    """The bytes are no sequence parameter set that this module understands."""


def unit_type(unit: bytes) -> int:
    return unit[0] & 0x1F if unit else 0


def begins_key_frame(payload: bytes) -> bool:
    """Whether a viewer can begin with the packet of this payload."""
    kind = unit_type(payload)
    if kind == Unit.SEVERAL:
        return any(_is_key(unit_type(unit)) for unit in _several(payload))
    if kind == Unit.FRAGMENT:
        return len(payload) > 1 and bool(payload[1] & 0x80) and _is_key(payload[1] & 0x1F)
    return _is_key(kind)


def _begins_picture(payload: bytes) -> bool:
    """Whether this is surely the first packet of its picture."""
    kind = unit_type(payload)
    first = next(_several(payload), b"") if kind == Unit.SEVERAL else payload
    return unit_type(first) in {Unit.SPS, Unit.DELIMITER}


def _is_key(kind: int) -> bool:
    return kind in {Unit.KEY_SLICE, Unit.SPS}


def _several(payload: bytes) -> Iterator[bytes]:
    """The units of a STAP-A; what is cut off is left out."""
    at = 1
    while at + 2 <= len(payload):
        size = int.from_bytes(payload[at : at + 2])
        if 0 < size <= len(payload) - at - 2:
            yield payload[at + 2 : at + 2 + size]
        at += 2 + size


@dataclass(frozen=True, slots=True)
class ParameterSets:
    """What a decoder must know before the first picture."""

    sps: bytes
    pps: bytes


@dataclass(frozen=True, slots=True)
class Picture:
    timestamp: int
    """Of the packets it came in."""
    slices: tuple[bytes, ...]
    is_key: bool
    parameter_sets: ParameterSets | None
    """As they were said last."""


class Depacketizer:
    """Puts pictures together from packets in their order. A picture of which something is missing is left out.

    After a gap nothing is given out before the next key frame, since pictures build on those before them; nor before the stream
    is described, for its first packet may be the one that was lost.
    """

    def __init__(self) -> None:
        self.needs_key = True
        self._timestamp: int | None = None
        self._slices: list[bytes] = []
        self._is_key = False
        self._fragment: bytearray | None = None
        self._size = 0
        self._is_broken = False
        self._sps: bytes | None = None
        self._pps: bytes | None = None

    def feed(
        self, timestamp: int, payload: bytes, *, is_marked: bool, is_after_gap: bool = False
    ) -> list[Picture]:
        """The pictures that are whole with this packet. `timestamp` is the unwrapped one."""
        whole = []
        if is_after_gap:
            self._lose()
        if timestamp != self._timestamp:
            whole += self._finished()
            self._timestamp = timestamp
            self._is_broken = is_after_gap and not _begins_picture(payload)
        for unit in self._units(payload):
            self._take(unit)
        if is_marked:
            whole += self._finished()
        return whole

    def _units(self, payload: bytes) -> Iterator[bytes]:
        kind = unit_type(payload)
        if kind == Unit.SEVERAL:
            yield from _several(payload)
        elif kind == Unit.FRAGMENT:
            yield from self._defragmented(payload)
        elif 0 < kind < Unit.SEVERAL:
            yield payload

    def _defragmented(self, payload: bytes) -> Iterator[bytes]:
        if len(payload) < 3:
            return
        indicator, header = payload[0], payload[1]
        if header & 0x80:
            self._fragment = bytearray((indicator & 0xE0 | header & 0x1F,))
        if self._fragment is None:
            return
        self._fragment += payload[2:]
        if len(self._fragment) > LARGEST_PICTURE_BYTES:
            self._lose()
        elif header & 0x40:
            unit, self._fragment = bytes(self._fragment), None
            yield unit

    def _take(self, unit: bytes) -> None:
        kind = unit_type(unit)
        if kind == Unit.SPS:
            self._sps = unit
        elif kind == Unit.PPS:
            self._pps = unit
        elif kind in {Unit.SLICE, Unit.KEY_SLICE}:
            self._slices.append(unit)
            self._is_key |= kind == Unit.KEY_SLICE
            self._size += len(unit)
            if self._size > LARGEST_PICTURE_BYTES:
                self._lose()

    def _lose(self) -> None:
        """Something of the picture under way is missing."""
        self._is_broken = True
        self.needs_key = True
        self._slices, self._fragment, self._size, self._is_key = [], None, 0, False

    def _finished(self) -> list[Picture]:
        slices, is_key = tuple(self._slices), self._is_key
        sets = ParameterSets(self._sps, self._pps) if self._sps and self._pps else None
        can_begin = is_key and sets is not None
        is_usable = bool(slices) and not self._is_broken and (can_begin or not self.needs_key)
        self._slices, self._is_key, self._size, self._is_broken = [], False, 0, False
        self._fragment = None
        if not is_usable:
            return []
        assert self._timestamp is not None
        self.needs_key = False
        return [Picture(self._timestamp, slices, is_key, sets)]


def codec_of(sps: bytes) -> str:
    """The codec as playlists and browsers name it (RFC 6381): "avc1.42e01f".

    Raises:
        BadSps: it is too short.
    """
    if len(sps) < 4:
        raise BadSps("it ends before its profile")
    return f"avc1.{sps[1:4].hex()}"


def picture_size(sps: bytes) -> tuple[int, int]:
    """The width and height in pixels, without what a player cuts off.

    Raises:
        BadSps: it ends too early, or says what cannot be.
    """
    bits = _Bits(_without_escapes(sps[1:]))
    profile = bits.number(8)
    bits.number(16)
    bits.golomb()
    chroma = _skip_chroma(bits) if profile in _HAS_CHROMA_FORMAT else 1
    _skip_order_of_pictures(bits)
    bits.golomb()
    bits.number(1)
    width, rows = (bits.golomb() + 1) * 16, (bits.golomb() + 1) * 16
    is_progressive = bits.number(1)
    height = rows * (2 - is_progressive)
    if not is_progressive:
        bits.number(1)
    bits.number(1)
    if bits.number(1):
        across, down = (2 if chroma in {1, 2} else 1), (2 if chroma == 1 else 1)
        width -= (bits.golomb() + bits.golomb()) * across
        height -= (bits.golomb() + bits.golomb()) * down * (2 - is_progressive)
    if not (0 < width <= 16_384 and 0 < height <= 16_384):
        raise BadSps(f"a picture of {width} by {height}")
    return width, height


def _skip_chroma(bits: "_Bits") -> int:
    chroma = bits.golomb()
    if chroma == 3:
        bits.number(1)
    bits.golomb()
    bits.golomb()
    bits.number(1)
    if bits.number(1):
        for number in range(12 if chroma == 3 else 8):
            if bits.number(1):
                _skip_scaling_list(bits, 16 if number < 6 else 64)
    return chroma


def _skip_scaling_list(bits: "_Bits", size: int) -> None:
    last = following = 8
    for _ in range(size):
        if following:
            following = (last + bits.signed_golomb()) % 256
        last = following or last


def _skip_order_of_pictures(bits: "_Bits") -> None:
    bits.golomb()
    kind = bits.golomb()
    if kind == 0:
        bits.golomb()
    elif kind == 1:
        bits.number(1)
        bits.signed_golomb()
        bits.signed_golomb()
        for _ in range(bits.golomb()):
            bits.signed_golomb()


def _without_escapes(unit: bytes) -> bytes:
    """Two zero bytes are followed by a three so that no start code appears by chance (7.4.1)."""
    return unit.replace(b"\0\0\3", b"\0\0")


class _Bits:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def number(self, count: int) -> int:
        value = 0
        for _ in range(count):
            byte, bit = divmod(self._at, 8)
            if byte >= len(self._data):
                raise BadSps("it ends too early")
            value = value << 1 | self._data[byte] >> 7 - bit & 1
            self._at += 1
        return value

    def golomb(self) -> int:
        """An unsigned number by Exp-Golomb (9.1)."""
        zeros = 0
        while not self.number(1):
            zeros += 1
            if zeros > 32:
                raise BadSps("a number of more than 32 bits")
        return (1 << zeros) - 1 + self.number(zeros)

    def signed_golomb(self) -> int:
        coded = self.golomb()
        return (coded + 1) // 2 if coded % 2 else -coded // 2
