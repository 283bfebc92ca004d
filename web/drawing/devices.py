"""What has a plug or a battery: headphones, loudspeakers, telephones, watches, lamps."""

import math

from web.drawing.brush import (
    BLACK,
    BRASS,
    OAK,
    STEEL,
    WHITE,
    Brush,
    ellipse,
    path,
    rect,
    stroke,
)
from web.drawing.studio import GROUND, MIDDLE, Figure, Palette
from web.drawing.tones import Tone

GLOW = Tone(0.95, 0.07, 88.0)


def headphones(brush: Brush, colours: Palette) -> Figure:
    reach, top = brush.between(128, 142), brush.between(160, 184)
    left, right, cup_y = MIDDLE - reach, MIDDLE + reach, 410
    arch = f"M{left} {cup_y - 50}C{left - 8} {top - 30} {right + 8} {top - 30} {right} {cup_y - 50}"
    steel = brush.metal(STEEL)
    cups, ring = "", brush.metal(brush.one_of(BRASS, STEEL))
    for x, side in ((left, -1), (right, 1)):
        cups += rect(x - 9, cup_y - 108, 18, 90, 8, steel)
        cups += rect(
            x + side * -38 - 24,
            cup_y - 72,
            48,
            148,
            24,
            brush.cylinder(colours.accent.darker(0.04)),
        )
        cups += rect(x + side * 6 - 38, cup_y - 86, 76, 176, 36, brush.cylinder(colours.main))
        cups += ellipse(x + side * 12, cup_y + 2, 17, 46, ring)
        cups += ellipse(x + side * 12, cup_y + 2, 11, 38, colours.main.darker(0.1).hex)
    return Figure(
        stroke(arch, colours.main.darker(0.12).hex, 33)
        + stroke(arch, colours.main.lighter(0.05).hex, 21)
        + stroke(
            arch,
            colours.accent.darker(0.12).hex,
            22,
            pathLength=100,
            stroke_dasharray="0 30 40 30",
            transform="translate(0 13)",
        )
        + stroke(
            arch,
            colours.accent.hex,
            12,
            pathLength=100,
            stroke_dasharray="0 30 40 30",
            transform="translate(0 13)",
        )
        + cups,
        reach * 2 + 40,
    )


def bookshelf_speaker(brush: Brush, colours: Palette) -> Figure:
    half, top = brush.between(100, 116), brush.between(166, 190)
    case = brush.one_of(OAK, colours.main, colours.main)
    front = colours.accent if case is OAK else colours.main.darker(0.1)
    radius = half * 0.66
    cone_y, tweeter_y = GROUND - half * 0.98, top + half * 0.56
    left = MIDDLE - half
    return Figure(
        rect(left - 4, GROUND - 10, 30, 14, 3, BLACK.hex)
        + rect(MIDDLE + half - 26, GROUND - 10, 30, 14, 3, BLACK.hex)
        + rect(left - 14, top - 10, half * 2 + 28, GROUND - top + 10, 24, brush.cylinder(case, 0.8))
        + rect(left, top + 4, half * 2, GROUND - top - 18, 14, brush.sheet(front))
        + _cone(brush, cone_y, radius, colours)
        + _cone(brush, tweeter_y, radius * 0.46, colours)
        + rect(MIDDLE - 20, GROUND - 30, 40, 5, 2.5, brush.metal(BRASS)),
        half * 2 + 20,
    )


def travel_speaker(brush: Brush, colours: Palette) -> Figure:
    half, top = brush.between(84, 100), brush.between(206, 232)
    left = MIDDLE - half
    height = GROUND - top
    fabric = brush.dots(BLACK, 9, 2.3, 0.34)
    return Figure(
        rect(left, top, half * 2, height, 62, brush.cylinder(colours.main))
        + rect(left, top + 58, half * 2, height - 112, 0, fabric)
        + rect(left, top + 54, half * 2, 6, 0, brush.metal(BRASS))
        + rect(left, GROUND - 58, half * 2, 6, 0, brush.metal(BRASS))
        + ellipse(MIDDLE, top + 22, half * 0.6, 13, colours.main.darker(0.16).hex)
        + ellipse(MIDDLE, top + 21, half * 0.46, 8, brush.ball(colours.accent))
        + stroke(
            f"M{MIDDLE + half - 2} {top + 86}q58 22 30 92", colours.accent.darker(0.08).hex, 15
        )
        + rect(left + half * 0.26, top + 74, 15, height - 150, 8, WHITE.hex, fill_opacity=0.26),
        half * 2,
    )


