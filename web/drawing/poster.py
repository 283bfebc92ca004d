"""The poster of a show: a stage in the brand's colour, the title set large on the left, room on the right and below.

The lower right third stays calm, so that a page can lay a deal's card over it.
"""

from html import escape

from web.drawing.brush import BLACK, WHITE, Brush, el, ellipse, path, rect
from web.drawing.tones import Tone, hue_of_css

WIDTH, HEIGHT = 1280, 720
FLOOR = 560
MARGIN = 84
FACE = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"


def stage(brush: Brush, title: str, brand_name: str, css_hue: int) -> str:
    hue = hue_of_css(css_hue)
    night, glow = Tone(0.2, 0.06, hue), Tone(0.62, 0.17, hue)
    partner = Tone(0.66, 0.16, (hue + brush.one_of(48, -52, 80)) % 360)
    return (
        _hall(brush, night, glow)
        + brush.one_of(_rings, _arches, _sails)(brush, glow, partner)
        + _beams(brush, glow.lighter(0.2), partner.lighter(0.16))
        + _floor(brush, night, glow, partner)
        + _calm(brush, night)
        + _words(title, brand_name, glow)
    )


def _hall(brush: Brush, night: Tone, glow: Tone) -> str:
    wall = brush.linear(
        [
            (0, night.darker(0.05), 1),
            (0.6, night.lighter(0.1), 1),
            (0.78, night.lighter(0.16), 1),
            (1, night, 1),
        ]
    )
    return rect(0, 0, WIDTH, HEIGHT, 0, wall) + ellipse(900, 330, 620, 460, brush.fade(glow, 0.75))


def _rings(brush: Brush, glow: Tone, partner: Tone) -> str:
    x, y, radius = brush.between(950, 1000), brush.between(290, 320), brush.between(190, 216)
    paint = brush.linear([(0, partner.lighter(0.12), 1), (1, glow.darker(0.08), 1)], (0.6, 1))
    disc = brush.linear([(0, glow.lighter(0.2), 1), (1, partner.darker(0.05), 1)], (0.4, 1))
    rings = "".join(
        el(
            "circle",
            cx=x,
            cy=y,
            r=radius + 44 * i,
            fill="none",
            stroke=paint,
            stroke_width=5 - i,
            stroke_opacity=0.7 - 0.17 * i,
        )
        for i in range(1, 4)
    )
    moon_x, moon_y = x - radius * 0.8, y + radius * 0.72
    return (
        rings
        + el("circle", cx=x, cy=y, r=radius, fill=disc)
        + el("circle", cx=moon_x, cy=moon_y, r=58, fill=brush.ball(partner.lighter(0.08)))
        + el(
            "circle",
            cx=x + radius * 1.1,
            cy=y - radius * 0.72,
            r=26,
            fill=brush.ball(glow.lighter(0.22)),
        )
    )


def _arches(brush: Brush, glow: Tone, partner: Tone) -> str:
    drawn, x = "", brush.between(945, 985)
    steps = 5
    for i in range(steps):
        half = 300 - 54 * i
        part = i / (steps - 1)
        tone = glow.darker(0.2 - 0.26 * part) if i % 2 == 0 else partner.darker(0.16 - 0.2 * part)
        paint = brush.linear([(0, tone.lighter(0.08), 1), (1, tone.darker(0.1), 1)])
        top = 96 + 40 * i
        drawn += path(
            f"M{x - half:.0f} {FLOOR}V{top + half:.0f}a{half} {half} 0 0 1 {2 * half} 0V{FLOOR}Z",
            paint,
        )
    return drawn + el("circle", cx=x, cy=FLOOR - 62, r=56, fill=brush.ball(glow.lighter(0.26)))


def _sails(brush: Brush, glow: Tone, partner: Tone) -> str:
    drawn = ""
    for i in range(6):
        x, lean = 690 + 100 * i, brush.between(30, 120)
        tone = (glow if i % 2 else partner).lighter(brush.between(-0.1, 0.1))
        paint = brush.linear([(0, tone.lighter(0.14), 0.95), (1, tone.darker(0.16), 0.9)], (1, 1))
        top = brush.between(60, 210)
        drawn += path(
            f"M{x:.0f} {FLOOR}C{x - 30:.0f} {top + 190:.0f} {x + lean:.0f} {top + 60:.0f} {x + lean + 70:.0f} {top:.0f}C{x + 190:.0f} {top + 190:.0f} {x + 170:.0f} {FLOOR - 90} {x + 150:.0f} {FLOOR}Z",
            paint,
        )
    sun = el("circle", cx=1030, cy=214, r=104, fill=brush.ball(glow.lighter(0.24)))
    return sun + drawn


