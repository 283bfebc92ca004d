"""A shared cart: lines of one brand that a person chose from their cart or wish list to show to friends. Pure.

    open ──▶ withdrawn   by the sharer
      └────▶ expired     when its time is over

It is a copy: what its sharer adds to their own cart or wish list afterwards does not come into it. Its lines are shown only while it
is open. Each rule returns it as it is afterwards, one version higher, or a refusal.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from commerce.shared_carts.errors import SharedCartOver
from commerce.shared_carts.views import SharedCartKind
from commerce.wishes.item import Item

LASTS_DAYS = 30


class SharedCartStatus(StrEnum):
    OPEN = "open"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Line:
    item: Item
    quantity: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedCart:
    id: str
    """Random, since whoever has it sees the lines."""
    account_id: str
    """The sharer."""
    kind: SharedCartKind
    brand_id: str
    lines: tuple[Line, ...]
    created_at: datetime
    expires_at: datetime
    withdrawn_at: datetime | None = None
    version: int = 1

    def status(self, now: datetime) -> SharedCartStatus:
        if self.withdrawn_at is not None:
            return SharedCartStatus.WITHDRAWN
        return SharedCartStatus.EXPIRED if now >= self.expires_at else SharedCartStatus.OPEN

    def shown_lines(self, now: datetime) -> tuple[Line, ...]:
        """What anyone is shown of it."""
        return self.lines if self.status(now) is SharedCartStatus.OPEN else ()


def refuse_over(cart: SharedCart, now: datetime) -> SharedCartOver | None:
    match cart.status(now):
        case SharedCartStatus.WITHDRAWN:
            return SharedCartOver("Who shared it took it back.")
        case SharedCartStatus.EXPIRED:
            return SharedCartOver("Its time is over. Ask the sender for another one.")
        case SharedCartStatus.OPEN:
            return None


def change(cart: SharedCart, lines: tuple[Line, ...], now: datetime) -> SharedCart | SharedCartOver:
    """Show these lines instead; the same ones leave it as it is."""
    if refusal := refuse_over(cart, now):
        return refusal
    return cart if lines == cart.lines else replace(cart, lines=lines, version=cart.version + 1)


def withdraw(cart: SharedCart, now: datetime) -> SharedCart:
    """Take it back, with its lines; one that was taken back stays as it is."""
    if cart.withdrawn_at is not None:
        return cart
    return replace(cart, lines=(), withdrawn_at=now, version=cart.version + 1)


def expiry(now: datetime, days: int) -> datetime:
    return now + timedelta(days=days)
