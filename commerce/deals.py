"""A deal: a limited number of units of one product, at a price, for a while, within a show.

    queued ──drop──▶ live ──end──▶ ended

A live deal takes claims until `closes_at`, and ends then, when its host ends it, or with its show unless it sells on. `sold` counts
the units of all orders that are paid or wait for payment, so it falls again when an order gives units back, also
after the deal has ended. While people wait in line for units (`commerce/waiting`) none are left: what comes back is
offered to them at once. Each rule returns the deal as it is afterwards, in a higher version, or a refusal.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil
from typing import Any

from msgspec import Struct

from commerce.early_access import EARLY_RANK, Step
from commerce.errors import (
    AlreadyLive,
    DealEnded,
    NotEnoughLeft,
    NotOpen,
    NotQueued,
    OpensLater,
    OverBuyerLimit,
    PriceChanged,
    SoldOut,
    StockBelowSold,
    TierTooLow,
)
from commerce.presale.errors import NotPresale
from commerce.presale.terms import Presale, refuse_drop
from commerce.teams.terms import TeamTerms
from kit.errors import Refusal
from kit.money import Money
from kit.words import Text

MAX_PER_SHOW = 200
CHANGES_LIVE = {"price_minor", "stock"}


class DealStatus(StrEnum):
    QUEUED = "queued"
    LIVE = "live"
    ENDED = "ended"


MOVES = {
    (DealStatus.QUEUED, DealStatus.LIVE),
    (DealStatus.LIVE, DealStatus.ENDED),
}
SHOWN_AS = (DealStatus.LIVE, DealStatus.QUEUED, DealStatus.ENDED)


class Withdrawal(StrEnum):
    BEGUN = "begun"
    """Deposits are being returned."""
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    id: str
    show_id: str
    brand_id: str
    product_id: str
    position: int
    """Its place in the host's list."""
    price_minor: int
    currency: str
    stock: int
    sold: int = 0
    per_buyer_limit: int
    min_tier_rank: int
    """From which rank on people see it and may claim it; of a live deal, at this moment."""
    duration_s: int
    """For how long it takes claims, from when it is open to all for whom it is."""
    status: DealStatus = DealStatus.QUEUED
    opened_at: datetime | None = None
    closes_at: datetime | None = None
    """Until when claims are taken; of an ended deal, when it ended."""
    is_pinned: bool = False
    is_lowest_price: bool = False
    """Announced as the lowest price of 30 days (`commerce/protection/lowest_price.py`)."""
    tiers_first: bool = False
    """Whether it drops to the tiers one after the other, by their early access."""
    steps: tuple[Step, ...] = ()
    """To whom it opened and opens when, in order, if it dropped to the tiers first."""
    sells_on: bool = False
    """Whether it can also be claimed after its show, from the replay, until its time is over."""
    was_price_minor: int | None = None
    """What it was lowered from: the lowest price of the 30 days before."""
    highest_price_minor: int | None = None
    """The most that it has asked, if its price changed after its drop."""
    waiting: int = 0
    """How many people wait in line for units."""
    line_served: int = 0
    """The number up to which the line has been served."""
    presale: Presale | None = None
    """If it is sold in advance: a deposit first, and the balance later."""
    team: TeamTerms | None = None
    """If it is sold to teams too, at another price."""
    withdrawal: Withdrawal | None = None
    """Whether the brand took a pre-sale back, and how far that is."""
    created_at: datetime
    version: int = 1

    @property
    def stock_left(self) -> int:
        return self.stock - self.sold

    @property
    def cost_minor(self) -> int:
        """What a unit really costs without vouchers: its price, less what a deposit counts for beyond itself."""
        return self.price_minor - (self.presale.bonus_minor if self.presale else 0)

    @property
    def next_step(self) -> Step | None:
        """To whom it opens next, if it is live and not open to all for whom it is."""
        ahead = (step for step in self.steps if step.min_tier_rank < self.min_tier_rank)
        return next(ahead, None) if self.status is DealStatus.LIVE else None

    @property
    def for_rank(self) -> int:
        """From which rank on people see it once it is open to all for whom it is."""
        return self.steps[-1].min_tier_rank if self.steps else self.min_tier_rank

    @property
    def is_early(self) -> bool:
        """Whether some see it, and others for whom it is do not yet."""
        return self.min_tier_rank > self.for_rank

    def is_lapsed(self, now: datetime) -> bool:
        """Whether it is still called live although its time is over."""
        return (
            self.status is DealStatus.LIVE and self.closes_at is not None and now >= self.closes_at
        )

    def outlasts_show(self, now: datetime) -> bool:
        """Whether it goes on being sold when its show ends."""
        return self.sells_on and self.status is DealStatus.LIVE and not self.is_lapsed(now)


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


