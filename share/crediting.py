"""Crediting paid orders to links."""

from kit.ids import new_id
from kit.money import Money
from kit.unit_of_work import Tx, UnitOfWork
from share import store
from share.attribution import Credit, PaidOrder, decide
from share.events import OrderCredited, RewardCorrected, RewardEarned
from share.links import Link

__all__ = ["Crediting", "PaidOrder"]


class Crediting:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def credit_order(self, order: PaidOrder) -> None:
        """Credit the order to the link that it came by, if it came by one. What was decided first about an order
        stays, however often it is said to be paid."""
        if order.referral_token is None:
            return
        async with self._work.write() as tx:
            click = await store.click(tx, order.referral_token)
            link = await store.link_by_id(tx, click.link_id) if click else None
            outcome = decide(click, link, order, order.paid_at or tx.now)
            is_first = await store.add_outcome(tx, order.order_id, click, outcome)
            if is_first and link is not None and isinstance(outcome, Credit):
                await _give(tx, link, order, outcome)

    async def correct_reward(self, order_id: str, kept_minor: int) -> None:
        """The order's reward is its share of what the buyer did not get back; of nothing it is cancelled."""
        async with self._work.write() as tx:
            reward = await store.lock_reward_of(tx, order_id)
            if reward is None or reward["status"] != store.PENDING:
                return
            amount_minor = (
                Money(kept_minor, reward["currency"]).share(reward["rate_bp"]).amount_minor
            )
            if amount_minor == reward["amount_minor"]:
                return
            await store.correct_reward(tx, reward["id"], amount_minor)
            tx.emit(
                RewardCorrected(
                    reward_id=reward["id"],
                    link_code=reward["code"],
                    account_id=reward["account_id"],
                    order_id=order_id,
                )
            )


async def _give(tx: Tx, link: Link, order: PaidOrder, credit: Credit) -> None:
    tx.emit(OrderCredited(link_code=link.code, account_id=link.account_id, order_id=order.order_id))
    if credit.amount_minor == 0:
        return
    reward_id = new_id()
    await store.add_reward(tx, reward_id, link, order, credit)
    tx.emit(
        RewardEarned(
            reward_id=reward_id,
            link_code=link.code,
            account_id=link.account_id,
            order_id=order.order_id,
        )
    )