def _cone(brush: Brush, y: float, radius: float, colours: Palette) -> str:
    ring = ellipse(MIDDLE, y, radius, radius, brush.metal(STEEL))
    rubber = ellipse(MIDDLE, y, radius * 0.92, radius * 0.92, BLACK.lighter(0.08).hex)
    paper = ellipse(
        MIDDLE,
        y,
        radius * 0.76,
        radius * 0.76,
        brush.radial([(0, BLACK, 1), (0.6, BLACK.lighter(0.2), 1), (1, BLACK.lighter(0.08), 1)]),
    )
    return (
        ring
        + rubber
        + paper
        + ellipse(MIDDLE, y, radius * 0.3, radius * 0.3, brush.ball(colours.accent))
    )


def phone(brush: Brush, colours: Palette) -> Figure:
    back_x, front_x, top = MIDDLE - 118, MIDDLE - 42, brush.between(140, 160)
    height = GROUND - top
    tilt = f"rotate(-7 {back_x + 80} {GROUND})"
    lens = "".join(
        ellipse(back_x + 45, top + 66 + 44 * i, 18, 18, BLACK.hex)
        + ellipse(back_x + 45, top + 66 + 44 * i, 10, 10, brush.ball(Tone(0.42, 0.08, 260)))
        for i in range(brush.one_of(2, 3))
    )
    back = (
        rect(back_x, top + 16, 164, height - 16, 28, brush.sheet(colours.main))
        + rect(back_x + 15, top + 32, 60, 158, 26, colours.main.darker(0.09).hex)
        + lens
    )
    screen = brush.linear(
        [
            (0, colours.accent.lighter(0.06), 1),
            (0.5, colours.main, 1),
            (1, colours.main.darker(0.26), 1),
        ],
        (0.7, 1),
    )
    hills = f"M{front_x + 8} {GROUND - 120}q60 -70 96 -8t64 -30V{GROUND - 8}H{front_x + 8}Z"
    clip = brush.clip(rect(front_x + 8, top + 8, 152, height - 16, 21, "#000"))
    icons = "".join(
        rect(front_x + 24 + 32 * i, GROUND - 52, 24, 24, 7, WHITE.hex, fill_opacity=0.8)
        for i in range(4)
    )
    return Figure(
        f'<g transform="{tilt}">{back}</g>'
        + rect(front_x - 3, top - 3, 174, height + 3, 31, brush.metal(STEEL.darker(0.1)))
        + rect(front_x, top, 168, height - 2, 28, BLACK.hex)
        + f'<g clip-path="{clip}">'
        + rect(front_x + 8, top + 8, 152, height - 16, 21, screen)
        + ellipse(front_x + 112, top + 128, 33, 33, WHITE.hex, fill_opacity=0.75)
        + path(hills, colours.accent.hex, fill_opacity=0.65)
        + path(hills, colours.main.darker(0.3).hex, fill_opacity=0.6, transform="translate(-36 44)")
        + path(f"M{front_x + 8} {top + 8}h92l-92 236Z", WHITE.hex, fill_opacity=0.12)
        + "</g>"
        + icons
        + rect(front_x + 60, top + 18, 48, 13, 6.5, BLACK.hex),
        276,
    )


