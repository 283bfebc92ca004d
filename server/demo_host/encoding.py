"""The demo host's pictures as H.264, made for no delay and little work."""

from dataclasses import dataclass
from fractions import Fraction

from aiortc.codecs.h264 import H264Encoder
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType, VideoFrame

CLOCK = 90_000
KEY_FRAME_S = 4
"""At the latest; whoever watches may ask for one sooner."""


@dataclass(frozen=True, slots=True)
class Quality:
    width: int = 1280
    height: int = 720
    pictures_per_s: int = 30
    bits_per_s: int = 2_500_000


class Encoder:
    def __init__(self, quality: Quality) -> None:
        self._encoder = VideoCodecContext.create("libx264", "w")
        self._encoder.width, self._encoder.height = quality.width, quality.height
        self._encoder.pix_fmt = "yuv420p"
        self._encoder.time_base = Fraction(1, CLOCK)
        self._encoder.framerate = Fraction(quality.pictures_per_s)
        self._encoder.bit_rate = quality.bits_per_s
        self._encoder.options = {
            "preset": "ultrafast",
            "tune": "zerolatency",
            "profile": "baseline",
            "forced-idr": "1",
            "maxrate": str(quality.bits_per_s),
            "bufsize": str(quality.bits_per_s // 2),
            "g": str(KEY_FRAME_S * quality.pictures_per_s),
            "x264-params": "threads=1:scenecut=0:annexb=1",
        }
        self._packing = H264Encoder()

    def encode(self, frame: VideoFrame, counter: int, *, is_key: bool) -> list[bytes]:
        """The picture as payloads of RTP, in order; the last one ends it."""
        frame.pts, frame.time_base = counter, Fraction(1, CLOCK)
        frame.pict_type = PictureType.I if is_key else PictureType.NONE
        return [
            payload
            for packet in self._encoder.encode(frame)
            for payload in self._packing.pack(packet)[0]
        ]
