"""What is worn or carried: shoes, bags, backpacks, jackets, dresses, sunglasses."""

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

LEATHER = Tone(0.46, 0.09, 50.0)


def shoe(brush: Brush, colours: Palette) -> Figure:
    sole_top, collar = GROUND - 42, brush.between(300, 322)
    toe = brush.between(404, 420)
    upper = (
        f"M142 {sole_top + 14}C132 {sole_top - 62} 138 {collar + 30} 150 {collar}C176 {collar + 26} 214 {collar + 24} 246 {collar - 12}"
        f"C262 {collar - 28} 284 {collar - 26} 296 {collar - 8}C328 {collar + 40} 366 {toe - 26} 420 {toe}C478 {toe + 10} 520 {toe + 24} 514 {sole_top + 8}Q330 {sole_top + 24} 142 {sole_top + 14}Z"
    )
    clip = brush.clip(path(upper, "#000"))
    mid = brush.one_of(WHITE.darker(0.03), colours.accent)
    mark = brush.one_of(
        stroke(
            f"M196 {sole_top}C236 {sole_top - 70} 280 {sole_top - 90} 336 {collar + 62}",
            colours.accent.hex,
            24,
        ),
        ellipse(262, sole_top - 62, 25, 25, colours.accent.hex)
        + ellipse(262, sole_top - 62, 13, 13, colours.main.hex),
        rect(
            120,
            sole_top - 44,
            420,
            60,
            0,
            colours.accent.hex,
            transform=f"rotate(5 320 {sole_top})",
        ),
    )
    ladder = "".join(
        stroke(f"M{x + 4:.1f} {y - 2:.1f}l-29 20", WHITE.darker(0.03).hex, 8)
        for x, y in _along_slope((296, collar - 8), (328, collar + 40), (366, toe - 26), (420, toe))
    )
    quarter = stroke(
        f"M268 {collar + 6}C300 {collar + 70} 350 {toe + 4} 402 {toe + 36}",
        colours.main.darker(0.15).hex,
        3,
        stroke_dasharray="6 5",
    )
    heel = path(
        f"M130 {collar + 40}C176 {collar + 60} 196 {sole_top - 40} 190 {sole_top + 10}H130Z",
        colours.accent.darker(0.05).hex,
    )
    toe_cap = path(
        f"M424 {toe - 6}C404 {toe + 30} 404 {sole_top - 10} 414 {sole_top + 10}H520V{toe}Z",
        colours.main.darker(0.09).hex,
    )
    tread = "".join(
        rect(150 + 26 * i, GROUND - 9, 16, 9, 2, BLACK.hex, fill_opacity=0.35) for i in range(14)
    )
    sole = f"M134 {sole_top}C240 {sole_top + 12} 400 {sole_top + 10} 514 {sole_top - 4}Q532 {sole_top + 8} 520 {GROUND - 14}Q512 {GROUND} 488 {GROUND}H156Q132 {GROUND} 132 {GROUND - 16}Z"
    return Figure(
        path(
            f"M244 {collar - 8}Q262 {collar - 62} 292 {collar - 52}Q306 {collar - 30} 316 {collar + 24}Z",
            colours.main.darker(0.14).hex,
        )
        + path(upper, brush.sheet(colours.main))
        + f'<g clip-path="{clip}">{mark}{heel}{toe_cap}{quarter}</g>'
        + stroke(
            f"M150 {collar}C176 {collar + 26} 214 {collar + 24} 246 {collar - 12}",
            colours.main.darker(0.16).hex,
            9,
        )
        + ladder
        + path(
            sole, brush.linear([(0, mid.lighter(0.04), 1), (0.6, mid, 1), (1, mid.darker(0.16), 1)])
        )
        + tread
        + stroke(
            f"M142 {sole_top + 15}C250 {sole_top + 26} 400 {sole_top + 22} 518 {sole_top + 9}",
            colours.main.hex,
            4,
        ),
        370,
    )


def _along_slope(*curve: tuple[float, float]) -> list[tuple[float, float]]:
    """Places for laces on a cubic Bézier curve."""
    places = []
    for t in (0.16, 0.34, 0.52, 0.7):
        shares = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        x = sum(share * point[0] for share, point in zip(shares, curve, strict=True))
        y = sum(share * point[1] for share, point in zip(shares, curve, strict=True))
        places.append((x, y))
    return places


