"""The brush: draws SVG elements, and keeps the gradients, patterns and clips that they use.

A brush belongs to one picture. What varies between pictures of one kind is drawn from its `dice`, which
follow the picture's seed, so that a picture is always the same.
"""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

from web.drawing.tones import Tone

T = TypeVar("T")
Attribute = str | float | int

WHITE = Tone(1.0, 0.0, 0.0)
BLACK = Tone(0.12, 0.01, 280.0)
BRASS = Tone(0.80, 0.11, 85.0)
STEEL = Tone(0.80, 0.012, 250.0)
OAK = Tone(0.70, 0.085, 65.0)

CYLINDER = (
    (0, -0.16),
    (0.1, -0.03),
    (0.26, 0.1),
    (0.36, 0.12),
    (0.55, 0.0),
    (0.84, -0.15),
    (0.95, -0.2),
    (1, -0.12),
)
METAL = (
    (0, -0.3),
    (0.12, 0.02),
    (0.24, 0.18),
    (0.34, -0.04),
    (0.52, -0.18),
    (0.7, 0.1),
    (0.86, -0.16),
    (1, -0.32),
)


class Brush:
    def __init__(self, seed: str) -> None:
        self.dice = Random(seed)
        self.definitions: list[str] = []

    def between(self, low: float, high: float) -> float:
        return self.dice.uniform(low, high)

    def one_of(self, *choices: T) -> T:
        return self.dice.choice(choices)

    def linear(
        self, stops: Sequence[tuple[float, Tone, float]], towards: tuple[float, float] = (0, 1)
    ) -> str:
        """A paint of `(offset, tone, opacity)` stops across the shape, from its top left `towards` a point."""
        x2, y2 = towards
        return self._keep("linearGradient", _stops(stops), x1=0, y1=0, x2=x2, y2=y2)

    def radial(
        self, stops: Sequence[tuple[float, Tone, float]], at: tuple[float, float] = (0.5, 0.5)
    ) -> str:
        cx, cy = at
        return self._keep("radialGradient", _stops(stops), cx=cx, cy=cy, r=0.72)

    def fade(self, tone: Tone, opacity: float) -> str:
        """A soft round spot."""
        stops = ((0, tone, opacity), (0.45, tone, opacity * 0.55), (1, tone, 0))
        return self._keep("radialGradient", _stops(stops), cx=0.5, cy=0.5, r=0.5)

    def cylinder(self, tone: Tone, strength: float = 1.0) -> str:
        """An upright round body, lit from the left."""
        return self._shaded(tone, CYLINDER, (1, 0), strength)

    def metal(self, tone: Tone) -> str:
        return self._shaded(tone, METAL, (1, 0), 1.0)

    def sheet(self, tone: Tone, strength: float = 1.0) -> str:
        """A flat or softly curved surface, lit from the top left."""
        return self._shaded(tone, ((0, 0.09), (0.4, 0.0), (1, -0.13)), (0.8, 1), strength)

    def ball(self, tone: Tone) -> str:
        steps = ((0, 0.17), (0.3, 0.05), (0.68, -0.08), (1, -0.24))
        stops = [(offset, tone.lighter(step), 1.0) for offset, step in steps]
        return self.radial(stops, at=(0.34, 0.28))

    def clip(self, shape: str) -> str:
        return self._keep("clipPath", shape)

    def blur(self, radius: float) -> str:
        soft = el("feGaussianBlur", stdDeviation=radius)
        return self._keep("filter", soft, x="-20%", y="-20%", width="140%", height="140%")

    def stripes(self, tone: Tone, gap: float, width: float, angle: float, opacity: float) -> str:
        bar = el("rect", width=width, height=gap, fill=tone.hex, fill_opacity=opacity)
        return self._tile(gap, gap, bar, angle)

    def dots(self, tone: Tone, gap: float, radius: float, opacity: float) -> str:
        middle, corner = gap / 2, gap
        spots = (
            el("circle", cx=x, cy=y, r=radius, fill=tone.hex, fill_opacity=opacity)
            for x, y in ((middle, middle), (0, 0), (corner, 0), (0, corner), (corner, corner))
        )
        return self._tile(gap, gap, "".join(spots), 0)

    def print_of(self, tone: Tone, opacity: float = 0.5) -> str:
        """A textile print that suits the dice."""
        gap = self.between(20, 34)
        return self.one_of(
            self.dots(tone, gap, gap * 0.13, opacity),
            self.stripes(tone, gap, gap * 0.34, 90, opacity),
            self.stripes(tone, gap * 0.8, gap * 0.2, 0, opacity),
            self.stripes(tone, gap, gap * 0.4, 35, opacity * 0.8),
            self._tile(gap, gap * 1.2, _leaf(gap, tone, opacity), 18),
        )

    def _shaded(
        self,
        tone: Tone,
        steps: Sequence[tuple[float, float]],
        towards: tuple[float, float],
        strength: float,
    ) -> str:
        stops = [(offset, tone.lighter(step * strength), 1.0) for offset, step in steps]
        return self.linear(stops, towards)

    def _tile(self, width: float, height: float, content: str, angle: float) -> str:
        return self._keep(
            "pattern",
            content,
            width=width,
            height=height,
            patternUnits="userSpaceOnUse",
            patternTransform=f"rotate({angle})",
        )

    def _keep(self, name: str, content: str, **attributes: Attribute) -> str:
        identity = f"d{len(self.definitions)}"
        self.definitions.append(el(name, content, id=identity, **attributes))
        return f"url(#{identity})"


def el(name: str, content: str = "", /, **attributes: Attribute) -> str:
    """An element; `stroke_width=2` is written `stroke-width="2"`."""
    written = "".join(
        f' {key.replace("_", "-")}="{_number(value)}"' for key, value in attributes.items()
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def path(d: str, fill: str, **attributes: Attribute) -> str:
    return el("path", d=d, fill=fill, **attributes)


def ellipse(cx: float, cy: float, rx: float, ry: float, fill: str, **attributes: Attribute) -> str:
    return el("ellipse", cx=cx, cy=cy, rx=rx, ry=ry, fill=fill, **attributes)


def rect(
    x: float,
    y: float,
    width: float,
    height: float,
    radius: float,
    fill: str,
    **attributes: Attribute,
) -> str:
    return el("rect", x=x, y=y, width=width, height=height, rx=radius, fill=fill, **attributes)


def stroke(d: str, tone: str, width: float, **attributes: Attribute) -> str:
    return el(
        "path",
        d=d,
        fill="none",
        stroke=tone,
        stroke_width=width,
        stroke_linecap="round",
        stroke_linejoin="round",
        **attributes,
    )


def _number(value: Attribute) -> str:
    return f"{round(value, 2):g}" if isinstance(value, float) else str(value)


def _stops(stops: Sequence[tuple[float, Tone, float]]) -> str:
    return "".join(
        el("stop", offset=offset, stop_color=tone.hex, stop_opacity=opacity)
        if opacity < 1
        else el("stop", offset=offset, stop_color=tone.hex)
        for offset, tone, opacity in stops
    )


def _leaf(gap: float, tone: Tone, opacity: float) -> str:
    middle = gap / 2
    d = f"M{middle:.1f} {gap * 0.2:.1f}q{gap * 0.3:.1f} {gap * 0.3:.1f} 0 {gap * 0.75:.1f}"
    return path(
        d + f"q{-gap * 0.3:.1f} {-gap * 0.45:.1f} 0 {-gap * 0.75:.1f}z",
        tone.hex,
        fill_opacity=opacity,
    )
