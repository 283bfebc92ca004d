"""The line of a deal: who may join it, and what is offered to whom when units come back. Pure.

Everyone in it has a number that grows with arrival. The first is offered as many units as they wait for, or as many as
there are: so nobody is passed over, and nothing lies idle while people wait. An offer ends the place in the line, whether
it is taken or not.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from commerce.claims import free_slots, refuse_buyer
from commerce.deals import Deal, serve_line
from commerce.errors import ShowNotLive
from commerce.waiting.errors import NotSoldOut, WaitlistFull
from kit.errors import Refusal

OFFER_LASTS = timedelta(minutes=3)
"""How long offered units are held for payment."""
MOST_IN_LINE = 5_000
"""Of one deal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiter:
    """Someone in the line of a deal."""

    deal_id: str
    account_id: str
    number: int
    quantity: int
    referral_token: str | None
    """By which link they came, for the order that an offer makes."""
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class Offered:
    """Units that are offered to one who waited, and the buyer's slots that they take."""

    waiter: Waiter
    slots: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Served:
    deal: Deal
    offers: list[Offered]


def refuse_join(
    deal: Deal,
    now: datetime,
    rank: int,
    held: Collection[int],
    quantity: int,
    *,
    is_live: bool,
    is_in_line: bool,
) -> Refusal | None:
    """Why someone of this rank, who holds these slots of the deal, may not wait for `quantity` more units."""
    if not is_live:
        return ShowNotLive("One can join the waitlist while the show is live.")
    if refusal := refuse_buyer(deal, now, rank, held, quantity):
        return refusal
    if is_in_line:
        return None
    if deal.stock_left:
        return NotSoldOut(
            "{left} left: claim now, and wait in line for the rest.",
            left=deal.stock_left,
        )
    if deal.waiting >= MOST_IN_LINE:
        return WaitlistFull("Many people wait already. Look again later.")
    return None


def serve(deal: Deal, line: Iterable[Waiter], held: Mapping[str, Collection[int]]) -> Served:
    """Offer the units that are left to the first of the line; `held` are slots by account.

    Who has come to their limit meanwhile goes from the line without an offer.
    """
    left, gone, number = deal.stock_left, 0, deal.line_served
    offers: list[Offered] = []
    for waiter in line:
        if not left:
            break
        slots = free_slots(deal, held.get(waiter.account_id, ()))[: min(waiter.quantity, left)]
        gone, number, left = gone + 1, waiter.number, left - len(slots)
        if slots:
            offers.append(Offered(waiter, slots))
    return Served(serve_line(deal, gone, deal.stock_left - left, number), offers)
