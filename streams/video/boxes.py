"""The boxes of ISO base media files (ISO/IEC 14496-12), as CMAF (ISO/IEC 23000-19) has them: one header a track, then fragments.

    header = video_header(parameter_sets) or aac_header(config)
    part = fragment(7, 900_000, [Sample(…), …], has_video=True)

Numbers are big-endian. A track has its samples' clock as its timescale.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from streams.video.h264 import ParameterSets, picture_size

VIDEO_CLOCK = 90_000
AUDIO_CLOCK = 48_000
TRACK = 1

_UNITY = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_ON_ITS_OWN = 0x02000000
"""Sample flags: depends on no other."""
_ON_OTHERS = 0x01010000
_HIGH_PROFILES = {100, 110, 122, 144}


@dataclass(frozen=True, slots=True)
class Sample:
    """One picture, or one frame of sound, as it stands in the file."""

    data: bytes
    duration: int
    """In units of the track's clock."""
    is_sync: bool
    """A player can begin with it."""


def video_sample(slices: Sequence[bytes]) -> bytes:
    """A picture's units, each after its length (ISO/IEC 14496-15)."""
    return b"".join(len(unit).to_bytes(4) + unit for unit in slices)


def video_header(sets: ParameterSets) -> bytes:
    """The header of a track of H.264.

    Raises:
        BadSps: the stream's description makes no sense.
    """
    width, height = picture_size(sets.sps)
    entry = _box(
        b"avc1",
        bytes(6) + struct.pack(">H16xHH", 1, width, height),
        struct.pack(">IIIH32xHh", 0x480000, 0x480000, 0, 1, 24, -1),
        _box(b"avcC", _decoder_record(sets)),
    )
    kind = _full(b"vmhd", 0, 1, bytes(8))
    return _header(VIDEO_CLOCK, b"vide", entry, kind, width=width, height=height)


def aac_header(config: bytes, channels: int = 2) -> bytes:
    """The header of a track of AAC at 48 kHz; `config` is its AudioSpecificConfig (ISO/IEC 14496-3)."""
    decoder = _descriptor(
        4, struct.pack(">BB3xII", 0x40, 0x15, 128_000, 128_000) + _descriptor(5, config)
    )
    stream = _descriptor(3, bytes(3) + decoder + _descriptor(6, b"\2"))
    entry = _box(
        b"mp4a",
        bytes(6) + struct.pack(">H8xHHIHH", 1, channels, 16, 0, AUDIO_CLOCK, 0),
        _full(b"esds", 0, 0, stream),
    )
    return _header(AUDIO_CLOCK, b"soun", entry, _full(b"smhd", 0, 0, bytes(4)), volume=0x100)


def fragment(number: int, begins_at: int, samples: Sequence[Sample], *, has_video: bool) -> bytes:
    """A `moof` with its `mdat`. `number` counts the track's fragments from 1, `begins_at` is in units of its clock."""
    header = _full(b"mfhd", 0, 0, _u32(number))
    # Positions count from the moof, which players of fragments ask for (default-base-is-moof).
    track = _full(b"tfhd", 0, 0x020000, _u32(TRACK))
    time = _full(b"tfdt", 1, 0, struct.pack(">Q", begins_at))
    size = 8 + len(header) + 8 + len(track) + len(time) + _run_size(len(samples))
    run = _run(samples, first_at=size + 8, has_video=has_video)
    moof = _box(b"moof", header, _box(b"traf", track, time, run))
    assert len(moof) == size, "the run has another size than was said"
    return moof + _box(b"mdat", *(sample.data for sample in samples))


def described(header: bytes) -> tuple[str, tuple[int, int]]:
    """The codec, as playlists name it (RFC 6381), and the size of the pictures of a track that `video_header` described."""
    entry, record = header.index(b"avc1", 32) + 4, header.index(b"avcC") + 4
    width, height = struct.unpack_from(">HH", header, entry + 24)
    return f"avc1.{header[record + 1 : record + 4].hex()}", (width, height)


