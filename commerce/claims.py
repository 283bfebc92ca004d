"""A claim: whether someone may have units of a deal, and which of their slots those take."""

from collections.abc import Collection, Mapping
from datetime import datetime
from math import ceil

from msgspec import Struct

from commerce.deals import Deal, DealStatus
from commerce.early_access import EARLY_RANK
from commerce.errors import (
    DealEnded,
    NotEnoughLeft,
    NotOpen,
    OpensLater,
    OverBuyerLimit,
    PriceChanged,
    SoldOut,
    TierTooLow,
)
from kit.errors import Refusal
from kit.money import Money


class Granted(Struct, frozen=True, gc=False):
    """A claim that may be made, and the buyer's slots that its units take."""

    slots: tuple[int, ...]


def decide_claim(
    deal: Deal,
    now: datetime,
    rank: int,
    held: Collection[int],
    quantity: int,
    *,
    taken: int = 0,
    seen_minor: int | None = None,
) -> Granted | Refusal:
    """Whether someone of this rank, who holds these slots of the deal, may have `quantity` more units.

    A buyer has `per_buyer_limit` slots, numbered from 1, and each unit takes one. `taken` units went to claims that
    were decided just before, and are not in the deal's `sold` yet. `seen_minor` is the price that the buyer saw, if
    they say so: they never get the units at a higher one.
    """
    if refusal := refuse_buyer(deal, now, rank, held, quantity):
        return refusal
    left = deal.stock_left - taken
    if left == 0:
        return _sold_out(deal)
    if quantity > left:
        return NotEnoughLeft(
            "Only {left} left. Claim that many or fewer, and wait in line for the rest.", left=left
        )
    if seen_minor is not None and seen_minor < deal.price_minor:
        price = Money(deal.price_minor, deal.currency)
        return PriceChanged(
            "It costs {price} now. Claim it again if you want it at this price.", price=price
        )
    return Granted(free_slots(deal, held)[:quantity])


def refuse_buyer(
    deal: Deal, now: datetime, rank: int, held: Collection[int], quantity: int
) -> Refusal | None:
    """Why this person may not have `quantity` more units of the deal now, however many are left."""
    if refusal := _not_taking_claims(deal, now):
        return refusal
    if refusal := refuse_sight(deal, now, rank):
        return refusal
    if len(held) + quantity > deal.per_buyer_limit:
        return _over_limit(deal.per_buyer_limit, len(held))
    return None


def refuse_sight(deal: Deal, now: datetime, rank: int) -> OpensLater | TierTooLow | None:
    """Why someone of this rank is not shown a deal that has dropped."""
    return _not_for(deal, rank, now) if rank < deal.min_tier_rank else None


def refuse_outsider(deal: Deal, rank: int, doors: Mapping[str, int]) -> TierTooLow | None:
    """Whether the deal's show lets the person in at this moment; `doors` has the rank that shows ask for, if any."""
    if rank >= doors.get(deal.show_id, 0):
        return None
    return TierTooLow("The show is for others, or not open to you yet. Its page says when.")


def rank_at(deal: Deal, rank: int, *, is_early: bool) -> int:
    """As of which rank someone meets the deal: as those to whom it is open, if they were given early access and it will be
    for them."""
    return max(rank, deal.min_tier_rank) if is_early and rank >= deal.for_rank else rank


def free_slots(deal: Deal, held: Collection[int]) -> tuple[int, ...]:
    every = range(1, deal.per_buyer_limit + 1)
    return tuple([slot for slot in every if slot not in held] if held else every)


def _not_taking_claims(deal: Deal, now: datetime) -> Refusal | None:
    if deal.closes_at is None:
        return NotOpen("Wait until the host drops it, then claim.")
    if now >= deal.closes_at or deal.status is DealStatus.ENDED:
        return DealEnded("It takes no more claims. Look at the show's other deals.")
    return None


def _sold_out(deal: Deal) -> SoldOut:
    if not deal.waiting:
        return SoldOut("Units come back when someone does not pay in time. Join the waitlist.")
    return SoldOut(
        "Units come back when someone does not pay in time. Join the waitlist ({count} in line).",
        count=deal.waiting,
    )


def _not_for(deal: Deal, rank: int, now: datetime) -> OpensLater | TierTooLow:
    opens_at = next((step.at for step in deal.steps if step.min_tier_rank <= rank), None)
    if opens_at is None:
        return TierTooLow("Reach a higher tier with the brand, or choose another deal.")
    left_s = max(1, ceil((opens_at - now).total_seconds()))
    if deal.min_tier_rank == EARLY_RANK:
        return OpensLater(
            "Those with early access come first. It opens to you in {left} s.",
            retry_after_s=left_s,
            left=left_s,
        )
    return OpensLater(
        "Members of a higher tier come first. It opens to you in {left} s.",
        retry_after_s=left_s,
        left=left_s,
    )


def _over_limit(limit: int, held: int) -> OverBuyerLimit:
    if held == 0:
        return OverBuyerLimit("One buyer may have {limit}. Claim that many or fewer.", limit=limit)
    if held >= limit:
        return OverBuyerLimit(
            "One buyer may have {limit}, and you already have {held}.", limit=limit, held=held
        )
    return OverBuyerLimit(
        "One buyer may have {limit}, and you already have {held}. Claim {left} or fewer.",
        limit=limit,
        held=held,
        left=limit - held,
    )
