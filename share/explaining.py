"""Why an order was credited to a link, or was not: for the brand, and for the sharers whose links it is about."""

from collections.abc import Mapping

from sqlalchemy import RowMapping

from kit.auth import Principal, Role
from kit.clock import to_ms
from kit.unit_of_work import UnitOfWork
from membership import directory
from membership.access import brand_of, managed_brand
from share.attribution import Terms
from share.desk import full_amount
from share.errors import NoSuchLink
from share.events import TermsChanged
from share.rewards.offer import Kind
from share.rewards.reward import Status
from share.rewards.store import terms as store_reward_terms
from share.rewards.terms import TierReward
from share.rewards.views import OfferView
from share.store import clicks as store_clicks
from share.store import credits as store_credits
from share.store import links as store_links
from share.views import AttributionView, LinkOrderView, NewTerms, TermsView, TouchView

LISTED_ORDERS = 100


class Explaining:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def order(self, principal: Principal, order_id: str, brand_id: str) -> AttributionView:
        """What was decided about an order of the brand, for its hosts.

        Raises:
            NotSignedIn, Forbidden
        """
        principal.require(Role.HOST, brand_id)
        async with self._work.read() as tx:
            outcome = await store_credits.outcome_of(tx, order_id)
            touches = await store_credits.touches_of(tx, order_id)
            handles = await directory.handles(tx, {touch["sharer_id"] for touch in touches})
            terms = (await store_clicks.terms_of(tx, {brand_id}))[brand_id]
        return AttributionView(
            order_id=order_id,
            outcome=outcome["outcome"] if outcome else "no_click",
            model=outcome["model"] if outcome else terms.model,
            decided_at_ms=to_ms(outcome["decided_at"]) if outcome else None,
            reward_minor=_held(outcome, "amount_minor"),
            currency=(outcome["currency"] if outcome else None) or "",
            reward_points=_held(outcome, "points"),
            reward_status=outcome["status"] if outcome else None,
            cut_by=outcome["cut_by"] if outcome else None,
            full_amount=full_amount(outcome) if outcome and outcome["reward_id"] else 0,
            touches=[_touch(touch, handles[touch["sharer_id"]]) for touch in touches],
        )

    async def link(self, principal: Principal, code: str) -> list[LinkOrderView]:
        """The newest 100 orders that clicks on the caller's link came before, and what was decided about each.

        Raises:
            NotSignedIn, NoSuchLink
        """
        account_id = principal.account()
        async with self._work.read() as tx:
            link = await store_links.link_by_code(tx, code.lower()) if "\0" not in code else None
            if link is None or link.account_id != account_id:
                raise NoSuchLink("Look for it among your links.")
            rows = await store_credits.orders_after(tx, link.id, LISTED_ORDERS)
        newest: dict[str, RowMapping] = {}
        for row in rows:
            if row["order_id"] not in newest or row["verdict"] == store_credits.CREDITED:
                newest[row["order_id"]] = row
        return [_order(row) for row in newest.values()]

    async def terms(self, slug: str) -> TermsView:
        """How the brand credits orders.

        Raises:
            NoSuchBrand
        """
        async with self._work.read() as tx:
            brand = await brand_of(tx, slug)
            terms = (await store_clicks.terms_of(tx, {brand.id}))[brand.id]
            by_rank = (await store_reward_terms.by_rank(tx, {brand.id}))[brand.id]
        return _terms(terms, by_rank)

    async def offers_of(self, *brand_ids: str) -> dict[str, dict[int, OfferView]]:
        """What links of these brands' tiers earn in place of their rates, by brand and rank."""
        async with self._work.read() as tx:
            by_brand = await store_reward_terms.by_rank(tx, brand_ids)
        return {brand_id: _offers(by_rank) for brand_id, by_rank in by_brand.items()}

    async def set_terms(self, principal: Principal, slug: str, new: NewTerms) -> TermsView:
        """Credit orders otherwise from now on. Clicks keep the window of their moment.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand
        """
        async with self._work.write() as tx:
            brand = await managed_brand(tx, principal, slug)
            await store_clicks.set_terms(tx, brand.id, Terms(new.model, new.window_days))
            tx.emit(TermsChanged(brand_id=brand.id))
            by_rank = (await store_reward_terms.by_rank(tx, {brand.id}))[brand.id]
        return _terms(Terms(new.model, new.window_days), by_rank)


def _terms(terms: Terms, by_rank: Mapping[int, TierReward]) -> TermsView:
    return TermsView(model=terms.model, window_days=terms.window_days, offers=_offers(by_rank))


def _offers(by_rank: Mapping[int, TierReward]) -> dict[int, OfferView]:
    return {
        rank: OfferView(kind="points" if of.kind is Kind.POINTS else "fixed", amount=of.amount)
        for rank, of in by_rank.items()
        if of.kind is not Kind.RATE
    }


def _touch(row: RowMapping, handle: str) -> TouchView:
    return TouchView(
        link_code=row["code"],
        sharer_handle=handle,
        clicked_at_ms=to_ms(row["clicked_at"]),
        rate_bp=row["rate_bp"],
        window_days=row["window_days"],
        verdict=row["verdict"],
        reward_kind=row["reward_kind"],
        reward_amount=row["reward_amount"],
    )


def _order(row: RowMapping) -> LinkOrderView:
    is_credited = row["verdict"] == store_credits.CREDITED
    return LinkOrderView(
        order_number=row["order_number"],
        verdict=row["verdict"],
        clicked_at_ms=to_ms(row["clicked_at"]),
        decided_at_ms=to_ms(row["decided_at"]),
        # What another link earned is not this sharer's to know.
        reward_minor=(row["amount_minor"] or 0) if is_credited else 0,
        currency=(row["currency"] or "") if is_credited else "",
        reward_points=(row["points"] or 0) if is_credited else 0,
        cut_by=row["cut_by"] if is_credited else None,
    )


def _held(outcome: RowMapping | None, column: str) -> int:
    """What the order's reward is worth now."""
    if outcome is None or outcome["status"] in {None, Status.CANCELLED.value}:
        return 0
    return int(outcome[column])