def bag(brush: Brush, colours: Palette) -> Figure:
    half, top, base = brush.between(132, 148), brush.between(286, 306), brush.between(150, 166)
    body = (
        f"M{MIDDLE - half} {top + 18}Q{MIDDLE - half} {top} {MIDDLE - half + 20} {top}H{MIDDLE + half - 20}Q{MIDDLE + half} {top} {MIDDLE + half} {top + 18}"
        f"L{MIDDLE + base} {GROUND - 30}Q{MIDDLE + base} {GROUND} {MIDDLE + base - 34} {GROUND}H{MIDDLE - base + 34}Q{MIDDLE - base} {GROUND} {MIDDLE - base} {GROUND - 30}Z"
    )
    drop = brush.between(84, 116)
    flap = f"M{MIDDLE - half - 3} {top + 8}Q{MIDDLE - half} {top - 8} {MIDDLE - half + 22} {top - 8}H{MIDDLE + half - 22}Q{MIDDLE + half} {top - 8} {MIDDLE + half + 3} {top + 8}L{MIDDLE + half + 2} {top + drop * 0.55}Q{MIDDLE} {top + drop * 1.5} {MIDDLE - half - 2} {top + drop * 0.55}Z"
    handle = f"M{MIDDLE - 76} {top + 2}C{MIDDLE - 84} {top - 168} {MIDDLE + 84} {top - 168} {MIDDLE + 76} {top + 2}"
    flap_tone = brush.one_of(colours.accent, colours.main.darker(0.06), colours.main)
    clip = brush.clip(path(body, "#000"))
    print_ = brush.one_of("", rect(120, top, 400, 260, 0, brush.print_of(colours.accent, 0.55)))
    gold = brush.metal(BRASS)
    return Figure(
        stroke(handle, flap_tone.darker(0.2).hex, 20)
        + stroke(handle, flap_tone.lighter(0.02).hex, 11)
        + path(body, brush.sheet(colours.main))
        + f'<g clip-path="{clip}">{print_}</g>'
        + path(flap, BLACK.hex, fill_opacity=0.16, transform="translate(0 9)")
        + path(flap, brush.sheet(flap_tone.lighter(0.02)))
        + stroke(
            f"M{MIDDLE - half + 8} {top + drop * 0.5}Q{MIDDLE} {top + drop * 1.34} {MIDDLE + half - 8} {top + drop * 0.5}",
            flap_tone.darker(0.16).hex,
            2,
            stroke_dasharray="7 6",
        )
        + rect(MIDDLE - 90, top - 6, 26, 26, 5, gold)
        + rect(MIDDLE + 64, top - 6, 26, 26, 5, gold)
        + rect(MIDDLE - 23, top + drop * 0.78, 46, 40, 9, gold)
        + ellipse(MIDDLE, top + drop * 0.78 + 20, 9, 9, BRASS.darker(0.3).hex),
        base * 2,
    )


def backpack(brush: Brush, colours: Palette) -> Figure:
    half, top = brush.between(118, 130), brush.between(156, 176)
    left, right = MIDDLE - half, MIDDLE + half
    body = f"M{left} {GROUND - 34}V{top + 92}C{left} {top - 18} {right} {top - 18} {right} {top + 92}V{GROUND - 34}Q{right} {GROUND} {right - 38} {GROUND}H{left + 38}Q{left} {GROUND} {left} {GROUND - 34}Z"
    pocket_top = GROUND - brush.between(148, 166)
    lid_end = top + brush.between(122, 140)
    lid = f"M{left - 5} {lid_end - 12}V{top + 88}C{left - 5} {top - 26} {right + 5} {top - 26} {right + 5} {top + 88}V{lid_end - 12}Q{MIDDLE} {lid_end + 34} {left - 5} {lid_end - 12}Z"
    strap = brush.one_of(LEATHER, colours.accent.darker(0.1))
    straps = "".join(
        rect(x - 10, lid_end - 34, 20, pocket_top - lid_end + 66, 5, brush.cylinder(strap))
        + rect(x - 14, pocket_top - 6, 28, 22, 4, brush.metal(BRASS))
        for x in (MIDDLE - 56, MIDDLE + 56)
    )
    roll = brush.one_of(
        "", rect(left - 4, GROUND - 6, half * 2 + 8, 40, 20, brush.sheet(colours.accent))
    )
    figure = (
        stroke(
            f"M{MIDDLE - 34} {top + 16}C{MIDDLE - 38} {top - 44} {MIDDLE + 38} {top - 44} {MIDDLE + 34} {top + 16}",
            strap.darker(0.1).hex,
            15,
        )
        + stroke(
            f"M{left + 4} {top + 120}q-42 100 -6 224M{right - 4} {top + 120}q42 100 6 224",
            strap.darker(0.16).hex,
            20,
        )
        + path(body, brush.cylinder(colours.main, 0.8))
        + rect(
            left + 20,
            pocket_top,
            half * 2 - 40,
            GROUND - pocket_top - 16,
            26,
            brush.sheet(colours.main.lighter(0.035)),
            stroke=colours.main.darker(0.16).hex,
            stroke_width=3,
        )
        + stroke(f"M{left + 44} {pocket_top + 34}H{right - 44}", colours.main.darker(0.24).hex, 6)
        + path(lid, BLACK.hex, fill_opacity=0.16, transform="translate(0 8)")
        + path(lid, brush.cylinder(brush.one_of(colours.accent, colours.main.lighter(0.03)), 0.7))
        + straps
        + rect(MIDDLE - 25, top + 52, 50, 34, 6, brush.sheet(strap))
        + rect(MIDDLE - 13, top + 66, 26, 5, 2.5, WHITE.hex, fill_opacity=0.8)
    )
    if roll:
        figure = f'<g transform="translate(0 -34)">{figure}{roll}</g>'
    return Figure(figure, half * 2 + 10)


