"""What a home and its people live with: chairs, plants, bicycles, toys; and a parcel for everything else."""

import math

from web.drawing.brush import (
    BLACK,
    BRASS,
    OAK,
    STEEL,
    WHITE,
    Brush,
    el,
    ellipse,
    path,
    rect,
    stroke,
)
from web.drawing.studio import GROUND, MIDDLE, Figure, Palette
from web.drawing.tones import Tone


def chair(brush: Brush, colours: Palette) -> Figure:
    seat, half, top = brush.between(372, 386), brush.between(114, 128), brush.between(168, 196)
    wood = brush.one_of(OAK, OAK.darker(0.22))
    far = stroke(
        f"M{MIDDLE - 70} {seat + 20}L{MIDDLE - 84} {GROUND - 26}M{MIDDLE + 70} {seat + 20}L{MIDDLE + 84} {GROUND - 26}",
        wood.darker(0.2).hex,
        15,
    )
    near = stroke(
        f"M{MIDDLE - 88} {seat + 26}L{MIDDLE - 116} {GROUND - 7}M{MIDDLE + 88} {seat + 26}L{MIDDLE + 116} {GROUND - 7}",
        wood.hex,
        17,
    )
    shell = f"M{MIDDLE - half} {seat}C{MIDDLE - half - 26} {top + 40} {MIDDLE - half + 20} {top} {MIDDLE} {top}S{MIDDLE + half + 26} {top + 40} {MIDDLE + half} {seat}Q{MIDDLE} {seat + 50} {MIDDLE - half} {seat}Z"
    arms = "".join(
        path(
            f"M{MIDDLE + s * (half - 8)} {seat + 26}Q{MIDDLE + s * (half + 36)} {seat + 16} {MIDDLE + s * (half + 34)} {seat - 72}Q{MIDDLE + s * (half + 24)} {seat - 96} {MIDDLE + s * (half - 4)} {seat - 82}Z",
            brush.sheet(colours.main.darker(0.04)),
        )
        for s in (-1, 1)
    )
    channels = "".join(
        stroke(
            f"M{MIDDLE + dx * 0.8} {top + 22 + abs(dx) * 0.34}Q{MIDDLE + dx * 1.1} {seat - 90} {MIDDLE + dx} {seat + 8}",
            colours.main.darker(0.13).hex,
            4,
        )
        for dx in (-84, -42, 0, 42, 84)
    )
    pillow = rect(
        MIDDLE - 54,
        seat - 106,
        108,
        92,
        22,
        brush.sheet(colours.accent),
        transform=f"rotate(-9 {MIDDLE} {seat - 60})",
    )
    return Figure(
        far
        + path(shell, brush.cylinder(colours.main, 0.75))
        + brush.one_of("", channels)
        + brush.one_of(pillow, pillow, "")
        + brush.one_of(arms, arms, "")
        + near
        + ellipse(MIDDLE, seat + 12, half + 7, 42, colours.main.darker(0.17).hex)
        + ellipse(MIDDLE, seat + 2, half + 7, 40, brush.sheet(colours.main.lighter(0.03))),
        236,
    )


def plant(brush: Brush, colours: Palette) -> Figure:
    half, top = brush.between(80, 98), brush.between(376, 392)
    base = half * brush.between(0.66, 0.86)
    planter = f"M{MIDDLE - half} {top}H{MIDDLE + half}L{MIDDLE + base} {GROUND - 16}Q{MIDDLE + base - 4} {GROUND} {MIDDLE + base - 26} {GROUND}H{MIDDLE - base + 26}Q{MIDDLE - base + 4} {GROUND} {MIDDLE - base} {GROUND - 16}Z"
    green = Tone(0.56, 0.125, brush.between(135, 158))
    leaves = brush.one_of(_broad_leaves, _blade_leaves)(brush, green, top)
    clip = brush.clip(path(planter, "#000"))
    trim = brush.one_of(
        rect(100, top + 40, 440, 26, 0, brush.cylinder(colours.accent)),
        rect(100, top, 440, 140, 0, brush.print_of(colours.accent, 0.6)),
        rect(100, GROUND - 52, 440, 60, 0, brush.cylinder(colours.accent)),
    )
    return Figure(
        leaves
        + path(planter, brush.cylinder(colours.main))
        + f'<g clip-path="{clip}">{trim}</g>'
        + rect(
            MIDDLE - half - 9,
            top - 14,
            half * 2 + 18,
            30,
            8,
            brush.cylinder(colours.main.lighter(0.025)),
        ),
        base * 2,
    )


