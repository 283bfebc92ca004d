"""How soon a browser's camera has its full quality: from its offer to the first second of 2 Mbit/s of pictures."""

from collections.abc import Callable
from pathlib import Path

import av
import clip
from ground import CLIP, HERE, Ground
from results import Results
from screens import browser

ENOUGH_BITS_PER_S = 2_000_000
WATCHED_S = 8

NewGround = Callable[[], Ground]


def ramp(new: NewGround, results: Results) -> None:
    ground = new()
    ground.media()
    camera = ground.home / "camera.y4m"
    _film(camera)
    with browser(f"--use-file-for-fake-video-capture={camera}") as chromium:
        page = chromium.new_page()
        page.goto(f"{ground.media_url}/readyz")
        sent = page.evaluate(
            (HERE / "camera.js").read_text(), [ground.whip_url, ground.key, WATCHED_S * 1000]
        )
    results.note(
        "dealcast", "publisher", two_mbit_s=_reached_s(sent), target_bits_per_s=sent[-1][2]
    )
    results.note("dealcast", "publisher", sent_bits_per_s=_rate(sent, len(sent) - 1))
    ground.close()


def _film(path: Path) -> None:
    """The browser's own fake camera shows so little that it never needs 2 Mbit/s, so it is given two seconds of the clip."""
    decoder = av.CodecContext.create("h264", "r")
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{clip.WIDTH} H{clip.HEIGHT} F{clip.RATE}:1 Ip C420jpeg\n".encode())
        for picture in clip.load(CLIP).pictures[: clip.KEY_EVERY]:
            for frame in decoder.decode(av.Packet(picture)):
                file.write(b"FRAME\n")
                for plane in frame.planes:
                    rows = memoryview(bytes(plane))
                    for row in range(plane.height):
                        at = row * plane.line_size
                        file.write(rows[at : at + plane.width])


def _reached_s(sent: list[list[float]]) -> float | None:
    return next(
        (sent[at][0] for at in range(len(sent)) if _rate(sent, at) >= ENOUGH_BITS_PER_S), None
    )


def _rate(sent: list[list[float]], at: int) -> float:
    """Over the second before, or since the beginning."""
    at_s, bits = sent[at][:2]
    since_s, before = next(([s, b] for s, b, _ in reversed(sent[:at]) if at_s - s >= 1), (0.0, 0.0))
    return (bits - before) / max(at_s - since_s, 1)