def jacket(brush: Brush, colours: Palette) -> Figure:
    half, hem = brush.between(100, 110), brush.between(470, 492)
    left, right = MIDDLE - half, MIDDLE + half
    sleeve = f"M{left + 12} 186C{left - 44} 206 {left - 62} 300 {left - 66} 440Q{left - 40} 458 {left - 4} 450L{left + 22} 300Z"
    mirror = f"matrix(-1 0 0 1 {MIDDLE * 2} 0)"
    body = f"M{left + 4} 188Q{MIDDLE - 56} 168 {MIDDLE - 40} 150H{MIDDLE + 40}Q{MIDDLE + 56} 168 {right - 4} 188Q{right + 12} 300 {right + 6} {hem - 8}Q{MIDDLE} {hem + 14} {left - 6} {hem - 8}Q{left - 12} 300 {left + 4} 188Z"
    arm = path(sleeve, brush.cylinder(colours.main.darker(0.05))) + rect(
        left - 70, 428, 68, 30, 8, brush.cylinder(colours.accent)
    )
    yoke = path(
        f"M{left - 20} 140H{right + 20}V246Q{MIDDLE} 278 {left - 20} 246Z",
        brush.sheet(colours.accent),
    )
    quilt = "".join(
        stroke(
            f"M{left - 16} {y}Q{MIDDLE} {y + 20} {right + 16} {y}",
            colours.main.darker(0.14).hex,
            4,
            stroke_opacity=0.7,
        )
        + stroke(
            f"M{left - 16} {y + 7}Q{MIDDLE} {y + 27} {right + 16} {y + 7}",
            WHITE.hex,
            4,
            stroke_opacity=0.16,
        )
        for y in range(236, int(hem), 48)
    )
    pockets = "".join(
        rect(
            x,
            372,
            56,
            62,
            8,
            brush.sheet(colours.main.lighter(0.03)),
            stroke=colours.main.darker(0.18).hex,
            stroke_width=2.5,
        )
        + rect(x - 3, 364, 62, 22, 5, brush.sheet(colours.main.darker(0.04)))
        for x in (left + 18, right - 74)
    )
    clip = brush.clip(path(body, "#000"))
    return Figure(
        arm
        + f'<g transform="{mirror}">{arm}</g>'
        + path(
            f"M{MIDDLE - 42} 154Q{MIDDLE} 108 {MIDDLE + 42} 154L{MIDDLE} 206Z",
            colours.main.darker(0.26).hex,
        )
        + path(body, brush.cylinder(colours.main, 0.7))
        + f'<g clip-path="{clip}">{brush.one_of(yoke, quilt, pockets, yoke + pockets)}</g>'
        + path(
            f"M{MIDDLE - 42} 148Q{MIDDLE - 62} 176 {MIDDLE - 50} 206L{MIDDLE} 186L{MIDDLE + 50} 206Q{MIDDLE + 62} 176 {MIDDLE + 42} 148L{MIDDLE} 182Z",
            brush.sheet(colours.accent.darker(0.03)),
        )
        + stroke(f"M{MIDDLE} 192V{hem + 2}", colours.main.darker(0.26).hex, 8)
        + stroke(f"M{MIDDLE} 192V{hem + 2}", STEEL.hex, 3, stroke_dasharray="4 4")
        + rect(MIDDLE - 6, 206, 12, 28, 5, brush.metal(BRASS)),
        270,
        lift=30,
    )


