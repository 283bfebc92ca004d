"""A thing to keep or to share: a product, or one deal of it. And how many of them a wish list holds. Pure."""

from collections.abc import Collection
from dataclasses import dataclass

from commerce.wishes.views import ItemKind

MOST_WISHES = 200


@dataclass(frozen=True, slots=True)
class Item:
    product_id: str
    deal_id: str | None = None

    @property
    def id(self) -> str:
        """Of the deal, or of the product if it is no deal."""
        return self.deal_id or self.product_id

    @property
    def kind(self) -> ItemKind:
        return "deal" if self.deal_id else "product"


def free_place(taken: Collection[int]) -> int | None:
    """The first place of a wish list that is free, from 1; None if it is full.

    >>> free_place({1, 2, 4})
    3
    """
    return next((place for place in range(1, MOST_WISHES + 1) if place not in taken), None)
