"""Pictures as people send them, made by the library that also reads them."""

import struct
from fractions import Fraction
from typing import cast

import av
from av.video.codeccontext import VideoCodecContext

FORMATS = {"mjpeg": "yuvj420p", "png": "rgba", "libwebp": "yuv420p"}


def picture(width: int, height: int, encoder: str = "mjpeg", turned: int = 1) -> bytes:
    """A grey picture, clear where it can be; `turned` is how EXIF says the camera was held."""
    frame = av.VideoFrame(width, height, FORMATS[encoder])
    for plane in frame.planes:
        plane.update(bytes([128] * plane.buffer_size if encoder != "png" else plane.buffer_size))
    frame.pts = 0
    context = cast(VideoCodecContext, av.CodecContext.create(encoder, "w"))
    context.width, context.height, context.pix_fmt = width, height, FORMATS[encoder]
    context.time_base = Fraction(1, 25)
    file = b"".join(bytes(packet) for packet in (*context.encode(frame), *context.encode(None)))
    return file if turned == 1 else _with_exif(file, turned)


def size(jpeg: bytes) -> tuple[int, int]:
    (frame,) = _decoded(jpeg)
    return frame.width, frame.height


def brightness(jpeg: bytes) -> int:
    """Of its first point."""
    (frame,) = _decoded(jpeg)
    return bytes(frame.planes[0])[0]


def _decoded(jpeg: bytes) -> list[av.VideoFrame]:
    context = av.CodecContext.create("mjpeg", "r")
    return [*context.decode(av.Packet(jpeg)), *context.decode(None)]


def _with_exif(jpeg: bytes, turned: int) -> bytes:
    exif = b"Exif\0\0MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, turned, 0, 0)
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + jpeg[2:]