def dress(brush: Brush, colours: Palette) -> Figure:
    hem, flare = brush.between(462, 488), brush.between(132, 164)
    waist = brush.between(286, 306)
    skirt = f"M{MIDDLE - 54} {waist}C{MIDDLE - 70} {waist + 60} {MIDDLE - flare} {hem - 90} {MIDDLE - flare} {hem - 10}Q{MIDDLE} {hem + 34} {MIDDLE + flare} {hem - 10}C{MIDDLE + flare} {hem - 90} {MIDDLE + 70} {waist + 60} {MIDDLE + 54} {waist}Z"
    bodice = f"M{MIDDLE - 62} 178Q{MIDDLE - 34} 214 {MIDDLE} {brush.one_of(198, 222)}Q{MIDDLE + 34} 214 {MIDDLE + 62} 178Q{MIDDLE + 58} 220 {MIDDLE + 72} 234Q{MIDDLE + 58} 264 {MIDDLE + 54} {waist + 3}H{MIDDLE - 54}Q{MIDDLE - 58} 264 {MIDDLE - 72} 234Q{MIDDLE - 58} 220 {MIDDLE - 62} 178Z"
    textile = brush.print_of(colours.accent, 0.75)
    plain = brush.one_of(True, False, False)
    folds = "".join(
        path(
            f"M{MIDDLE + dx * 0.3} {waist}Q{MIDDLE + dx * 0.6} {waist + 90} {MIDDLE + dx} {hem + 16}h{26 if dx < 0 else -26}Q{MIDDLE + dx * 0.5} {waist + 90} {MIDDLE + dx * 0.3} {waist}Z",
            BLACK.hex,
            fill_opacity=0.13,
        )
        for dx in (-flare * 0.72, -flare * 0.3, flare * 0.34, flare * 0.76)
    )
    hanger = stroke(
        f"M{MIDDLE - 78} 178Q{MIDDLE} 122 {MIDDLE + 78} 178", Tone(0.56, 0.08, 60).hex, 10
    ) + stroke(
        f"M{MIDDLE} 148v-14q0 -10 10 -13q16 -6 8 -22q-12 -12 -22 2", STEEL.darker(0.1).hex, 5
    )
    cloth = brush.cylinder(colours.main, 0.9)
    return Figure(
        hanger
        + path(skirt, cloth)
        + path(bodice, brush.cylinder(colours.main, 0.7))
        + ("" if plain else path(skirt, textile) + path(bodice, textile))
        + f'<g clip-path="{brush.clip(path(skirt, "#000"))}">{folds}</g>'
        + rect(MIDDLE - 57, waist - 11, 114, 21, 6, brush.cylinder(colours.accent.darker(0.1)))
        + path(
            f"M{MIDDLE + 26} {waist + 4}q34 20 26 74q-22 -10 -38 -70Z",
            colours.accent.darker(0.14).hex,
        ),
        flare * 1.7,
        lift=30,
    )


def sunglasses(brush: Brush, colours: Palette) -> Figure:
    y, wide = 372, brush.between(112, 122)
    tall = wide * brush.one_of(0.98, 0.8, 0.68)
    frame = brush.one_of(colours.main, BLACK.lighter(0.1), Tone(0.5, 0.1, 55))
    tint = colours.accent if colours.accent.chroma > 0.05 else colours.main
    glass = brush.linear(
        [(0, tint.darker(0.3), 0.97), (0.55, tint, 0.85), (1, tint.lighter(0.18), 0.7)], (0.2, 1)
    )
    radius = tall * brush.one_of(0.5, 0.34)
    lenses = ""
    for x in (MIDDLE - wide * 0.62 - 12, MIDDLE + wide * 0.62 + 12):
        left, top = x - wide * 0.6, y - tall / 2
        lenses += rect(
            left, top, wide * 1.2, tall, radius, glass, stroke=frame.hex, stroke_width=15
        )
        lenses += rect(
            left - 4,
            top - 4,
            wide * 1.2 + 8,
            tall + 8,
            radius + 3,
            "none",
            stroke=frame.lighter(0.2).hex,
            stroke_width=2.5,
            stroke_opacity=0.6,
        )
        lenses += path(
            f"M{left + wide * 0.2} {y + tall * 0.3}L{left + wide * 0.52} {y - tall * 0.36}h{wide * 0.22}L{left + wide * 0.42} {y + tall * 0.36}Z",
            WHITE.hex,
            fill_opacity=0.26,
        )
    reach = wide * 1.22 + 8
    temples = stroke(
        f"M{MIDDLE - reach} {y - tall * 0.3}L{MIDDLE - reach * 0.72} {y - 150}q10 -22 34 -10"
        f"M{MIDDLE + reach} {y - tall * 0.3}L{MIDDLE + reach * 0.72} {y - 150}q-10 -22 -34 -10",
        frame.darker(0.1).hex,
        13,
    )
    bridge = stroke(f"M{MIDDLE - 17} {y - tall * 0.16}q17 -22 34 0", frame.hex, 14)
    hinge = "".join(
        rect(x - 7, y - tall * 0.4, 14, 12, 3, brush.metal(BRASS))
        for x in (MIDDLE - reach, MIDDLE + reach)
    )
    return Figure(
        f'<g transform="translate(0 {GROUND - y - tall / 2 - 8:.1f})">{temples}{lenses}{bridge}{hinge}</g>',
        reach * 2 - 30,
    )
