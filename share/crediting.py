"""Crediting paid orders to links. However many they are, it takes the same few statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from kit.ids import new_id
from kit.overtaking import looking_again
from kit.unit_of_work import Tx, UnitOfWork
from share.attribution import Credit, Decision, PaidOrder, Terms, Touch, attribute
from share.events import OrdersCredited, RewardsEarned
from share.rewards.correcting import correct_reward
from share.rewards.earned import Earned, earned_by
from share.rewards.limiting import limited
from share.rewards.store import rewards as store_rewards
from share.store import clicks as store_clicks
from share.store import credits as store_credits
from share.store import links as store_links
from share.trails import Trails

__all__ = ["Crediting", "PaidOrder"]


class Crediting:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def credit_orders(self, orders: Sequence[PaidOrder]) -> None:
        """Credit each of the orders to the link that it came by, if it came by one. What was decided first about an order
        stays, however often it is said to be paid."""
        by_id = {order.order_id: order for order in orders}
        await looking_again(partial(self._credit, by_id))

    async def correct_reward(self, order_id: str, kept_minor: int) -> None:
        """The order's reward is for what the buyer did not get back."""
        async with self._work.write() as tx:
            await correct_reward(tx, order_id, kept_minor)

    async def _credit(self, by_id: Mapping[str, PaidOrder]) -> None:
        async with self._work.write() as tx:
            done = await store_credits.decided(tx, by_id)
            new = [order for order_id, order in by_id.items() if order_id not in done]
            made = await _decided(tx, new) if new else []
            if made:
                await _write(tx, made)


@dataclass(frozen=True, slots=True)
class _Made:
    """What is to be written about one order."""

    order: PaidOrder
    decision: Decision
    terms: Terms

    @property
    def credited(self) -> Touch | None:
        """The click that counts, if one does."""
        return self.decision.touch if isinstance(self.decision.outcome, Credit) else None


async def _decided(tx: Tx, orders: Sequence[PaidOrder]) -> list[_Made]:
    """What is decided about those that came by a click. Of the others nothing is kept: there is nothing to say."""
    trails = await _trails(tx, orders)
    terms = await store_clicks.terms_of(tx, {order.brand_id for order in orders})
    made = []
    for order in orders:
        touches = trails.before(order)
        if touches or order.referral_token is not None:
            of_brand = terms[order.brand_id]
            decision = attribute(touches, order, of_brand, order.paid_at or tx.now)
            made.append(_Made(order, decision, of_brand))
    return made


async def _trails(tx: Tx, orders: Sequence[PaidOrder]) -> Trails:
    tokens = await store_clicks.clicks_by_id(
        tx, {order.referral_token for order in orders if order.referral_token}
    )
    visitors = {click.visitor for click in tokens.values() if click.visitor}
    accounts = {order.account_id for order in orders}
    people = await store_clicks.clicks_of_people(tx, visitors, accounts)
    ids = {click.link_id for click in tokens.values()} | {click.link_id for click, _ in people}
    return Trails(tokens, people, await store_links.links_by_id(tx, ids))


async def _write(tx: Tx, made: Sequence[_Made]) -> None:
    # In the order of the ids, in all processes: none waits for another that waits for it.
    rows = sorted(made, key=lambda one: one.order.order_id)
    tx.add(*store_credits.decisions(tx, [(one.order, one.decision, one.terms) for one in rows]))
    credited = [(one.order, touch) for one in made if (touch := one.credited) is not None]
    if credited:
        led = {touch.click.id: touch.link.id for _, touch in credited}
        tx.add(store_clicks.new_steps(tx, led, "bought"))
        tx.emit(_credited(credited))
    earned = await limited(tx, [each for one in made if (each := _earned_by(one)) is not None])
    if earned:
        tx.add(*store_rewards.new_rewards(tx, earned))
        tx.emit(_earned(earned))


def _earned_by(one: _Made) -> Earned | None:
    touch = one.credited
    if touch is None:
        return None
    return earned_by(new_id(), one.order, touch.click, touch.link, one.terms.return_days)


def _credited(credited: Sequence[tuple[PaidOrder, Touch]]) -> OrdersCredited:
    return OrdersCredited(
        order_ids=[order.order_id for order, _ in credited],
        link_ids=[touch.link.id for _, touch in credited],
        account_ids=[touch.link.account_id for _, touch in credited],
    )


def _earned(earned: Sequence[Earned]) -> RewardsEarned:
    return RewardsEarned(
        reward_ids=[each.reward.id for each in earned],
        link_ids=[each.link.id for each in earned],
    )
