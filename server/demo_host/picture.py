"""The demo host's picture: a lamp that swings over water once in two seconds, a clock to read, and the clock's stamp for programs.

Drawn into one frame again and again, and only what moves: a picture costs a fraction of a millisecond.
"""

import math
import random
from datetime import UTC, datetime

from av.video.frame import VideoFrame

from server.demo_host.letters import WIDTH, Lettering
from server.demo_host.stamp import COLUMNS, stamp

BLACK, WHITE, PLATE = 16, 235, 30
_GREY = 128
_SKY = (62, 26)
"""Brightness at the top, and above the water."""
_SKY_COLOUR, _LAMP_COLOUR = (146, 118), (82, 166)
"""Blue and red, around `_GREY`."""
_LAMP, _WATER = 200, 34
_FLASH_MS = 100
"""After each whole second, in step with the beep."""
_TITLE = "DEALCAST DEMO HOST  UTC"
_CLOCK = "00:00:00.000"
_SEED = 1111


class _Plane:
    """One plane of the frame, written to row by row."""

    def __init__(self, frame: VideoFrame, number: int) -> None:
        plane = frame.planes[number]
        self.width, self.height, self._stride = plane.width, plane.height, plane.line_size
        self._bytes = memoryview(plane).cast("B")

    def row(self, x: int, y: int, pixels: bytes) -> None:
        at = y * self._stride + x
        self._bytes[at : at + len(pixels)] = pixels

    def box(self, x: int, y: int, width: int, height: int, value: int) -> None:
        pixels = bytes((value,)) * width
        for row in range(y, y + height):
            self.row(x, row, pixels)


class _Disc:
    """The lamp in one plane: where it was is painted over with the background's rows."""

    def __init__(self, plane: _Plane, radius: int, background: list[int]) -> None:
        self._plane, self._background, self.radius = plane, background, radius
        self._halves = [
            round(math.sqrt(radius * radius - (y + 0.5) ** 2)) for y in range(-radius, radius)
        ]
        self._at: tuple[int, int] | None = None

    def move(self, x: int, y: int, value: int) -> None:
        if self._at is not None:
            self._paint(*self._at, None)
        self._at = x, y
        self._paint(x, y, value)

    def _paint(self, x: int, y: int, value: int | None) -> None:
        for row, half in enumerate(self._halves, y - self.radius):
            pixel = self._background[row] if value is None else value
            self._plane.row(x - half, row, bytes((pixel,)) * (2 * half))


class Picture:
    """`frame` shows the moment that was drawn last."""

    def __init__(self, width: int, height: int) -> None:
        self.frame = VideoFrame(width, height, "yuv420p")
        self._light, *colours = (_Plane(self.frame, number) for number in range(3))
        self._unit = width // COLUMNS
        self._shore = height * 66 // 100
        self._stamp_height = max(2, self._unit)
        rows = [self._sky(y) for y in range(self._shore)]
        self._draw_background(rows, colours)
        dot = max(1, width // (WIDTH * (len(_CLOCK) + 4)))
        self._digits = Lettering(dot, light=WHITE, dark=PLATE)
        self._clock_at = (self._middle(_CLOCK, dot), height * 39 // 100)
        self._lamp = _Disc(self._light, 2 * self._unit, rows)
        self._glow = [
            _Disc(plane, self._unit, [value] * self._shore)
            for plane, value in zip(colours, _SKY_COLOUR, strict=True)
        ]
        shades = random.Random(_SEED)  # the same water each time
        self._water = [
            bytes(_WATER + shades.randrange(36) for _ in range(2 * width))
            for _ in range(self._light.height - self._stamp_height - self._shore)
        ]

    def draw(self, at_ms: int) -> None:
        """Show this moment, in milliseconds since 1970."""
        self._draw_water(at_ms)
        self._draw_lamp(at_ms)
        x, y = self._clock_at
        moment = datetime.fromtimestamp(at_ms / 1000, UTC)
        text = f"{moment:%H:%M:%S}.{at_ms % 1000:03}"
        self._write(x, y, self._digits, text)
        self._draw_stamp(at_ms)

    def _draw_background(self, sky: list[int], colours: list[_Plane]) -> None:
        for y, value in enumerate(sky):
            self._light.box(0, y, self._light.width, 1, value)
        for plane, value in zip(colours, _SKY_COLOUR, strict=True):
            plane.box(0, 0, plane.width, plane.height, value)
        dot = max(1, self._light.width // (WIDTH * (len(_TITLE) + 12)))
        y = self._light.height * 56 // 100
        title = Lettering(dot, light=170, dark=sky[y])
        self._write(self._middle(_TITLE, dot), y, title, _TITLE)

    def _draw_water(self, at_ms: int) -> None:
        """Each row drifts at a pace of its own, the near ones faster."""
        width = self._light.width
        for row, pixels in enumerate(self._water):
            shift = at_ms * (row + 8) // 6000 % width
            if row % 2:
                shift = width - shift
            self._light.row(0, self._shore + row, pixels[shift : shift + width])

    def _draw_lamp(self, at_ms: int) -> None:
        angle = math.cos(math.pi * at_ms / 1000)  # at its turning points each whole second
        reach = self._light.width * 3 // 10
        x = self._light.width // 2 + round(reach * angle)
        y = self._light.height * 18 // 100 - round(self._unit * angle * angle)
        is_flash = at_ms % 1000 < _FLASH_MS
        self._lamp.move(x & ~1, y & ~1, WHITE if is_flash else _LAMP)
        for disc, value in zip(self._glow, _LAMP_COLOUR, strict=True):
            disc.move(x // 2, y // 2, _GREY if is_flash else value)

    def _draw_stamp(self, at_ms: int) -> None:
        width = self._light.width
        pixels = bytearray()
        for column, bit in enumerate(stamp(at_ms), start=1):
            shade = WHITE if bit else BLACK
            pixels += bytes((shade,)) * (column * width // COLUMNS - len(pixels))
        for row in range(self._light.height - self._stamp_height, self._light.height):
            self._light.row(0, row, bytes(pixels))

    def _write(self, x: int, y: int, letters: Lettering, text: str) -> None:
        for number, pixels in enumerate(letters.rows(text)):
            for row in range(letters.dot):
                self._light.row(x, y + number * letters.dot + row, pixels)

    def _middle(self, text: str, dot: int) -> int:
        return (self._light.width - WIDTH * dot * len(text)) // 2

    def _sky(self, y: int) -> int:
        top, bottom = _SKY
        return top + (bottom - top) * y // self._shore
