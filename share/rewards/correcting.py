"""What refunds do to rewards: before the payout they become smaller, after it the difference is owed."""

from kit.unit_of_work import Tx
from membership.points.gift import Gift
from membership.points.gifts import give
from share.events import RewardCorrected
from share.rewards.offer import Kind
from share.rewards.reward import Change, Reward, Status, refunded
from share.rewards.store import rewards as store_rewards
from share.rewards.store import terms as store_terms


async def correct_reward(tx: Tx, order_id: str, kept_minor: int) -> None:
    """The order's reward is for what the buyer did not get back. The same again, or an older state of the order, changes
    nothing."""
    found = await store_rewards.lock_of_order(tx, order_id)
    if found is not None:
        reward, code = found
        await _save(tx, refunded(reward, kept_minor), reward, order_id, code)


async def _save(tx: Tx, change: Change, before: Reward, order_id: str, code: str) -> None:
    reward = change.reward
    if reward == before:
        return
    store_rewards.save(tx, [change])
    tx.emit(
        RewardCorrected(
            reward_id=reward.id, link_code=code, account_id=reward.account_id, order_id=order_id
        )
    )
    if reward.is_budgeted:
        await store_terms.refill(tx, reward.brand_id, reward.offer.unit, change.lost)
    if before.status is Status.PAID and reward.offer.kind is Kind.POINTS:
        await give(tx, gift_of(before, kept=before.points - change.lost))


def gift_of(reward: Reward, kept: int | None = None) -> Gift:
    """Points of a reward as its owner's wallet books them."""
    return Gift(
        id=reward.id,
        brand_id=reward.brand_id,
        account_id=reward.account_id,
        points=reward.points,
        title="A friend's order",
        kept=kept,
    )
