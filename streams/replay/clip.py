"""A clip: a part of a replay with a title and the products that it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kit.errors import Invalid

SHORTEST_MS = 1_000
LONGEST_MS = 600_000
MAX_PRODUCTS = 10


@dataclass(frozen=True, slots=True)
class Clip:
    id: str
    show_id: str
    title: str
    starts_ms: int
    """In the replay."""
    ends_ms: int
    product_ids: tuple[str, ...]
    cut_by: str
    cut_at: datetime


def refused_span(starts_ms: int, ends_ms: int, length_ms: int) -> Invalid | None:
    """Why a replay of this length has no such clip."""
    if ends_ms > length_ms:
        return Invalid.field("ends_ms", "The replay ends before that.")
    if ends_ms - starts_ms < SHORTEST_MS:
        return Invalid.field("ends_ms", "A clip lasts at least a second.")
    if ends_ms - starts_ms > LONGEST_MS:
        return Invalid.field("ends_ms", "A clip lasts at most ten minutes.")
    return None


def refused_products(wanted: Sequence[str], sold: Sequence[str]) -> Invalid | None:
    """Why a clip cannot be about these products; `sold` are those of its show."""
    if set(wanted) - set(sold):
        return Invalid.field("product_ids", "Choose products of which the show had a deal.")
    return None
