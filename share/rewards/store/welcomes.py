"""Rows of friends who were welcomed with a voucher."""

from collections.abc import Collection, Sequence

from sqlalchemy import RowMapping, select, update
from sqlalchemy.dialects import postgresql, sqlite

from kit.bulk import is_among
from kit.unit_of_work import Tx
from share.rewards.tables import tier_rewards, welcomes
from share.rewards.welcome import Welcome, WelcomeStatus
from share.tables import clicks, links


async def came_by(tx: Tx, click_ids: Collection[str]) -> Sequence[RowMapping]:
    """These clicks, the newest first, each with its brand, its sharer and the voucher that the sharer's tier brings."""
    return await tx.all(
        select(
            clicks.c.id,
            clicks.c.account_id,
            clicks.c.clicked_at,
            clicks.c.window_days,
            links.c.brand_id,
            links.c.account_id.label("sharer_id"),
            tier_rewards.c.friend_voucher_id,
        )
        .join(links, links.c.id == clicks.c.link_id)
        .join(
            tier_rewards,
            (tier_rewards.c.brand_id == links.c.brand_id)
            & (tier_rewards.c.rank == clicks.c.tier_rank),
        )
        .where(
            is_among(tx.connection, clicks.c.id, set(click_ids)),
            tier_rewards.c.friend_voucher_id.is_not(None),
        )
        .order_by(clicks.c.id.desc())
    )


async def add(tx: Tx, welcome: Welcome) -> bool:
    """False if the brand has welcomed the friend before."""
    dialect = sqlite if tx.is_sqlite else postgresql
    values = {name: getattr(welcome, name) for name in welcomes.c.keys()}  # noqa: SIM118
    added = await tx.execute(dialect.insert(welcomes).values(values).on_conflict_do_nothing())
    return added == 1


async def welcome(tx: Tx, brand_id: str, account_id: str) -> Welcome | None:
    row = await tx.first(
        select(welcomes).where(welcomes.c.brand_id == brand_id, welcomes.c.account_id == account_id)
    )
    return Welcome(**{**row, "status": WelcomeStatus(row["status"])}) if row else None


async def save_status(tx: Tx, welcome: Welcome, status: WelcomeStatus) -> None:
    await tx.execute(
        update(welcomes).where(welcomes.c.use_id == welcome.use_id).values(status=status.value)
    )
