"""The studio: the palette of a picture, its backdrop in the brand's hue, the light and the shadow on the ground."""

from dataclasses import dataclass

from web.drawing.brush import BLACK, WHITE, Brush, el, ellipse, path, rect
from web.drawing.tones import Tone, hue_of_css

SIDE = 640
GROUND = 512
"""Where objects stand."""
MIDDLE = SIDE / 2
NEARNESS = 1.1
"""How much larger than drawn objects appear."""


@dataclass(frozen=True, slots=True)
class Palette:
    wall: Tone
    main: Tone
    accent: Tone
    """Goes with the main tone, and is told from it at a glance."""


@dataclass(frozen=True, slots=True)
class Figure:
    """An object that stands on the ground, in the middle."""

    svg: str
    width: float
    """Of what touches the ground, or hangs above it."""
    lift: float = 0.0
    """How far it hangs above the ground."""


def palette(brush: Brush, css_hue: int) -> Palette:
    hue = hue_of_css(css_hue)
    dusk = hue - 34 if 68 < hue < 125 else hue  # a dark yellow would look like olives
    strong, deep = Tone(0.60, 0.16, hue), Tone(0.40, 0.11, dusk)
    ivory, coal = Tone(0.94, 0.018, hue + 30), Tone(0.31, 0.018, hue)
    warm = Tone(0.74, 0.14, (hue + brush.one_of(38, -42, 60)) % 360)
    across = Tone(0.66, 0.12, (hue + brush.one_of(155, 190, 215)) % 360)
    return brush.one_of(
        Palette(Tone(0.91, 0.035, hue), strong, ivory),
        Palette(Tone(0.89, 0.05, hue), deep, warm),
        Palette(Tone(0.70, 0.105, hue), ivory, deep),
        Palette(Tone(0.66, 0.12, hue), ivory.darker(0.02), across.darker(0.1)),
        Palette(Tone(0.42, 0.085, dusk), Tone(0.85, 0.07, hue + 20), warm.lighter(0.06)),
        Palette(Tone(0.93, 0.025, hue), coal, strong.lighter(0.08)),
        Palette(Tone(0.90, 0.045, hue + 30), across, deep),
        Palette(Tone(0.38, 0.07, dusk), warm, ivory),
    )


def shot(brush: Brush, colours: Palette, figure: Figure) -> str:
    """The object in its light, with backdrop and shadow."""
    near = f"translate({MIDDLE} {GROUND}) scale({NEARNESS}) translate({-MIDDLE} {-GROUND})"
    placed = shadow(brush, colours.wall, figure) + figure.svg
    return backdrop(brush, colours.wall) + el("g", placed, transform=near)


def backdrop(brush: Brush, wall: Tone) -> str:
    """Coloured paper that rolls from the wall onto the ground, a light from the left, sometimes a shape behind."""
    paper = brush.linear(
        [
            (0, wall.darker(0.05), 1),
            (0.6, wall.lighter(0.035), 1),
            (0.69, wall.darker(0.015), 1),
            (0.76, wall.darker(0.05), 1),
            (1, wall.lighter(0.02), 1),
        ]
    )
    cone = brush.linear([(0, WHITE, 0.42), (0.55, WHITE, 0.12), (1, WHITE, 0)], towards=(0.5, 1))
    beam = f"M-90 -60L110 -60L540 {GROUND + 40}Q340 {GROUND + 90} 120 {GROUND + 40}Z"
    lit = brush.fade(WHITE, 0.5 if wall.is_light else 0.3)
    vignette = brush.radial([(0, BLACK, 0), (0.62, BLACK, 0), (1, BLACK, 0.22)], at=(0.48, 0.44))
    return (
        rect(0, 0, SIDE, SIDE, 0, paper)
        + _set_piece(brush, wall)
        + path(beam, cone, filter=brush.blur(26))
        + ellipse(MIDDLE, GROUND + 22, 290, 74, lit)
        + rect(0, 0, SIDE, SIDE, 0, vignette)
    )


def shadow(brush: Brush, wall: Tone, figure: Figure) -> str:
    """A wide soft shadow away from the light, and a dark one where the object touches the ground."""
    dark = Tone(max(0.12, wall.light - 0.55), wall.chroma * 0.8, wall.hue)
    softness = 1 if figure.lift == 0 else 0.6
    half = figure.width / 2
    wide = ellipse(
        MIDDLE + half * 0.28, GROUND + 6, half * 1.42 + 26, 34, brush.fade(dark, 0.62 * softness)
    )
    if figure.lift:
        return wide
    return wide + ellipse(MIDDLE, GROUND + 1, half * 1.08 + 6, 13, brush.fade(dark, 0.85))


def _set_piece(brush: Brush, wall: Tone) -> str:
    pale, deep = wall.lighter(0.055), wall.darker(0.075)
    x = MIDDLE + brush.between(-40, 40)
    disc = brush.linear([(0, pale, 1), (1, wall, 0.4)])
    arch = brush.linear([(0, deep, 0.9), (1, wall.darker(0.02), 0.5)], towards=(1, 1))
    top = brush.between(96, 150)
    return brush.one_of(
        "",
        el("circle", cx=x, cy=MIDDLE - 40, r=brush.between(176, 222), fill=disc),
        path(f"M{x - 190:.0f} 462V{top + 190:.0f}a190 190 0 0 1 380 0V462Z", arch),
        el("circle", cx=x + 120, cy=MIDDLE - 90, r=brush.between(110, 150), fill=disc),
    )
