"""Rows of what a sharer reads of their money."""

from collections.abc import Sequence

from sqlalchemy import RowMapping, func, select

from kit.unit_of_work import Tx
from share.rewards.entry import Balance, State, balance_of
from share.rewards.tables import entries
from share.tables import links, rewards

Account = tuple[str, str]
"""A brand and a currency."""


async def balances(tx: Tx, account_id: str) -> dict[Account, Balance]:
    """What the person's entries sum to."""
    sums: dict[Account, dict[State, int]] = {}
    total = func.sum(entries.c.amount_minor)
    for column, sign in ((entries.c.put_into, 1), (entries.c.taken_from, -1)):
        rows = await tx.connection.execute(
            select(entries.c.brand_id, entries.c.currency, column, total)
            .where(entries.c.account_id == account_id, column.is_not(None))
            .group_by(entries.c.brand_id, entries.c.currency, column)
        )
        for brand_id, currency, state, amount in rows:
            of = sums.setdefault((brand_id, currency), {})
            of[State(state)] = of.get(State(state), 0) + sign * int(amount)
    return {account: balance_of(of) for account, of in sums.items()}


async def brands_of(tx: Tx, account_id: str) -> list[str]:
    """Of which the person earned something."""
    rows = await tx.all(
        select(entries.c.brand_id).where(entries.c.account_id == account_id).distinct()
    )
    return [row["brand_id"] for row in rows]


async def page(tx: Tx, account_id: str, before: str | None, limit: int) -> Sequence[RowMapping]:
    """The newest entries, or those before one, each with its reward's order, link and limit."""
    statement = (
        select(
            entries,
            rewards.c.order_number,
            rewards.c.cut_by,
            rewards.c.due_at,
            rewards.c.kind,
            rewards.c.rate_bp,
            rewards.c.offer_amount,
            rewards.c.order_total_minor,
            links.c.code,
            links.c.title,
        )
        .join(rewards, rewards.c.id == entries.c.reward_id)
        .join(links, links.c.id == rewards.c.link_id)
        .where(entries.c.account_id == account_id)
        .order_by(entries.c.id.desc())
        .limit(limit)
    )
    return await tx.all(statement.where(entries.c.id < before) if before else statement)