def take(deal: Deal, quantity: int) -> Deal:
    """The deal after claims that were granted so many units of it."""
    return _changed(deal, sold=deal.sold + quantity)


def give_back(deal: Deal, quantity: int) -> Deal:
    """Units of an order that was not paid, or was refunded, return, in whatever state the deal is."""
    assert quantity <= deal.sold, "more units come back than were sold"
    return _changed(deal, sold=deal.sold - quantity)


def serve_line(deal: Deal, people: int, units: int, number: int) -> Deal:
    """The first so many people of the line, up to this number, went from it; so many units were offered to them."""
    assert units <= deal.stock_left, "more units are offered than are left"
    return _changed(deal, sold=deal.sold + units, waiting=deal.waiting - people, line_served=number)


def change_line(deal: Deal, people: int) -> Deal:
    """So many people joined the line; or left it, if it is negative."""
    return _changed(deal, waiting=deal.waiting + people)


def close_line(deal: Deal) -> Deal:
    """Nobody waits for units any more."""
    return _changed(deal, waiting=0) if deal.waiting else deal


def take_again(deal: Deal, quantity: int) -> Deal | None:
    """The deal after an order that had given its units back took them again; None if there are not so many left, or the
    brand withdrew it."""
    if deal.withdrawal is not None:
        return None
    return _changed(deal, sold=deal.sold + quantity) if quantity <= deal.stock_left else None


def drop(deal: Deal, now: datetime, steps: Sequence[Step] = ()) -> Deal | Refusal:
    """Open the deal for its duration; in steps, of which the first is now, if there are any."""
    if deal.status is DealStatus.LIVE:
        return AlreadyLive("Viewers can claim it now. Drop another deal, or end this one.")
    if deal.status is DealStatus.ENDED:
        return DealEnded("Add a new deal to sell more of the product.")
    steps = steps or (Step(deal.min_tier_rank, now),)
    closes_at = steps[-1].at + timedelta(seconds=deal.duration_s)
    if deal.presale is not None:
        if refusal := refuse_drop(deal.presale, now):
            return refusal
        closes_at = min(closes_at, deal.presale.deposit_until)
    return _moved(
        deal,
        DealStatus.LIVE,
        opened_at=now,
        closes_at=closes_at,
        min_tier_rank=steps[0].min_tier_rank,
        steps=tuple(steps) if len(steps) > 1 else (),
    )


def open_further(deal: Deal, now: datetime) -> Deal:
    """The deal after the steps whose time has come; before that, or when its time is over, it stays as it is."""
    if deal.next_step is None or now < deal.next_step.at or deal.is_lapsed(now):
        return deal
    *_, last_due = (step for step in deal.steps if step.at <= now)
    return _changed(deal, min_tier_rank=last_due.min_tier_rank)


def end(deal: Deal, now: datetime) -> Deal | Refusal:
    """Close a live deal, at its time or before it."""
    if deal.status is not DealStatus.LIVE:
        return _not_live(deal)
    assert deal.closes_at is not None, "a live deal has a time to close at"
    return _moved(deal, DealStatus.ENDED, closes_at=min(now, deal.closes_at), is_pinned=False)


def withdraw(deal: Deal) -> Deal | Refusal:
    """The brand takes a pre-sale back; it must not be live any more. One that is taken back stays as it is."""
    if deal.presale is None:
        return NotPresale("End it instead. What is paid can be refunded order by order.")
    if deal.status is DealStatus.QUEUED:
        return NotOpen("Nobody has bought it yet: remove it from the show.")
    assert deal.status is not DealStatus.LIVE, "end it first, so that nobody claims it any more"
    return deal if deal.withdrawal else _changed(deal, withdrawal=Withdrawal.BEGUN)


def finish_withdrawal(deal: Deal) -> Deal:
    """All deposits are on their way back."""
    return _changed(deal, withdrawal=Withdrawal.DONE)


