"""Claiming units of deals: what many claim at once is settled in one transaction.

The deals of a batch are locked first, in the order of their ids, and everything that decides is read by later statements: on
PostgreSQL a statement sees what was committed before it began, so one that waits for a lock would decide on the past.
Whether someone has the units already, or has used the key, is not asked as long as nobody of the last batches had: if all of a
batch win on that assumption, the constraints say whether it was right, and if it was not, the batch is settled again and asks.
A deal that was sold out a moment ago is looked at before it is locked. While it still is, its claims are answered without
a lock and without a write, so that those who come too late cost little and slow nobody.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from commerce.deals import Deal
from commerce.orders import Order
from commerce.placing import place_orders
from commerce.presenting import NO_MONEY, MoneyViews, money_views, view_of_order
from commerce.settling import Claim, Known, Place, Repeated, Settled, Won, settle
from commerce.store import claims as store_claims
from commerce.store import deals as store_deals
from commerce.store import orders as store_orders
from commerce.store import products as store_products
from commerce.venue import FindVenue, ranks_of
from commerce.views import OrderView
from kit.auth import Principal
from kit.errors import Refusal
from kit.group_commit import GroupCommit
from kit.ids import is_id, new_id
from kit.remembered import Remembered
from kit.unit_of_work import Tx, UnitOfWork
from membership import directory
from membership.people import Brand

MOST_WAITING = 20_000
MOST_AT_ONCE = 1_000
MOST_SOLD_OUT = 10_000
MOST_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Placed:
    """The order of a claim. Its view is made by whoever waits for it, while the next batch is written."""

    order: Order
    brand: Brand
    handle: str
    money: MoneyViews

    def view(self) -> OrderView:
        return view_of_order(self.order, self.brand, self.handle, self.money)


class Claiming:
    def __init__(self, work: UnitOfWork, find_venue: FindVenue) -> None:
        self._find_venue = find_venue
        self._sold_out: set[str] = set()
        """Deals that had nothing left when this process last looked: a hint where to look before locking."""
        self._are_new = True
        """Whether nobody of the last batch that was asked about had claimed before."""
        self._products = Remembered(store_products.products_by_id, MOST_REMEMBERED)
        self._brands = Remembered(directory.brands_by_id, MOST_REMEMBERED)
        """For their names. Their tiers may have changed."""
        self._commits = GroupCommit(
            work, self._settle, most_waiting=MOST_WAITING, most_at_once=MOST_AT_ONCE
        )

    async def claim(
        self,
        buyer: Principal,
        deal_id: str,
        quantity: int,
        key: str | None,
        referral_token: str | None,
        seen_minor: int | None = None,
    ) -> OrderView:
        """The order of the claim, once it is committed.

        Raises:
            Refusal: what the rules say, or that too much waits.
        """
        account_id = buyer.account()
        claim = Claim(
            new_id(), buyer, account_id, deal_id, quantity, key, referral_token, seen_minor
        )
        return (await self._commits.submit(claim)).view()

    async def close(self) -> None:
        """Settle what waits, and take nothing more."""
        await self._commits.close()

    async def _settle(self, tx: Tx, claims: Sequence[Claim]) -> list[Placed | Refusal]:
        deals = await self._deals(tx, set(filter(is_id, {claim.deal_id for claim in claims})))
        settled = await self._settled(tx, claims, deals)
        products = await self._products.of(tx, {deal.product_id for deal in settled.deals})
        orders = place_orders(tx, settled, products)
        self._note_sold_out([*deals.values(), *settled.deals])
        return await self._answers(tx, claims, settled.outcomes, orders)

    async def _settled(self, tx: Tx, claims: Sequence[Claim], deals: Mapping[str, Deal]) -> Settled:
        found = [claim for claim in claims if claim.deal_id in deals]
        live_shows = await self._live_shows(tx, {deal.show_id for deal in deals.values()})
        known = Known(deals, live_shows, await _ranks(tx, found, deals))
        if self._are_new and not tx.is_second_look and not self._sold_out & deals.keys():
            settled = settle(claims, known, tx.now)
            if settled.have_all_won:
                return settled
        known = await _with_earlier(tx, known, found)
        self._are_new = not known.held and not known.kept
        return settle(claims, known, tx.now)

    async def _deals(self, tx: Tx, deal_ids: set[str]) -> dict[str, Deal]:
        """Locked, but for those that are still sold out."""
        suspects = deal_ids & self._sold_out
        seen = await store_deals.deals_by_id(tx, suspects) if suspects else []
        gone = {deal.id: deal for deal in seen if deal.stock_left == 0}
        open_ids = deal_ids - gone.keys()
        locked = await store_deals.lock_deals(tx, open_ids) if open_ids else []
        self._sold_out -= open_ids
        return gone | {deal.id: deal for deal in locked}

    def _note_sold_out(self, deals: Iterable[Deal]) -> None:
        if len(self._sold_out) > MOST_SOLD_OUT:
            self._sold_out.clear()
        self._sold_out.update(deal.id for deal in deals if deal.stock_left == 0)

    async def _live_shows(self, tx: Tx, show_ids: Collection[str]) -> set[str]:
        venues = {show_id: await self._find_venue(tx, show_id) for show_id in show_ids}
        return {show_id for show_id, venue in venues.items() if venue and venue.is_live}

    async def _answers(
        self,
        tx: Tx,
        claims: Sequence[Claim],
        outcomes: Sequence[Won | Repeated | Refusal],
        placed: Mapping[str, Order],
    ) -> list[Placed | Refusal]:
        again = [outcome.order_id for outcome in outcomes if isinstance(outcome, Repeated)]
        before = await store_orders.orders_by_id(tx, again) if again else []
        orders = {**{order.id: order for order in before}, **placed}
        brands = await self._brands.of(tx, {order.brand_id for order in orders.values()})
        money = await money_views(tx, before)
        answers: list[Placed | Refusal] = []
        for claim, outcome in zip(claims, outcomes, strict=True):
            if isinstance(outcome, Refusal):
                answers.append(outcome)
            else:
                order = orders[claim.order_id if isinstance(outcome, Won) else outcome.order_id]
                paid = money.get(order.id, NO_MONEY)
                answers.append(
                    Placed(order, brands[order.brand_id], claim.buyer.handle or "", paid)
                )
        return answers


async def _with_earlier(tx: Tx, known: Known, claims: Sequence[Claim]) -> Known:
    """With what these buyers hold and claimed before."""
    attempts = {attempt for claim in claims if (attempt := claim.attempt)}
    places = {(claim.deal_id, claim.account_id) for claim in claims}
    held = await store_deals.held_slots(tx, places)
    return replace(known, held=held, kept=await store_claims.kept_under(tx, attempts))


async def _ranks(tx: Tx, claims: Sequence[Claim], deals: Mapping[str, Deal]) -> dict[Place, int]:
    """The ranks of those who claim what is not for everyone."""
    ranks: dict[Place, int] = {}
    buyers: dict[str, dict[str, Principal]] = defaultdict(dict)
    for claim in claims:
        if (deal := deals[claim.deal_id]).min_tier_rank > 0:
            buyers[deal.brand_id][claim.account_id] = claim.buyer
    for brand_id, of_brand in buyers.items():
        found = await ranks_of(tx, of_brand.values(), brand_id)
        ranks |= {(brand_id, account_id): rank for account_id, rank in found.items()}
    return ranks