def watch(brush: Brush, colours: Palette) -> Figure:
    y, radius = 330, brush.between(96, 108)
    case_tone = brush.one_of(STEEL, BRASS)
    strap = brush.cylinder(brush.one_of(colours.main, colours.accent))
    dial = brush.one_of(GLOW.softer(0.3), BLACK.lighter(0.1), colours.main.darker(0.12))
    ink = BLACK.lighter(0.1) if dial.is_light else WHITE
    width, tail = radius * 0.58, radius * 0.46
    upper = f"M{MIDDLE - width} {y - radius * 0.72}L{MIDDLE - tail} 146Q{MIDDLE - tail} 128 {MIDDLE - tail + 16} 128H{MIDDLE + tail - 16}Q{MIDDLE + tail} 128 {MIDDLE + tail} 146L{MIDDLE + width} {y - radius * 0.72}Z"
    lower = f"M{MIDDLE - width} {y + radius * 0.72}L{MIDDLE - tail} {GROUND - 14}Q{MIDDLE - tail} {GROUND} {MIDDLE - tail + 16} {GROUND}H{MIDDLE + tail - 16}Q{MIDDLE + tail} {GROUND} {MIDDLE + tail} {GROUND - 14}L{MIDDLE + width} {y + radius * 0.72}Z"
    holes = "".join(
        ellipse(MIDDLE, GROUND - 28 - 20 * i, 4, 5, BLACK.hex, fill_opacity=0.55) for i in range(3)
    )
    return Figure(
        path(upper, strap)
        + path(lower, strap)
        + holes
        + rect(MIDDLE + radius - 4, y - 15, 24, 30, 6, brush.metal(case_tone))
        + ellipse(MIDDLE, y, radius, radius, brush.metal(case_tone))
        + ellipse(MIDDLE, y, radius * 0.9, radius * 0.9, case_tone.darker(0.3).hex)
        + ellipse(MIDDLE, y, radius * 0.87, radius * 0.87, brush.ball(dial))
        + _hours(y, radius * 0.74, ink)
        + _hand(y, radius * 0.44, brush.one_of(300, 305), ink, 8)
        + _hand(y, radius * 0.64, 52, ink, 5)
        + _hand(y, radius * 0.68, brush.between(150, 250), colours.accent.lighter(0.05), 2.5)
        + ellipse(MIDDLE, y, 6.5, 6.5, case_tone.hex)
        + path(
            f"M{MIDDLE - radius * 0.62} {y - radius * 0.6}A{radius * 0.87} {radius * 0.87} 0 0 1 {MIDDLE + radius * 0.3} {y - radius * 0.81}L{MIDDLE - radius * 0.5} {y + radius * 0.5}Z",
            WHITE.hex,
            fill_opacity=0.12,
        ),
        tail * 2 + 40,
    )


def lamp(brush: Brush, colours: Palette) -> Figure:
    top, half = brush.between(160, 188), brush.between(118, 142)
    shade_end = top + brush.between(120, 146)
    dome = f"M{MIDDLE - half} {shade_end}C{MIDDLE - half} {top - 40} {MIDDLE + half} {top - 40} {MIDDLE + half} {shade_end}Z"
    drum = f"M{MIDDLE - half} {shade_end}L{MIDDLE - half * 0.66} {top}H{MIDDLE + half * 0.66}L{MIDDLE + half} {shade_end}Z"
    foot = brush.one_of(BRASS, OAK, colours.accent)
    ball = ellipse(
        MIDDLE, GROUND - 74, 62, 66, brush.ball(foot if foot is not BRASS else colours.accent)
    )
    stem = rect(MIDDLE - 8, shade_end - 10, 16, GROUND - shade_end, 4, brush.metal(BRASS))
    base = rect(MIDDLE - 76, GROUND - 19, 152, 19, 9, brush.cylinder(foot))
    light = brush.linear([(0, GLOW, 0.6), (1, GLOW, 0)])
    beam = f"M{MIDDLE - half + 6} {shade_end}H{MIDDLE + half - 6}L{MIDDLE + half + 58} {GROUND + 12}H{MIDDLE - half - 58}Z"
    return Figure(
        ellipse(MIDDLE, shade_end, half * 2.1, half * 1.9, brush.fade(GLOW, 0.55))
        + path(beam, light)
        + stem
        + brush.one_of("", ball)
        + base
        + ellipse(MIDDLE, shade_end, half - 3, 17, GLOW.hex)
        + path(brush.one_of(dome, drum), brush.cylinder(colours.main, 0.8))
        + ellipse(MIDDLE, shade_end - 8, half * 0.8, 40, brush.fade(GLOW, 0.5))
        + stroke(
            f"M{MIDDLE - half} {shade_end}Q{MIDDLE} {shade_end + 27} {MIDDLE + half} {shade_end}",
            colours.main.lighter(0.08).hex,
            5,
        ),
        150,
    )


def _hours(y: float, radius: float, ink: Tone) -> str:
    marks = ""
    for hour in range(12):
        length = 15 if hour % 3 == 0 else 8
        sine, cosine = math.sin(math.radians(30 * hour)), -math.cos(math.radians(30 * hour))
        x1, y1 = MIDDLE + radius * sine, y + radius * cosine
        d = f"M{x1:.1f} {y1:.1f}l{-length * sine:.1f} {-length * cosine:.1f}"
        marks += stroke(d, ink.hex, 5 if hour % 3 == 0 else 2.5)
    return marks


def _hand(y: float, length: float, degrees: float, tone: Tone, width: float) -> str:
    sine, cosine = math.sin(math.radians(degrees)), -math.cos(math.radians(degrees))
    tail, reach = 13, length
    d = f"M{MIDDLE - tail * sine:.1f} {y - tail * cosine:.1f}L{MIDDLE + reach * sine:.1f} {y + reach * cosine:.1f}"
    return stroke(d, tone.hex, width)