def pin(deal: Deal, now: datetime) -> Deal | Refusal:
    """Put the deal before all others; a pinned one stays as it is."""
    if deal.status is not DealStatus.LIVE or deal.is_lapsed(now):
        return _not_live(deal)
    return deal if deal.is_pinned else _changed(deal, is_pinned=True)


def unpin(deal: Deal) -> Deal:
    return _changed(deal, is_pinned=False) if deal.is_pinned else deal


def withdraw_lowest_price(deal: Deal) -> Deal:
    """Something turned out to be cheaper: do not announce it any more."""
    return _changed(deal, is_lowest_price=False) if deal.is_lowest_price else deal


def change(deal: Deal, **terms: Any) -> Deal | Refusal:
    """Give a queued deal other terms: price, stock, limit, tier, duration, pre-sale, or what is announced of the price."""
    if refusal := not_queued(deal):
        return refusal
    return _changed(deal, **terms)


def change_live(deal: Deal, now: datetime, lowest_minor: int, **terms: int) -> Deal | Refusal:
    """Give a live deal another price or stock; the same ones leave it as it is.

    `lowest_minor` is the lowest price of the last 30 days: what a lower price is shown to be lowered from. Who raises a
    price has it announced as the lowest no longer.
    """
    if deal.status is not DealStatus.LIVE or deal.is_lapsed(now):
        return _not_live(deal)
    if terms.keys() - CHANGES_LIVE:
        return NotQueued("While a deal is live, only its price and its stock can change.")
    price_minor = terms.get("price_minor", deal.price_minor)
    stock = terms.get("stock", deal.stock)
    if (price_minor, stock) == (deal.price_minor, deal.stock):
        return deal
    if stock < deal.sold:
        return _below_sold(deal)
    return _changed(_repriced(deal, price_minor, lowest_minor), stock=stock)


def not_queued(deal: Deal) -> NotQueued | None:
    if deal.status is DealStatus.QUEUED:
        return None
    return NotQueued("This deal has already dropped. End it, and add a new one with other terms.")


def in_order(deals: Iterable[Deal]) -> list[Deal]:
    """As pages list them: live (the pinned one first), then queued, then ended (the newest first)."""
    return sorted(deals, key=_place)


def _place(deal: Deal) -> tuple[int, bool, float, int, str]:
    is_ended = deal.status is DealStatus.ENDED and deal.closes_at is not None
    ended_at = deal.closes_at.timestamp() if is_ended and deal.closes_at else 0.0
    group = SHOWN_AS.index(deal.status)
    return group, not deal.is_pinned, -ended_at, deal.position, deal.id


def _not_taking_claims(deal: Deal, now: datetime) -> Refusal | None:
    if deal.closes_at is None:
        return NotOpen("Wait until the host drops it, then claim.")
    if now >= deal.closes_at or deal.status is DealStatus.ENDED:
        return DealEnded("It takes no more claims. Look at the show's other deals.")
    return None


def _repriced(deal: Deal, price_minor: int, lowest_minor: int) -> Deal:
    if price_minor == deal.price_minor:
        return deal
    before_minor = min(deal.price_minor, lowest_minor)
    return replace(
        deal,
        price_minor=price_minor,
        was_price_minor=before_minor if price_minor < before_minor else None,
        highest_price_minor=max(deal.highest_price_minor or 0, deal.price_minor, price_minor),
        is_lowest_price=deal.is_lowest_price and price_minor < deal.price_minor,
    )


def _sold_out(deal: Deal) -> SoldOut:
    if not deal.waiting:
        return SoldOut("Units come back when someone does not pay in time. Join the waitlist.")
    return SoldOut(
        "Units come back when someone does not pay in time. Join the waitlist ({count} in line).",
        count=deal.waiting,
    )


def _below_sold(deal: Deal) -> StockBelowSold:
    message = Text("Already taken: {sold}. Enter at least that many.", sold=deal.sold)
    return StockBelowSold(message, fields={"stock": message})


def _not_live(deal: Deal) -> Refusal:
    if deal.status is DealStatus.QUEUED:
        return NotOpen("Drop the deal first.")
    return DealEnded("It is over, so there is nothing to change. Add a new deal to sell more.")


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


def _moved(deal: Deal, to: DealStatus, **changes: Any) -> Deal:
    assert (deal.status, to) in MOVES, f"a {deal.status} deal cannot become {to}"
    return _changed(deal, status=to, **changes)


def _changed(deal: Deal, **changes: Any) -> Deal:
    return replace(deal, version=deal.version + 1, **changes)
