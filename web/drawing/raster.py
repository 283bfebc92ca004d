"""Makes a PNG of an SVG, or a JPEG of one with a photo in it: `python -m web.drawing.raster < picture.svg > picture.png`

In a process of its own: it takes half a second of processor time, during which the library lets no other thread run.
"""

import sys
from fractions import Fraction
from pathlib import Path

PHOTO = "data:image/jpeg"
QUANTIZER = "3"
"""From 2, the best, to 31."""


def picture(svg: str) -> bytes:
    """As a PNG a photo is five times as large, which some chat apps do not show."""
    return jpeg(png(svg)) if PHOTO in svg else png(svg)


def png(svg: str) -> bytes:
    """The picture in its own size. Texts are set in Source Sans; what that lacks, in the system's fonts."""
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=svg, font_files=_fonts()))


def jpeg(png: bytes) -> bytes:
    """With all of its colours, so that letters stay sharp."""
    import av

    decoder = av.CodecContext.create("png", "r")
    [frame] = [*decoder.decode(av.Packet(png)), *decoder.decode(None)]
    encoder = av.CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt = frame.width, frame.height, "yuvj444p"
    encoder.time_base = Fraction(1, 25)
    encoder.options = {"qmin": QUANTIZER, "qmax": QUANTIZER, "flags": "+bitexact"}
    shown = frame.reformat(format="yuvj444p")
    shown.pts = 0
    return b"".join(bytes(packet) for packet in (*encoder.encode(shown), *encoder.encode(None)))


def _fonts() -> list[str]:
    import font_source_sans_pro

    files = Path(font_source_sans_pro.__file__).parent / "files"
    return [str(files / f"SourceSansPro-{weight}.ttf") for weight in ("Semibold", "Bold")]


if __name__ == "__main__":
    sys.stdout.buffer.write(picture(sys.stdin.read()))