def _broad_leaves(brush: Brush, green: Tone, top: float) -> str:
    drawn = ""
    angles = sorted((-68, -44, -22, 0, 20, 46, 70), key=lambda angle: -abs(angle))
    for angle in angles:
        length = brush.between(120, 150) + (70 - abs(angle)) * 0.9
        tone = green.lighter(brush.between(-0.09, 0.08))
        width = length * brush.between(0.3, 0.38)
        y = top - length
        leaf = f"M{MIDDLE} {top - length * 0.34}C{MIDDLE - width} {top - length * 0.5} {MIDDLE - width * 0.9} {y + 20} {MIDDLE} {y}C{MIDDLE + width * 0.9} {y + 20} {MIDDLE + width} {top - length * 0.5} {MIDDLE} {top - length * 0.34}Z"
        vein = stroke(f"M{MIDDLE} {top}V{y + 16}", tone.darker(0.12).hex, 5)
        half_light = path(
            f"M{MIDDLE} {top - length * 0.34}C{MIDDLE - width} {top - length * 0.5} {MIDDLE - width * 0.9} {y + 20} {MIDDLE} {y}Z",
            WHITE.hex,
            fill_opacity=0.13,
        )
        drawn += el(
            "g",
            path(leaf, brush.sheet(tone)) + half_light + vein,
            transform=f"rotate({angle + brush.between(-6, 6):.1f} {MIDDLE} {top + 10})",
        )
    return drawn


def _blade_leaves(brush: Brush, green: Tone, top: float) -> str:
    drawn = ""
    for angle in (-34, 33, -19, 20, -8, 10, 0):
        length = brush.between(170, 236)
        tone = green.lighter(brush.between(-0.1, 0.06))
        blade = f"M{MIDDLE - 19} {top + 8}Q{MIDDLE - 30} {top - length * 0.5} {MIDDLE} {top - length}Q{MIDDLE + 30} {top - length * 0.5} {MIDDLE + 19} {top + 8}Z"
        core = f"M{MIDDLE - 8} {top + 8}Q{MIDDLE - 13} {top - length * 0.5} {MIDDLE} {top - length + 26}Q{MIDDLE + 13} {top - length * 0.5} {MIDDLE + 8} {top + 8}Z"
        drawn += el(
            "g",
            path(blade, brush.cylinder(tone.lighter(0.1))) + path(core, tone.darker(0.08).hex),
            transform=f"rotate({angle} {MIDDLE} {top + 60})",
        )
    return drawn


