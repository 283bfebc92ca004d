"""What the wish list says and takes on the wire."""

from typing import Literal

from msgspec import Struct

from commerce.views import DealView, ProductView

ItemKind = Literal["product", "deal"]


class NextShowView(Struct, frozen=True, kw_only=True):
    """The brand's show that is on air, or else its next one."""

    id: str
    title: str
    is_live: bool
    scheduled_at_ms: int


class ItemView(Struct, frozen=True, kw_only=True):
    """A product, or one deal of it, as the caller may see it now."""

    kind: ItemKind
    id: str
    product: ProductView
    brand_slug: str
    brand_name: str
    offer: DealView | None
    """The deal in which the caller can claim it now, or could if any units were left: its own, or the best one of the product."""
    next_show: NextShowView | None


class WishView(Struct, frozen=True, kw_only=True):
    item: ItemView
    wished_at_ms: int