def _beams(brush: Brush, *tones: Tone) -> str:
    soft = brush.blur(16)
    drawn = ""
    for x, tone in zip((360, 760, 1180), (tones[0], WHITE, tones[1]), strict=True):
        light = brush.linear([(0, tone, 0.5), (0.75, tone, 0.1), (1, tone, 0)])
        foot = x + (brush.between(120, 260) if x < 900 else -brush.between(160, 300))
        drawn += path(
            f"M{x - 16} -40H{x + 16}L{foot + 150:.0f} {FLOOR + 60}H{foot - 150:.0f}Z",
            light,
            filter=soft,
        )
    return drawn


def _floor(brush: Brush, night: Tone, glow: Tone, partner: Tone) -> str:
    boards = brush.linear(
        [(0, glow.darker(0.3), 1), (0.12, night.lighter(0.05), 1), (1, night.darker(0.08), 1)]
    )
    return (
        rect(0, FLOOR, WIDTH, HEIGHT - FLOOR, 0, boards)
        + rect(0, FLOOR - 1, WIDTH, 2.5, 0, glow.lighter(0.2).hex, fill_opacity=0.55)
        + ellipse(930, FLOOR + 62, 440, 62, brush.fade(glow.lighter(0.16), 0.7))
        + ellipse(700, FLOOR + 92, 320, 40, brush.fade(partner, 0.45))
    )


def _calm(brush: Brush, night: Tone) -> str:
    """Darkness behind the words and at the edges."""
    dark = night.darker(0.08)
    left = brush.linear([(0, dark, 0.94), (0.42, dark, 0.72), (0.68, dark, 0)], (1, 0))
    edge = brush.radial([(0, BLACK, 0), (0.7, BLACK, 0), (1, BLACK, 0.5)], (0.56, 0.44))
    return rect(0, 0, WIDTH, HEIGHT, 0, left) + rect(0, 0, WIDTH, HEIGHT, 0, edge)


def _words(title: str, brand_name: str, glow: Tone) -> str:
    if not title:
        return ""
    size, lines = _fitted(title)
    leading = size * 1.1
    start = 372 - leading * (len(lines) - 1) / 2
    brand_y = start - size * 0.98 - 26
    spoken = _text(brand_name[:40], MARGIN, brand_y, 30, glow.lighter(0.24), 600)
    bar = rect(MARGIN, brand_y - 62, 56, 7, 3.5, glow.lighter(0.1).hex)
    return (
        bar
        + spoken
        + "".join(
            _text(line, MARGIN, start + leading * i, size, WHITE, 800)
            for i, line in enumerate(lines)
        )
    )


def _text(words: str, x: float, y: float, size: float, tone: Tone, weight: int) -> str:
    return el(
        "text",
        escaped(words),
        x=x,
        y=y,
        fill=tone.hex,
        font_family=FACE,
        font_size=size,
        font_weight=weight,
        letter_spacing=-size * 0.018,
    )


def escaped(words: str) -> str:
    """Fit to stand in XML, and without what it forbids."""
    return escape("".join(character for character in words if character.isprintable()))


def _fitted(title: str) -> tuple[int, list[str]]:
    """The largest size at which the title stands in its column, and its lines."""
    for size in (84, 72, 62, 52, 44):
        lines = wrapped(title, 560 / size)
        if len(lines) * size <= 300 and all(breadth(line) <= 580 / size for line in lines):
            return size, lines
    lines = wrapped(title, 580 / 44)[:6]
    return 44, [cut(line, 580 / 44) for line in lines]


def wrapped(title: str, room: float) -> list[str]:
    lines = [""]
    for word in title.split():
        joined = f"{lines[-1]} {word}".strip()
        if breadth(joined) <= room or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines


def cut(line: str, room: float) -> str:
    if breadth(line) <= room:
        return line
    while line and breadth(line) > room - 1:
        line = line[:-1]
    return line + "…"


def breadth(words: str) -> float:
    """About how many times its size a bold text is wide."""
    narrow, wide = "iljtfr.,:;!|'’ ()", "mwMW@%&"
    return sum(
        1.02
        if ord(c) > 0x2E80
        else 0.33
        if c in narrow
        else 0.92
        if c in wide
        else 0.7
        if c.isupper()
        else 0.59
        for c in words
    )