def bicycle(brush: Brush, colours: Palette) -> Figure:
    radius = 96
    rear, front, y = 196, 444, GROUND - radius
    crank, seat, head = (300, y + 4), (268, y - 118), (408, y - 128)
    frame = colours.main.hex
    wheels = "".join(_wheel(x, y, radius, colours) for x in (rear, front))
    step = f"M{head[0]} {head[1] + 20}Q{320} {y - 36} {crank[0]} {crank[1]}"
    cross = f"M{head[0]} {head[1] + 4}L{seat[0] + 4} {seat[1] + 12}M{head[0] + 4} {head[1] + 26}L{crank[0]} {crank[1]}"
    tubes = (
        f"M{rear} {y}L{crank[0]} {crank[1]}L{seat[0]} {seat[1]}M{rear} {y}L{seat[0] + 6} {seat[1] + 26}M{head[0] - 6} {head[1] - 16}L{front} {y}"
        + brush.one_of(step, cross)
    )
    post = stroke(f"M{seat[0]} {seat[1]}l-9 -30M{head[0] - 6} {head[1] - 16}l-8 -28", STEEL.hex, 9)
    saddle = path(
        f"M{seat[0] - 54} {seat[1] - 42}q44 -16 96 6q4 8 -8 10q-40 -2 -52 12q-30 0 -36 -28Z",
        Tone(0.42, 0.08, 50).hex,
    )
    bars = stroke(f"M{head[0] - 14} {head[1] - 44}q26 -12 34 6q2 20 -30 20", STEEL.hex, 9) + stroke(
        f"M{head[0] - 24} {head[1] - 20}h26", Tone(0.42, 0.08, 50).hex, 13
    )
    weave = brush.stripes(Tone(0.5, 0.08, 65), 11, 4, 90, 0.8)
    basket_d = f"M{front - 24} {y - 168}h92l-14 66h-64Z"
    basket = (
        path(basket_d, OAK.lighter(0.06).hex)
        + path(basket_d, weave)
        + stroke(f"M{front - 27} {y - 168}h98", OAK.darker(0.14).hex, 9)
    )
    guard = stroke(
        f"M{rear - 100} {y - 34}A108 108 0 0 1 {rear + 84} {y - 68}M{front - 76} {y - 76}A108 108 0 0 1 {front + 94} {y - 52}",
        colours.accent.hex,
        9,
    )
    chain = ellipse(crank[0], crank[1], 26, 26, "none", stroke=BRASS.hex, stroke_width=7) + stroke(
        f"M{crank[0]} {crank[1]}l18 36M{crank[0] + 6} {crank[1] + 38}h26",
        BLACK.lighter(0.15).hex,
        8,
    )
    return Figure(
        wheels
        + brush.one_of(guard, "")
        + stroke(tubes, colours.main.darker(0.17).hex, 17)
        + stroke(tubes, frame, 12)
        + stroke(tubes, WHITE.hex, 2.5, stroke_opacity=0.4, transform="translate(-2 -2)")
        + chain
        + post
        + saddle
        + bars
        + brush.one_of(basket, ""),
        400,
    )


def _wheel(x: float, y: float, radius: float, colours: Palette) -> str:
    spokes = "".join(
        f"M{x} {y}l{(radius - 9) * math.cos(turn):.1f} {(radius - 9) * math.sin(turn):.1f}"
        for turn in (math.tau * i / 18 for i in range(18))
    )
    wall = Tone(0.78, 0.07, 75) if colours.wall.light < 0.8 else BLACK.lighter(0.14)
    return (
        stroke(spokes, STEEL.lighter(0.06).hex, 1.8)
        + el(
            "circle",
            cx=x,
            cy=y,
            r=radius - 6,
            fill="none",
            stroke=BLACK.lighter(0.06).hex,
            stroke_width=13,
        )
        + el("circle", cx=x, cy=y, r=radius - 14, fill="none", stroke=wall.hex, stroke_width=4)
        + el("circle", cx=x, cy=y, r=10, fill=STEEL.darker(0.1).hex)
    )


def stacking_toy(brush: Brush, colours: Palette) -> Figure:
    start = colours.main.hue
    drawn, y = rect(MIDDLE - 120, GROUND - 26, 240, 26, 13, brush.cylinder(OAK)), GROUND - 26.0
    for ring in range(5):
        half, height = 108 - 15 * ring, 50
        tone = (
            Tone(0.68, 0.15, (start + 52 * ring) % 360)
            if ring % 2
            else Tone(0.82, 0.11, (start + 52 * ring) % 360)
        )
        y -= height - 2
        drawn += rect(MIDDLE - half, y, half * 2, height, 25, brush.cylinder(tone))
        drawn += rect(MIDDLE - half * 0.8, y + 9, half * 0.7, 9, 4.5, WHITE.hex, fill_opacity=0.4)
    head = y - 40
    face = ellipse(MIDDLE - 15, head, 5, 6, BLACK.hex) + ellipse(MIDDLE + 15, head, 5, 6, BLACK.hex)
    smile = stroke(f"M{MIDDLE - 10} {head + 15}q10 10 20 0", BLACK.hex, 4)
    ears = ellipse(MIDDLE - 34, head - 32, 16, 16, brush.ball(OAK)) + ellipse(
        MIDDLE + 34, head - 32, 16, 16, brush.ball(OAK)
    )
    return Figure(
        drawn + ears + ellipse(MIDDLE, head, 47, 45, brush.ball(OAK.lighter(0.06))) + face + smile,
        240,
    )


