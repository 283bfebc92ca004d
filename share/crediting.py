"""Crediting paid orders to links. However many they are, it takes the same few statements."""

from collections.abc import Mapping, Sequence
from functools import partial

from msgspec import Struct

from kit.ids import new_id
from kit.overtaking import looking_again
from kit.unit_of_work import Tx, UnitOfWork
from share.attribution import Click, Credit, Decision, PaidOrder, Terms, attribute
from share.events import OrdersCredited, RewardsEarned
from share.rewards.correcting import correct_reward
from share.rewards.earned import Earned, earned_by
from share.rewards.limiting import limited
from share.rewards.store import rewards as store_rewards
from share.store import clicks as store_clicks
from share.store import credits as store_credits
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


class _Made(Struct, frozen=True, gc=False):
    """What is to be written about one order."""

    order: PaidOrder
    decision: Decision
    terms: Terms

    @property
    def credited(self) -> Click | None:
        """The click that counts, if one does."""
        return self.decision.click if isinstance(self.decision.outcome, Credit) else None


async def _decided(tx: Tx, orders: Sequence[PaidOrder]) -> list[_Made]:
    """What is decided about those that came by a click. Of the others nothing is kept: there is nothing to say."""
    came = [(order.referral_token, order.account_id) for order in orders]
    trails = Trails(await store_clicks.clicks_of(tx, came))
    terms = await store_clicks.terms_of(tx, {order.brand_id for order in orders})
    made = []
    for order in orders:
        clicks = trails.before(order)
        if clicks or order.referral_token is not None:
            of_brand = terms[order.brand_id]
            decision = attribute(clicks, order, of_brand, order.paid_at or tx.now)
            made.append(_Made(order, decision, of_brand))
    return made


async def _write(tx: Tx, made: Sequence[_Made]) -> None:
    # In the order of the ids, in all processes: none waits for another that waits for it.
    rows = sorted(made, key=lambda one: one.order.order_id)
    tx.add(*store_credits.decisions(tx, [(one.order, one.decision, one.terms) for one in rows]))
    credited = [(one.order, click) for one in rows if (click := one.credited) is not None]
    if credited:
        led = {click.id: click.link_id for _, click in credited}
        tx.add(store_clicks.new_steps(tx, led, "bought"))
        tx.emit(_credited(credited))
    earned = await limited(tx, [each for one in made if (each := _earned_by(one)) is not None])
    if earned:
        tx.add(*store_rewards.new_rewards(tx, earned))
        tx.emit(_earned(earned))


def _earned_by(one: _Made) -> Earned | None:
    click, credit = one.decision.click, one.decision.outcome
    if click is None or not isinstance(credit, Credit):
        return None
    return earned_by(new_id(), one.order, click, credit, one.terms.return_days)


def _credited(credited: Sequence[tuple[PaidOrder, Click]]) -> OrdersCredited:
    return OrdersCredited(
        order_ids=[order.order_id for order, _ in credited],
        link_ids=[click.link_id for _, click in credited],
        account_ids=[click.sharer_id for _, click in credited],
    )


def _earned(earned: Sequence[Earned]) -> RewardsEarned:
    return RewardsEarned(
        reward_ids=[each.reward.id for each in earned],
        link_ids=[each.link_id for each in earned],
    )
