"""Makes the picture that is shown of one that was sent: `python -m commerce.pictures.recoding < sent > shown.jpg`

In a process of its own, because it reads what strangers sent. What is shown is the middle of it as a square of at most
960 pixels, upright, on white where it was transparent, and without what else stood in the file (place, camera, texts).
"""

import sys
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from av.filter.context import FilterContext
    from av.filter.graph import Graph
    from av.video.codeccontext import VideoCodecContext
    from av.video.frame import VideoFrame

SIDE = 960
LEAST_SIDE = 200
MOST_PIXELS = 40_000_000
MOST_SENT_BYTES = 8 * 1024 * 1024
MOST_KEPT_BYTES = 2_000_000
QUANTIZER = "3"
"""From 2, the best, to 31."""
TURNS: Mapping[int, tuple[tuple[str, str | None], ...]] = {
    -90: (("transpose", "clock"),),
    90: (("transpose", "cclock"),),
    180: (("hflip", None), ("vflip", None)),
    -180: (("hflip", None), ("vflip", None)),
}
"""Filters that set a picture upright, by how the camera was held."""


def sort_of(sent: bytes) -> str | None:
    """The decoder that reads it, by how it begins. No other is let near what strangers sent."""
    if sent.startswith(b"\xff\xd8\xff"):
        return "mjpeg"
    if sent.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    return "webp" if sent.startswith(b"RIFF") and sent[8:12] == b"WEBP" else None


def recoded(sent: bytes) -> bytes:
    """A JPEG.

    Raises:
        ValueError: it is none of the pictures that are taken, is broken, or too large or too small.
    """
    frame = _decoded(sent)
    if min(frame.width, frame.height) < LEAST_SIDE:
        raise ValueError("too small")
    return _encoded(_squared(frame))


def _decoded(sent: bytes) -> "VideoFrame":
    import av

    sort = sort_of(sent)
    if sort is None:
        raise ValueError("not a picture that is taken")
    decoder = cast("VideoCodecContext", av.CodecContext.create(sort, "r"))
    decoder.options = {"max_pixels": str(MOST_PIXELS)}
    try:
        frames = [*decoder.decode(av.Packet(sent)), *decoder.decode(None)]
    except av.error.FFmpegError as error:
        raise ValueError("broken, or too large") from error
    if not frames:
        raise ValueError("nothing to be seen")
    return frames[0]


def _squared(frame: "VideoFrame") -> "VideoFrame":
    from av.filter.graph import Graph

    graph = Graph()
    side = min(frame.width, frame.height)
    shown = min(side, SIDE)
    last = graph.add_buffer(
        width=frame.width, height=frame.height, format=frame.format, time_base=Fraction(1, 25)
    )
    for name, how in (
        *TURNS.get(frame.rotation, ()),
        ("crop", f"{side}:{side}"),
        ("scale", f"{shown}:{shown}:flags=lanczos"),
    ):
        last = _linked(graph, last, graph.add(name, how))
    white = graph.add("color", f"white:{shown}x{shown}:r=25")
    onto = graph.add("overlay", "format=rgb")
    white.link_to(onto, 0, 0)
    last.link_to(onto, 0, 1)
    onto.link_to(graph.add("buffersink"))
    graph.configure()
    frame.pts = 0
    graph.vpush(frame)
    graph.vpush(None)
    return graph.vpull().reformat(format="yuvj420p")


def _linked(graph: "Graph", before: "FilterContext", after: "FilterContext") -> "FilterContext":
    before.link_to(after)
    return after


def _encoded(frame: "VideoFrame") -> bytes:
    import av

    encoder = av.CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt = frame.width, frame.height, "yuvj420p"
    encoder.time_base = Fraction(1, 25)
    encoder.options = {"qmin": QUANTIZER, "qmax": QUANTIZER, "flags": "+bitexact"}
    frame.pts = 0
    return b"".join(bytes(packet) for packet in (*encoder.encode(frame), *encoder.encode(None)))


if __name__ == "__main__":
    sys.stdout.buffer.write(recoded(sys.stdin.buffer.read(MOST_SENT_BYTES + 1)))