def toy_car(brush: Brush, colours: Palette) -> Figure:
    body = f"M148 {GROUND - 60}V{GROUND - 118}Q150 {GROUND - 150} 190 {GROUND - 152}L232 {GROUND - 218}Q242 {GROUND - 232} 262 {GROUND - 232}H366Q386 {GROUND - 232} 396 {GROUND - 216}L424 {GROUND - 152}Q492 {GROUND - 148} 494 {GROUND - 104}V{GROUND - 60}Q494 {GROUND - 40} 470 {GROUND - 40}H172Q148 {GROUND - 40} 148 {GROUND - 60}Z"
    window = brush.linear([(0, WHITE, 0.9), (1, Tone(0.8, 0.06, 220), 0.9)], (1, 1))
    windows = path(f"M252 {GROUND - 160}l28 -44h34v44Z", window) + path(
        f"M332 {GROUND - 160}v-44h30l22 44Z", window
    )
    wheels = "".join(
        ellipse(x, GROUND - 42, 44, 44, brush.ball(OAK))
        + ellipse(x, GROUND - 42, 44, 44, "none", stroke=OAK.darker(0.2).hex, stroke_width=5)
        + ellipse(x, GROUND - 42, 17, 17, brush.ball(colours.accent))
        for x in (226, 416)
    )
    load = "".join(
        rect(
            254 + 46 * i,
            GROUND - 270,
            40,
            40,
            7,
            brush.sheet(Tone(0.75, 0.14, (colours.main.hue + 80 * i) % 360)),
        )
        for i in range(3)
    )
    return Figure(
        brush.one_of(load, "")
        + path(body, brush.sheet(colours.main))
        + rect(148, GROUND - 92, 346, 15, 0, colours.accent.hex)
        + windows
        + ellipse(480, GROUND - 120, 11, 11, Tone(0.93, 0.1, 95).hex)
        + wheels,
        350,
    )


def parcel(brush: Brush, colours: Palette) -> Figure:
    top, half = 300, 142
    ribbon = brush.cylinder(colours.accent)
    bow = f"M{MIDDLE} {top - 30}C{MIDDLE - 110} {top - 120} {MIDDLE - 120} {top - 10} {MIDDLE} {top - 30}C{MIDDLE + 110} {top - 120} {MIDDLE + 120} {top - 10} {MIDDLE} {top - 30}Z"
    return Figure(
        rect(MIDDLE - half, top, half * 2, GROUND - top, 8, brush.sheet(colours.main))
        + rect(MIDDLE - half, top, half * 2, GROUND - top, 8, brush.print_of(colours.accent, 0.25))
        + rect(MIDDLE - 19, top, 38, GROUND - top, 0, ribbon)
        + rect(
            MIDDLE - half - 12,
            top - 32,
            half * 2 + 24,
            56,
            8,
            brush.sheet(colours.main.lighter(0.03)),
        )
        + rect(MIDDLE - 19, top - 32, 38, 56, 0, ribbon)
        + path(
            bow,
            brush.sheet(colours.accent.lighter(0.02)),
            stroke=colours.accent.darker(0.14).hex,
            stroke_width=3,
        )
        + ellipse(MIDDLE, top - 34, 18, 16, brush.ball(colours.accent)),
        half * 2,
    )
