"""Rewards that wait until somebody has looked at them (`share.review`), and what is refused."""

from collections.abc import Collection, Sequence

from kit.unit_of_work import Tx
from share.rewards.reward import Reward, Status, refused
from share.rewards.store import rewards as store_rewards
from share.rewards.store import terms as store_terms


async def hold_rewards(tx: Tx, reward_ids: Collection[str]) -> None:
    """Have rewards wait: none of them becomes payable or is paid."""
    await store_rewards.set_held(tx, reward_ids, is_held=True)


async def release_rewards(tx: Tx, reward_ids: Collection[str]) -> None:
    """They wait no longer, and are what they were."""
    await store_rewards.set_held(tx, reward_ids, is_held=False)


async def refuse_rewards(tx: Tx, reward_ids: Collection[str]) -> None:
    """Cancel those that were not paid yet; each keeps what it was, for people to see."""
    await release_rewards(tx, reward_ids)
    await _refuse(tx, await store_rewards.lock_these(tx, reward_ids))


async def cancel_rewards_of(tx: Tx, account_id: str) -> None:
    """Cancel what the sharer has not been paid."""
    await _refuse(tx, await store_rewards.lock_open_of(tx, account_id))


async def _refuse(tx: Tx, found: Sequence[Reward]) -> None:
    changes = [refused(reward) for reward in found]
    done = [
        (reward, change)
        for reward, change in zip(found, changes, strict=True)
        if change.reward.status is Status.CANCELLED and reward.status is not Status.CANCELLED
    ]
    store_rewards.save(tx, [change for _, change in done])
    for reward, change in done:
        if reward.is_budgeted:
            await store_terms.refill(tx, reward.brand_id, reward.offer.unit, change.lost)
