"""Generated pictures: one of a product by its kind, and the poster of a show.

Pure functions of their arguments that return whole SVG documents: no font but the system's, nothing loaded from
elsewhere, texts escaped. A brand's hue colours all its pictures; the seed (a product's or show's id) varies them,
always in the same way.

    product_picture("teapot", hue=210, seed=product.id)
"""

from collections.abc import Callable, Mapping

from web.drawing import card, devices, living, poster, vessels, wear
from web.drawing.brush import Brush, el
from web.drawing.card import Card
from web.drawing.studio import SIDE, Figure, Palette, palette, shot

Drawing = Callable[[Brush, Palette], Figure]

DRAWINGS: Mapping[str, Drawing] = {
    "backpack": wear.backpack,
    "bag": wear.bag,
    "bicycle": living.bicycle,
    "bottle": vessels.bottle,
    "chair": living.chair,
    "dress": wear.dress,
    "headphones": devices.headphones,
    "jacket": wear.jacket,
    "jar": vessels.jar,
    "lamp": devices.lamp,
    "lipstick": vessels.lipstick,
    "mug": vessels.mug,
    "perfume": vessels.perfume,
    "phone": devices.phone,
    "plant": living.plant,
    "pot": vessels.pot,
    "rice cooker": vessels.rice_cooker,
    "shoe": wear.shoe,
    "speaker": devices.bookshelf_speaker,
    "stacking toy": living.stacking_toy,
    "sunglasses": wear.sunglasses,
    "teapot": vessels.teapot,
    "toy car": living.toy_car,
    "travel speaker": devices.travel_speaker,
    "watch": devices.watch,
}
KINDS = frozenset(DRAWINGS)
"""The product categories that have a drawing of their own."""


def product_picture(kind: str, hue: int, seed: str) -> str:
    """A square picture; a kind without a drawing of its own gets a wrapped parcel."""
    brush = Brush(f"{kind}/{seed}")
    colours = palette(brush, hue)
    drawing = DRAWINGS.get(kind, living.parcel)
    scene = shot(brush, colours, drawing(brush, colours))
    return _document(SIDE, SIDE, brush, scene)


def show_poster(title: str, brand_name: str, hue: int, seed: str) -> str:
    """A picture of 1280 × 720 with the show's title and its brand's name; without words if there is no title."""
    brush = Brush(f"poster/{seed}")
    scene = poster.stage(brush, title, brand_name, hue)
    return _document(poster.WIDTH, poster.HEIGHT, brush, scene)


def share_card(shown: Card, photo: bytes | None = None) -> str:
    """A picture of 1200 × 630 of what a share link leads to: with the product's own photo, or else, with a category, its
    product drawn; without either, a stage."""
    brush = Brush(f"card/{shown.seed}")
    product = None
    if photo is not None:
        product = card.photographed(photo)
    elif shown.category is not None:
        colours = palette(brush, shown.hue)
        figure = DRAWINGS.get(shown.category, living.parcel)(brush, colours)
        product = shot(brush, colours, figure)
    return _document(card.WIDTH, card.HEIGHT, brush, card.drawn(brush, shown, product))


def _document(width: int, height: int, brush: Brush, scene: str) -> str:
    return el(
        "svg",
        el("defs", "".join(brush.definitions)) + scene,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
    )
