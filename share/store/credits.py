"""Rows of what was decided about orders, and of what they earned."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, RowMapping, select

from kit.bulk import Rows, is_among
from kit.unit_of_work import Tx
from share.attribution import Decision, PaidOrder, Terms, verdict_of
from share.tables import clicks, credits, links, rewards, touches

CREDITED = "credited"
PENDING = "pending"
MOST_TOUCHES = 20
"""That are kept of an order: the newest, and the one that counts."""


async def decided(tx: Tx, order_ids: Collection[str]) -> set[str]:
    """Which of these orders were decided about before."""
    rows = await tx.all(
        select(credits.c.order_id).where(
            is_among(tx.connection, credits.c.order_id, set(order_ids))
        )
    )
    return {row["order_id"] for row in rows}


def decisions(tx: Tx, made: Sequence[tuple[PaidOrder, Decision, Terms]]) -> tuple[Rows, Rows]:
    """What was decided, by order and by click. Whoever decided about an order before breaks the unique key."""
    outcomes = Rows(
        credits,
        {
            "order_id": [order.order_id for order, _, _ in made],
            "click_id": [of.click.id if of.click else None for _, of, _ in made],
            "link_id": [of.click.link_id if of.click else None for _, of, _ in made],
            "outcome": [verdict_of(of.outcome) for _, of, _ in made],
            "decided_at": [tx.now] * len(made),
            "model": [terms.model for _, _, terms in made],
            "order_number": [order.order_number for order, _, _ in made],
        },
    )
    seen = [
        (order.order_id, click_id, link_id, verdict)
        for order, of, _ in made
        for click_id, link_id, verdict in _kept(of)
    ]
    columns = ("order_id", "click_id", "link_id", "verdict")
    return outcomes, Rows(
        touches, {name: [row[place] for row in seen] for place, name in enumerate(columns)}
    )


async def reward(tx: Tx, reward_id: str) -> RowMapping | None:
    """The reward, with its link's `code`, `title` and `brand_id`."""
    rows = await _rewards(tx, rewards.c.id == reward_id, 1)
    return rows[0] if rows else None


async def these_rewards(tx: Tx, reward_ids: Collection[str]) -> Sequence[RowMapping]:
    """The same for many, newest first."""
    among = is_among(tx.connection, rewards.c.id, reward_ids)
    return await _rewards(tx, among, len(reward_ids))


async def last_rewards(tx: Tx, account_id: str, limit: int) -> Sequence[RowMapping]:
    """Newest first, each with its link's `code`, `title` and `brand_id`."""
    return await _rewards(tx, rewards.c.account_id == account_id, limit)


async def outcome_of(tx: Tx, order_id: str) -> RowMapping | None:
    """What was decided, with the reward's columns where there is one, and its id as `reward_id`."""
    return await tx.first(
        select(
            credits,
            rewards.c.id.label("reward_id"),
            *(column for column in rewards.c if column.name not in credits.c),
        )
        .outerjoin(rewards, rewards.c.order_id == credits.c.order_id)
        .where(credits.c.order_id == order_id)
    )


async def touches_of(tx: Tx, order_id: str) -> Sequence[RowMapping]:
    """The clicks that came before the order, oldest first, each with its link's `code` and `sharer_id`."""
    return await tx.all(
        select(
            touches.c.verdict,
            clicks.c.clicked_at,
            clicks.c.rate_bp,
            clicks.c.reward_kind,
            clicks.c.reward_amount,
            clicks.c.window_days,
            links.c.code,
            links.c.account_id.label("sharer_id"),
        )
        .join(clicks, clicks.c.id == touches.c.click_id)
        .join(links, links.c.id == touches.c.link_id)
        .where(touches.c.order_id == order_id)
        .order_by(clicks.c.clicked_at, clicks.c.id)
    )


async def orders_after(tx: Tx, link_id: str, limit: int) -> Sequence[RowMapping]:
    """Orders that clicks on the link came before, newest first, with its newest click of each."""
    return await tx.all(
        select(
            credits.c.order_id,
            credits.c.order_number,
            credits.c.decided_at,
            touches.c.verdict,
            clicks.c.clicked_at,
            rewards.c.amount_minor,
            rewards.c.points,
            rewards.c.cut_by,
            rewards.c.currency,
            rewards.c.link_id.label("rewarded_link_id"),
        )
        .join(credits, credits.c.order_id == touches.c.order_id)
        .join(clicks, clicks.c.id == touches.c.click_id)
        .outerjoin(rewards, rewards.c.order_id == touches.c.order_id)
        .where(touches.c.link_id == link_id)
        .order_by(credits.c.decided_at.desc(), touches.c.order_id, clicks.c.clicked_at.desc())
        .limit(limit)
    )


def _kept(of: Decision) -> list[tuple[str, str, str]]:
    """The clicks that are kept with the order: id, link, and what was decided."""
    older, newest = of.touches[:-MOST_TOUCHES], of.touches[-MOST_TOUCHES:]
    if chosen := [touch for touch in older if touch.click is of.click]:
        newest = [*chosen, *newest[1:]]
    return [(touch.click.id, touch.click.link_id, verdict_of(touch.verdict)) for touch in newest]


async def _rewards(tx: Tx, condition: ColumnElement[bool], limit: int) -> Sequence[RowMapping]:
    return await tx.all(
        select(rewards, links.c.code, links.c.title)
        .join(links, links.c.id == rewards.c.link_id)
        .where(condition)
        .order_by(rewards.c.id.desc())
        .limit(limit)
    )