_PER_SAMPLE = 12


def _run_size(count: int) -> int:
    return 20 + _PER_SAMPLE * count


def _run(samples: Sequence[Sample], *, first_at: int, has_video: bool) -> bytes:
    each = b"".join(
        struct.pack(
            ">III",
            sample.duration,
            len(sample.data),
            _ON_ITS_OWN if sample.is_sync or not has_video else _ON_OTHERS,
        )
        for sample in samples
    )
    flags = 0x000001 | 0x000100 | 0x000200 | 0x000400
    return _full(b"trun", 0, flags, struct.pack(">Ii", len(samples), first_at), each)


def _decoder_record(sets: ParameterSets) -> bytes:
    """An AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3)."""
    sps, pps = sets.sps, sets.pps
    record = b"\1" + sps[1:4] + b"\xff\xe1" + len(sps).to_bytes(2) + sps
    record += b"\1" + len(pps).to_bytes(2) + pps
    if sps[1] in _HIGH_PROFILES:
        record += b"\xfd\xf8\xf8\0"
    return record


def _header(
    clock: int,
    handler: bytes,
    entry: bytes,
    kind: bytes,
    *,
    width: int = 0,
    height: int = 0,
    volume: int = 0,
) -> bytes:
    """A file type, and a movie of one track that has no samples of its own."""
    movie = _full(
        b"mvhd",
        0,
        0,
        struct.pack(">IIIIIH10x", 0, 0, clock, 0, 0x10000, 0x100),
        _UNITY,
        bytes(24),
        _u32(TRACK + 1),
    )
    track = _full(
        b"tkhd", 0, 7, struct.pack(">IIIII8xHHHH", 0, 0, TRACK, 0, 0, 0, 0, volume, 0),
        _UNITY, struct.pack(">II", width << 16, height << 16),
    )  # fmt: skip
    media = _full(b"mdhd", 0, 0, struct.pack(">IIIIHH", 0, 0, clock, 0, 0x55C4, 0))
    handles = _full(b"hdlr", 0, 0, bytes(4), handler, bytes(12), b"\0")
    where = _box(b"dinf", _full(b"dref", 0, 0, _u32(1), _full(b"url ", 0, 1)))
    info = _box(b"minf", kind, where, _no_samples(entry))
    trak = _box(b"trak", track, _box(b"mdia", media, handles, info))
    extends = _box(b"mvex", _full(b"trex", 0, 0, struct.pack(">IIIII", TRACK, 1, 0, 0, 0)))
    return _box(b"ftyp", b"iso6", _u32(0), b"iso6cmfcmp41") + _box(b"moov", movie, trak, extends)


def _no_samples(entry: bytes) -> bytes:
    return _box(
        b"stbl",
        _full(b"stsd", 0, 0, _u32(1), entry),
        _full(b"stts", 0, 0, _u32(0)),
        _full(b"stsc", 0, 0, _u32(0)),
        _full(b"stsz", 0, 0, bytes(8)),
        _full(b"stco", 0, 0, _u32(0)),
    )


def _descriptor(tag: int, content: bytes) -> bytes:
    """A descriptor of ISO/IEC 14496-1, with its length in four bytes of seven bits."""
    size = len(content)
    return (
        bytes(
            (
                tag,
                0x80 | size >> 21 & 0x7F,
                0x80 | size >> 14 & 0x7F,
                0x80 | size >> 7 & 0x7F,
                size & 0x7F,
            )
        )
        + content
    )


def _box(kind: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return _u32(8 + len(body)) + kind + body


def _full(kind: bytes, version: int, flags: int, *content: bytes) -> bytes:
    return _box(kind, _u32(version << 24 | flags), *content)


def _u32(number: int) -> bytes:
    return number.to_bytes(4)
