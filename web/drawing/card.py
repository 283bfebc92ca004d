"""The picture of a share link in a chat or a feed: what is shared, for how much and until when, from whom.

Such pictures are shown small and cut at the edges, so the words are few and large and keep away from there.
"""

from base64 import b64encode
from dataclasses import dataclass

from web.drawing import poster
from web.drawing.brush import WHITE, Brush, el, rect
from web.drawing.studio import SIDE
from web.drawing.tones import Tone, hue_of_css

WIDTH, HEIGHT = 1200, 630
"""What chat apps and feeds ask for: 1.91 to 1."""
MARGIN = 72
ROOM = 520
"""For the words, to the left."""
FACE = "'Source Sans Pro', 'Noto Sans', 'Noto Sans CJK SC', sans-serif"


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says. Texts are as people read them."""

    brand_name: str
    hue: int
    title: str
    price: str = ""
    was: str = ""
    """What it cost before; empty if it did not cost more."""
    moment: str = ""
    """When: on air, from when, or until when."""
    is_live: bool = False
    category: str | None = None
    """Of a product, which is then drawn; without one, the stage is."""
    photo: str | None = None
    """The address of the picture that was uploaded for the product, which then stands in the place of the drawn one."""
    seed: str = ""


def drawn(brush: Brush, card: Card, product: str | None) -> str:
    """`product` is its picture, as a square of `SIDE`."""
    hue = hue_of_css(card.hue)
    night, glow = Tone(0.2, 0.06, hue), Tone(0.62, 0.17, hue)
    if product is None:
        scene = el(
            "g", poster.stage(brush, "", "", card.hue), transform=f"scale({WIDTH / poster.WIDTH})"
        )
    else:
        scene = rect(
            0,
            0,
            WIDTH,
            HEIGHT,
            0,
            brush.linear([(0, night.lighter(0.1), 1), (1, night, 1)], (1, 1)),
        )
        scene += _placed(brush, product)
    return scene + _words(card, glow)


def photographed(jpeg: bytes) -> str:
    """A picture of the product, of which the middle is seen if it is no square."""
    address = f"data:image/jpeg;base64,{b64encode(jpeg).decode()}"
    return el("image", href=address, width=SIDE, height=SIDE, preserveAspectRatio="xMidYMid slice")


def _placed(brush: Brush, product: str) -> str:
    """The product's picture, whole, at the right edge."""
    scale = HEIGHT / SIDE
    frame = brush.clip(rect(0, 0, SIDE, SIDE, 0, "#000"))
    inner = el("g", product, clip_path=frame)
    return el("g", inner, transform=f"translate({WIDTH - HEIGHT} 0) scale({scale:.4f})")


def _words(card: Card, glow: Tone) -> str:
    size, lines = _fitted(card.title, most=2 if card.price else 3)
    leading = size * 1.08
    top = 176 if card.price else 236
    said = _text(card.brand_name[:32], MARGIN, 108, 34, glow.lighter(0.26), 600)
    for number, line in enumerate(lines):
        said += _text(line, MARGIN, top + size * 0.8 + leading * number, size, WHITE, 700)
    if card.price:
        said += _price(card, glow)
    return said + _moment(card, glow)


def _price(card: Card, glow: Tone) -> str:
    size = 92 if len(card.price) <= 9 else 68
    said = _text(card.price, MARGIN, 478, size, WHITE, 700)
    if card.was:
        x = MARGIN + 28 + size * 0.52 * len(card.price)
        y = 478 if x + 20 * len(card.was) < MARGIN + ROOM else 398
        x = x if y == 478 else MARGIN
        said += _text(card.was, x, y, 40, glow.lighter(0.2), 600, text_decoration="line-through")
    return said


def _moment(card: Card, glow: Tone) -> str:
    if not card.moment:
        return ""
    width = 44 + 15 * len(card.moment)
    paint = "#e5233d" if card.is_live else glow.darker(0.3).hex
    badge = rect(MARGIN, 520, width, 52, 26, paint)
    return badge + _text(card.moment, MARGIN + 22, 556, 31, WHITE, 600)


def _text(words: str, x: float, y: float, size: float, tone: Tone, weight: int, **more: str) -> str:
    return el(
        "text",
        poster.escaped(words),
        x=round(x, 1),
        y=round(y, 1),
        fill=tone.hex,
        font_family=FACE,
        font_size=size,
        font_weight=weight,
        **more,
    )


def _fitted(title: str, most: int) -> tuple[int, list[str]]:
    """The largest size at which the title takes so many lines, and these."""
    for size in (76, 64, 54):
        lines = poster.wrapped(title, ROOM / size)
        if len(lines) <= most and all(poster.breadth(line) <= ROOM / size for line in lines):
            return size, lines
    lines = poster.wrapped(title, ROOM / 54)
    shown = lines[:most] if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]} …"]
    return 54, [poster.cut(line, ROOM / 54) for line in shown]
