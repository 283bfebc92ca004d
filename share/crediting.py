"""Crediting paid orders to links. Orders that are paid at the same moment are settled together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kit.errors import Refusal
from kit.group_commit import GroupCommit
from kit.ids import new_id
from kit.unit_of_work import Tx, UnitOfWork
from share.attribution import Click, Credit, Decision, PaidOrder, Terms, Touch, attribute
from share.events import OrderCredited, OrdersDecided, RewardEarned
from share.links import Link
from share.rewards.correcting import correct_reward
from share.rewards.earned import Earned, earned_by
from share.rewards.limiting import limited
from share.rewards.store import rewards as store_rewards
from share.store import clicks as store_clicks
from share.store import credits as store_credits
from share.store import links as store_links

__all__ = ["Crediting", "PaidOrder"]


class Crediting:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._commits = GroupCommit[PaidOrder, None](work, _settle)

    async def credit_order(self, order: PaidOrder) -> None:
        """Credit the order to the link that it came by, if it came by one. What was decided first about an order
        stays, however often it is said to be paid.

        Raises:
            TooMany, Unavailable
        """
        await self._commits.submit(order)

    async def correct_reward(self, order_id: str, kept_minor: int) -> None:
        """The order's reward is for what the buyer did not get back."""
        async with self._work.write() as tx:
            await correct_reward(tx, order_id, kept_minor)

    async def close(self) -> None:
        """Settle what waits, and take nothing more."""
        await self._commits.close()


@dataclass(frozen=True, slots=True)
class _Made:
    """What is to be written about one order."""

    order: PaidOrder
    decision: Decision
    terms: Terms


async def _settle(tx: Tx, orders: Sequence[PaidOrder]) -> list[Refusal | None]:
    by_id = {order.order_id: order for order in orders}
    for done in await store_credits.decided(tx, by_id):
        del by_id[done]
    made = await _decided(tx, list(by_id.values()))
    if made:
        await _write(tx, made)
    return [None] * len(orders)


async def _decided(tx: Tx, orders: Sequence[PaidOrder]) -> list[_Made]:
    """What is decided about those that came by a click. Of the others nothing is kept: there is nothing to say."""
    touches = await _touches(tx, orders) if orders else {}
    terms = await store_clicks.terms_of(tx, {order.brand_id for order in orders})
    made = []
    for order in orders:
        if touches[order.order_id] or order.referral_token is not None:
            of_brand = terms[order.brand_id]
            now = order.paid_at or tx.now
            decision = attribute(touches[order.order_id], order, of_brand, now)
            made.append(_Made(order, decision, of_brand))
    return made


async def _touches(tx: Tx, orders: Sequence[PaidOrder]) -> dict[str, list[Touch]]:
    """The clicks that came before each order: the one that it came by, the others of the same browser, and those that the
    buyer made elsewhere, of the same brand."""
    tokens = await store_clicks.clicks_by_id(
        tx, {order.referral_token for order in orders if order.referral_token}
    )
    visitors = {click.visitor for click in tokens.values() if click.visitor}
    people = await store_clicks.clicks_of_people(
        tx,
        visitors,
        {order.account_id for order in orders},
    )
    ids = {click.link_id for click in tokens.values()} | {click.link_id for click, _ in people}
    links = await store_links.links_by_id(tx, ids)
    return {order.order_id: _before(order, tokens, people, links) for order in orders}


def _before(
    order: PaidOrder,
    tokens: Mapping[str, Click],
    people: Sequence[tuple[Click, str | None]],
    links: Mapping[str, Link],
) -> list[Touch]:
    token = tokens.get(order.referral_token or "")
    found = {token.id: token} if token is not None else {}
    for click, account_id in people:
        is_theirs = account_id == order.account_id or (
            token is not None and token.visitor is not None and click.visitor == token.visitor
        )
        is_before = order.placed_at is None or click.clicked_at <= order.placed_at
        if is_theirs and is_before and links[click.link_id].brand_id == order.brand_id:
            found[click.id] = click
    return [Touch(click, links[click.link_id]) for click in found.values()]


async def _write(tx: Tx, made: Sequence[_Made]) -> None:
    decided = store_credits.decisions(tx, [(one.order, one.decision, one.terms) for one in made])
    earned = await limited(tx, [each for one in made if (each := _earned_by(one)) is not None])
    tx.add(*decided, *store_rewards.new_rewards(tx, earned))
    for one in made:
        if isinstance(one.decision.outcome, Credit) and one.decision.touch is not None:
            tx.emit(_credited(one.order, one.decision.touch.link))
    for each in earned:
        tx.emit(_earned(each))
    await store_clicks.add_steps(tx, _bought(made), "bought")
    tx.emit(OrdersDecided(order_ids=[one.order.order_id for one in made]))


def _earned_by(one: _Made) -> Earned | None:
    touch = one.decision.touch
    if touch is None or not isinstance(one.decision.outcome, Credit):
        return None
    return earned_by(new_id(), one.order, touch.click, touch.link, one.terms.return_days)


def _bought(made: Sequence[_Made]) -> dict[str, str]:
    """The clicks that are credited, with their links."""
    return {
        one.decision.touch.click.id: one.decision.touch.link.id
        for one in made
        if one.decision.touch is not None and isinstance(one.decision.outcome, Credit)
    }


def _credited(order: PaidOrder, link: Link) -> OrderCredited:
    return OrderCredited(link_code=link.code, account_id=link.account_id, order_id=order.order_id)


def _earned(each: Earned) -> RewardEarned:
    return RewardEarned(
        reward_id=each.reward.id,
        link_code=each.link.code,
        account_id=each.link.account_id,
        order_id=each.order.order_id,
    )
