"""What holds something: bottles, flasks, jars, lipsticks, mugs, teapots, pots."""

from web.drawing.brush import (
    BLACK,
    BRASS,
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

GLAZE = Tone(0.97, 0.012, 80.0)


def bottle(brush: Brush, colours: Palette) -> Figure:
    half, top = brush.between(62, 78), brush.between(196, 226)
    neck = half * 0.56
    left, right = MIDDLE - half, MIDDLE + half
    body = (
        f"M{left} {GROUND - 22}V{top + 64}C{left} {top + 22} {MIDDLE - neck} {top + 26} {MIDDLE - neck} {top}"
        f"H{MIDDLE + neck}C{MIDDLE + neck} {top + 26} {right} {top + 22} {right} {top + 64}"
        f"V{GROUND - 22}Q{right} {GROUND} {right - 24} {GROUND}H{left + 24}Q{left} {GROUND} {left} {GROUND - 22}Z"
    )
    clip = brush.clip(path(body, "#000"))
    band = brush.between(0.3, 0.62)
    band_y = top + (GROUND - top) * band
    dress = brush.one_of(
        rect(left, band_y, half * 2, GROUND - band_y, 0, brush.cylinder(colours.accent)),
        rect(left, band_y, half * 2, 26, 0, brush.cylinder(colours.accent))
        + rect(left, band_y + 36, half * 2, 7, 0, brush.cylinder(colours.accent)),
        path(
            f"M{left} {band_y}q{half} 70 {half * 2} -14V{GROUND}H{left}Z",
            brush.cylinder(colours.accent),
        ),
    )
    cap_tone = brush.one_of(colours.accent.darker(0.05), STEEL, colours.main.darker(0.2))
    cap = brush.metal(cap_tone) if cap_tone is STEEL else brush.cylinder(cap_tone)
    loop = stroke(
        f"M{MIDDLE - neck * 0.5} {top - 48}v-20a{neck * 0.5} {neck * 0.5} 0 0 1 {neck} 0v20",
        cap_tone.darker(0.08).hex,
        11,
    )
    return Figure(
        loop
        + rect(MIDDLE - neck - 5, top - 52, neck * 2 + 10, 50, 9, cap)
        + rect(MIDDLE - neck, top - 6, neck * 2, 10, 0, brush.metal(STEEL.darker(0.1)))
        + path(body, brush.cylinder(colours.main))
        + f'<g clip-path="{clip}">{dress}</g>'
        + _gleam(left + half * 0.34, top + 76, half * 0.2, GROUND - top - 110)
        + ellipse(MIDDLE, band_y - 44, 15, 15, WHITE.hex, fill_opacity=0.85),
        half * 2,
    )


def perfume(brush: Brush, colours: Palette) -> Figure:
    half, top = brush.between(104, 128), brush.between(274, 312)
    round_ = brush.one_of(14.0, 36.0, half)
    height = GROUND - top
    glass = colours.main if colours.main.chroma > 0.05 else colours.accent.lighter(0.12)
    liquid = brush.linear(
        [
            (0, glass.lighter(0.16), 0.8),
            (0.5, glass.lighter(0.03), 0.9),
            (1, glass.darker(0.14), 1),
        ],
        (1, 0.5),
    )
    pane = brush.linear([(0, WHITE, 0.75), (0.5, WHITE, 0.28), (1, WHITE, 0.55)], (1, 0.4))
    cap_half = half * brush.between(0.3, 0.42)
    cap_tone = brush.one_of(BRASS, STEEL, BLACK.lighter(0.12))
    label = rect(
        MIDDLE - half * 0.46,
        top + height * 0.4,
        half * 0.92,
        height * 0.34,
        4,
        GLAZE.hex,
        fill_opacity=0.93,
    )
    return Figure(
        rect(MIDDLE - 19, top - 30, 38, 34, 3, brush.metal(BRASS))
        + rect(MIDDLE - cap_half, top - 112, cap_half * 2, 86, 8, brush.metal(cap_tone))
        + rect(MIDDLE - half, top, half * 2, height, round_, pane)
        + rect(MIDDLE - half + 15, top + 26, half * 2 - 30, height - 44, round_ * 0.8, liquid)
        + label
        + _lettering(MIDDLE, top + height * 0.51, half * 0.62, colours.accent.darker(0.2))
        + _gleam(MIDDLE - half + 22, top + 34, 9, height - 70)
        + rect(
            MIDDLE - half,
            top,
            half * 2,
            height,
            round_,
            "none",
            stroke=WHITE.hex,
            stroke_opacity=0.75,
            stroke_width=2.5,
        ),
        half * 2 - 20,
    )


def jar(brush: Brush, colours: Palette) -> Figure:
    half, top = brush.between(128, 156), brush.between(318, 352)
    lid_top = top - brush.between(62, 84)
    lid_tone = brush.one_of(BRASS, colours.accent, colours.main.lighter(0.08))
    lid = brush.metal(lid_tone) if lid_tone is BRASS else brush.cylinder(lid_tone)
    frosted = brush.linear(
        [(0, WHITE, 0.5), (0.3, WHITE, 0.1), (0.8, BLACK, 0.08), (1, WHITE, 0.3)], (1, 0)
    )
    left, right = MIDDLE - half, MIDDLE + half
    body = (
        f"M{left} {top}H{right}V{GROUND - 34}Q{right} {GROUND} {right - 40} {GROUND}"
        f"H{left + 40}Q{left} {GROUND} {left} {GROUND - 34}Z"
    )
    swatch = f"M{MIDDLE - half * 0.5} {lid_top - 4}q{half * 0.2} -46 {half * 0.5} -30q{half * 0.16} -40 {half * 0.3} 4q{half * 0.24} 10 {half * 0.16} 28Z"
    cream = brush.one_of("", path(swatch, brush.sheet(GLAZE)))
    return Figure(
        (cream if lid_tone is not BRASS else "")
        + path(body, brush.cylinder(colours.main))
        + path(body, frosted)
        + rect(left + 8, GROUND - 24, half * 2 - 16, 12, 6, WHITE.hex, fill_opacity=0.22)
        + rect(left - 5, lid_top, half * 2 + 10, top - lid_top + 8, 12, lid)
        + rect(left - 5, top - 5, half * 2 + 10, 10, 5, BLACK.hex, fill_opacity=0.12)
        + rect(MIDDLE - half * 0.52, top + 44, half * 1.04, 74, 6, GLAZE.hex, fill_opacity=0.92)
        + _lettering(MIDDLE, top + 68, half * 0.7, colours.accent.darker(0.15))
        + _gleam(left + half * 0.16, top + 18, half * 0.1, GROUND - top - 52),
        half * 2,
    )


def lipstick(brush: Brush, colours: Palette) -> Figure:
    case = brush.one_of(BLACK.lighter(0.14), colours.accent, STEEL)
    shine = brush.metal(case) if case is STEEL else brush.cylinder(case)
    red = Tone(brush.between(0.5, 0.66), 0.19, brush.between(2, 32))
    x, half, top = MIDDLE - 62, 44.0, brush.between(178, 206)
    bullet = f"M{x - 31} 372V{top + 52}C{x - 28} {top + 6} {x + 4} {top - 12} {x + 31} {top}V372Z"
    face = f"M{x - 31} {top + 60}C{x - 26} {top + 10} {x + 6} {top - 10} {x + 31} {top}C{x + 26} {top + 36} {x - 2} {top + 62} {x - 31} {top + 60}Z"
    cap_x = MIDDLE + 74
    return Figure(
        path(bullet, brush.cylinder(red, 0.8))
        + path(face, red.lighter(0.08).hex)
        + rect(x - 36, 340, 72, 50, 4, brush.metal(BRASS))
        + rect(x - half, 384, half * 2, GROUND - 384, 7, shine)
        + rect(x - half, 384, half * 2, 9, 4, brush.metal(BRASS))
        + _gleam(x - half * 0.68, 398, 9, 92)
        + rect(cap_x - 48, 330, 96, GROUND - 330, 9, shine)
        + rect(cap_x - 48, GROUND - 26, 96, 9, 0, brush.metal(BRASS))
        + ellipse(cap_x, 420, 15, 15, "none", stroke=BRASS.hex, stroke_width=3)
        + _gleam(cap_x - 34, 344, 10, 138),
        250,
    )


def mug(brush: Brush, colours: Palette) -> Figure:
    half, top = brush.between(104, 122), brush.between(268, 300)
    base = half * brush.one_of(0.98, 0.86, 0.72)
    x = MIDDLE - 26
    body = (
        f"M{x - half} {top}C{x - half} {top + 150} {x - base} {GROUND - 70} {x - base} {GROUND - 30}"
        f"Q{x - base} {GROUND} {x - base + 34} {GROUND}H{x + base - 34}Q{x + base} {GROUND} {x + base} {GROUND - 30}"
        f"C{x + base} {GROUND - 70} {x + half} {top + 150} {x + half} {top}Z"
    )
    handle = f"M{x + half - 6} {top + 46}c96 -22 108 120 -8 126"
    steam = "".join(
        stroke(f"M{x + dx} {top - 34}c-24 -34 22 -50 0 -92", WHITE.hex, 9, stroke_opacity=0.34)
        for dx in (-36, 4, 44)
    )
    return Figure(
        steam
        + stroke(handle, colours.main.darker(0.14).hex, 30)
        + stroke(handle, colours.main.lighter(0.02).hex, 19)
        + path(body, brush.cylinder(colours.main))
        + _glazed(brush, body, colours.accent, (x, half, top))
        + ellipse(x, top, half, 25, colours.main.lighter(0.07).hex)
        + ellipse(x, top + 3, half - 11, 19, colours.main.darker(0.22).hex)
        + ellipse(x, top + 8, half - 17, 14, Tone(0.4, 0.07, 55).hex)
        + _gleam(x - half * 0.7, top + 44, 15, GROUND - top - 110),
        base * 2,
    )


def teapot(brush: Brush, colours: Palette) -> Figure:
    wide, tall = brush.between(136, 152), brush.between(98, 116)
    y = GROUND - tall + 4
    spout = f"M{MIDDLE - wide + 22} {y + 42}C{MIDDLE - wide - 52} {y + 26} {MIDDLE - wide - 34} {y - 66} {MIDDLE - wide - 76} {y - 92}l38 -12C{MIDDLE - wide - 4} {y - 72} {MIDDLE - wide + 8} {y - 34} {MIDDLE - wide + 62} {y - 40}Z"
    body = (
        f"M{MIDDLE - wide} {y}C{MIDDLE - wide} {y - tall * 1.3} {MIDDLE + wide} {y - tall * 1.3} {MIDDLE + wide} {y}"
        f"C{MIDDLE + wide} {y + tall * 0.72} {MIDDLE + 96} {GROUND} {MIDDLE + 70} {GROUND}H{MIDDLE - 70}"
        f"C{MIDDLE - 96} {GROUND} {MIDDLE - wide} {y + tall * 0.72} {MIDDLE - wide} {y}Z"
    )
    top = y - tall * 0.93
    over = f"M{MIDDLE - wide * 0.72} {y - 56}C{MIDDLE - wide * 0.8} {top - 172} {MIDDLE + wide * 0.8} {top - 172} {MIDDLE + wide * 0.72} {y - 56}"
    side = f"M{MIDDLE + wide * 0.86} {y - 44}c110 -50 124 104 6 112"
    handle_d, handle_tone = brush.one_of((over, Tone(0.52, 0.08, 60)), (side, colours.main))
    return Figure(
        path(spout, brush.cylinder(colours.main.darker(0.06)))
        + stroke(handle_d, handle_tone.darker(0.16).hex, 23)
        + stroke(handle_d, handle_tone.lighter(0.03).hex, 13)
        + path(body, brush.ball(colours.main))
        + _glazed(brush, body, colours.accent, (MIDDLE, wide, top + 22))
        + ellipse(MIDDLE, top + 10, 72, 17, colours.main.darker(0.17).hex)
        + path(
            f"M{MIDDLE - 68} {top + 8}C{MIDDLE - 60} {top - 34} {MIDDLE + 60} {top - 34} {MIDDLE + 68} {top + 8}Q{MIDDLE} {top + 30} {MIDDLE - 68} {top + 8}Z",
            brush.ball(colours.main.lighter(0.03)),
        )
        + ellipse(MIDDLE, top - 33, 17, 15, brush.ball(colours.accent))
        + ellipse(
            MIDDLE - wide * 0.46,
            y - 32,
            22,
            34,
            WHITE.hex,
            fill_opacity=0.32,
            transform=f"rotate(28 {MIDDLE - wide * 0.46} {y - 32})",
        ),
        170,
    )


def pot(brush: Brush, colours: Palette) -> Figure:
    return _lidded(brush, colours, has_screen=False)


def rice_cooker(brush: Brush, colours: Palette) -> Figure:
    return _lidded(brush, colours, has_screen=True)


def _lidded(brush: Brush, colours: Palette, *, has_screen: bool) -> Figure:
    half, top = brush.between(150, 168), brush.between(346, 366)
    left, right = MIDDLE - half, MIDDLE + half
    body = (
        f"M{left} {top}H{right}L{right - 12} {GROUND - 52}Q{right - 18} {GROUND} {right - 66} {GROUND}"
        f"H{left + 66}Q{left + 18} {GROUND} {left + 12} {GROUND - 52}Z"
    )
    ear = stroke(
        f"M{left + 6} {top + 34}h-40q-14 0 -14 15t14 15h44M{right - 6} {top + 34}h40q14 0 14 15t-14 15h-44",
        colours.main.darker(0.16).hex,
        17,
    )
    dome = f"M{left + 2} {top - 4}C{left + 26} {top - 118} {right - 26} {top - 118} {right - 2} {top - 4}Z"
    screen = (
        rect(MIDDLE - 62, top + 42, 124, 66, 14, BLACK.lighter(0.06).hex)
        + stroke(
            f"M{MIDDLE - 38} {top + 66}h34M{MIDDLE - 38} {top + 84}h22",
            Tone(0.86, 0.12, 190).hex,
            6,
        )
        + ellipse(
            MIDDLE + 34, top + 75, 13, 13, "none", stroke=Tone(0.86, 0.12, 190).hex, stroke_width=5
        )
    )
    band = rect(left + 6, top + 58, half * 2 - 12, 12, 0, brush.cylinder(colours.accent))
    knob = rect(MIDDLE - 12, top - 104, 24, 26, 5, brush.metal(STEEL)) + ellipse(
        MIDDLE, top - 108, 34, 13, brush.ball(brush.one_of(BRASS, colours.accent))
    )
    return Figure(
        ear
        + path(body, brush.cylinder(colours.main))
        + (screen if has_screen else band)
        + path(dome, brush.ball(colours.main.lighter(0.04)))
        + rect(left - 6, top - 10, half * 2 + 12, 18, 9, brush.metal(STEEL))
        + knob
        + stroke(f"M{left + 46} {top - 40}q26 -36 70 -46", WHITE.hex, 10, stroke_opacity=0.5)
        + _gleam(left + 36, top + 30, 16, 90),
        half * 2 - 30,
    )


def _glazed(brush: Brush, body: str, tone: Tone, rim: tuple[float, float, float]) -> str:
    """A second glaze: one that ran from the rim, a painted band, or speckles."""
    x, half, top = rim
    paint = brush.cylinder(tone)
    runs, start = "", x - half * 1.2
    for _ in range(5):
        runs += f"q{half * 0.24} {brush.between(26, 64)} {half * 0.48} 0"
    speckles = "".join(
        ellipse(x + brush.between(-half, half), brush.between(top + 40, GROUND), 3.2, 2.6, tone.hex)
        for _ in range(46)
    )
    glaze = brush.one_of(
        path(f"M{start} {top - 30}V{top + 62}{runs}V{top - 30}Z", paint),
        path(f"M{start} {GROUND - 66}q{half * 1.2} 34 {half * 2.4} 0V{GROUND + 8}H{start}Z", paint),
        speckles,
    )
    return f'<g clip-path="{brush.clip(path(body, "#000"))}">{glaze}</g>'


def _gleam(x: float, y: float, width: float, height: float) -> str:
    return rect(x, y, width, height, width / 2, WHITE.hex, fill_opacity=0.34)


def _lettering(x: float, y: float, width: float, tone: Tone) -> str:
    """Print on a label, as it looks from afar."""
    return rect(x - width / 2, y, width, 8, 4, tone.hex) + rect(
        x - width * 0.3, y + 20, width * 0.6, 4, 2, tone.hex, fill_opacity=0.6
    )
