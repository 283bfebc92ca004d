"""Share's rows: links, clicks, credits and rewards."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Table, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from kit.unit_of_work import Tx
from share.attribution import Click, Credit, NotCredited, PaidOrder
from share.links import Link, Tally, Target
from share.tables import clicks, credits, links, rewards
from share.views import TargetKind

CREDITED = "credited"
PENDING = "pending"
CANCELLED = "cancelled"


async def add_link(tx: Tx, link: Link) -> bool:
    """Add the link; False if its code is taken or the person has one for the target."""
    values = {column.name: getattr(link, column.name) for column in links.columns}
    return await _add_unless_there(tx, links, values)


async def link_by_code(tx: Tx, code: str) -> Link | None:
    # PostgreSQL cannot even compare with a text that holds a NUL.
    return await _link(tx, links.c.code == code) if code.isalnum() else None


async def link_by_id(tx: Tx, link_id: str) -> Link | None:
    return await _link(tx, links.c.id == link_id)


async def link_to(tx: Tx, account_id: str, kind: TargetKind, target_id: str) -> Link | None:
    """The person's link to the target."""
    return await _link(
        tx,
        (links.c.account_id == account_id)
        & (links.c.kind == kind)
        & (links.c.target_id == target_id),
    )


async def last_links(tx: Tx, account_id: str, limit: int) -> list[Link]:
    """Newest first."""
    rows = await tx.all(
        select(links)
        .where(links.c.account_id == account_id)
        .order_by(links.c.id.desc())
        .limit(limit)
    )
    return [Link(**row) for row in rows]


async def describe_target(tx: Tx, kind: TargetKind, target_id: str, target: Target) -> None:
    """Let all links to the target say what it is called and looks like now."""
    await tx.execute(
        update(links)
        .where(links.c.kind == kind, links.c.target_id == target_id)
        .values(title=target.title, image_url=target.image_url)
    )


async def tallies(tx: Tx, link_ids: Sequence[str]) -> dict[str, Tally]:
    """What came of each link, in one query."""
    clicked = (
        select(clicks.c.link_id, func.count().label("clicks"))
        .where(clicks.c.link_id.in_(link_ids))
        .group_by(clicks.c.link_id)
        .subquery()
    )
    sold = (
        select(
            credits.c.link_id,
            func.count().label("orders"),
            func.sum(rewards.c.amount_minor).label("pending_minor"),
        )
        .outerjoin(
            rewards, (rewards.c.order_id == credits.c.order_id) & (rewards.c.status == PENDING)
        )
        .where(credits.c.link_id.in_(link_ids), credits.c.outcome == CREDITED)
        .group_by(credits.c.link_id)
        .subquery()
    )
    rows = await tx.all(
        select(links.c.id, clicked.c.clicks, sold.c.orders, sold.c.pending_minor)
        .outerjoin(clicked, clicked.c.link_id == links.c.id)
        .outerjoin(sold, sold.c.link_id == links.c.id)
        .where(links.c.id.in_(link_ids))
    )
    return {
        row["id"]: Tally(row["clicks"] or 0, row["orders"] or 0, int(row["pending_minor"] or 0))
        for row in rows
    }


async def add_clicks(
    tx: Tx, by_key: Mapping[tuple[str, str], Click], hour: int
) -> set[tuple[str, str]]:
    """Add the clicks, by their link and identity; which of these had not clicked the link in this hour."""
    dialect = sqlite if tx.is_sqlite else postgresql
    rows = [
        {
            "id": click.id,
            "link_id": link_id,
            "identity": identity,
            "hour": hour,
            "rate_bp": click.rate_bp,
            "tier_rank": click.tier_rank,
            "clicked_at": click.clicked_at,
        }
        # In one order, so that two processes do not wait for each other.
        for (link_id, identity), click in sorted(by_key.items(), key=itemgetter(0))
    ]
    added = await tx.all(
        dialect.insert(clicks)
        .values(rows)
        .on_conflict_do_nothing()
        .returning(clicks.c.link_id, clicks.c.identity)
    )
    return {(row["link_id"], row["identity"]) for row in added}


async def click(tx: Tx, click_id: str) -> Click | None:
    row = await tx.first(
        select(
            clicks.c.id, clicks.c.link_id, clicks.c.rate_bp, clicks.c.tier_rank, clicks.c.clicked_at
        ).where(clicks.c.id == click_id)
    )
    return Click(**row) if row else None


async def last_click_id(
    tx: Tx, link_id: str, identities: Sequence[str], since: datetime
) -> str | None:
    """The newest click on the link since then by someone with one of these identities."""
    row = await tx.first(
        select(clicks.c.id)
        .where(
            clicks.c.link_id == link_id,
            clicks.c.identity.in_(identities),
            clicks.c.clicked_at > since,
        )
        .order_by(clicks.c.id.desc())
        .limit(1)
    )
    return row["id"] if row else None


async def add_outcome(
    tx: Tx, order_id: str, click: Click | None, outcome: Credit | NotCredited
) -> bool:
    """Keep what was decided about the order; False if something was decided before, which stays."""
    return await _add_unless_there(
        tx,
        credits,
        {
            "order_id": order_id,
            "click_id": click.id if click else None,
            "link_id": click.link_id if click else None,
            "outcome": CREDITED if isinstance(outcome, Credit) else outcome.value,
            "decided_at": tx.now,
        },
    )


async def add_reward(tx: Tx, reward_id: str, link: Link, order: PaidOrder, credit: Credit) -> None:
    await tx.execute(
        insert(rewards).values(
            id=reward_id,
            order_id=order.order_id,
            order_number=order.order_number,
            link_id=link.id,
            account_id=link.account_id,
            rate_bp=credit.rate_bp,
            amount_minor=credit.amount_minor,
            currency=order.currency,
            status=PENDING,
            earned_at=tx.now,
        )
    )


async def lock_reward_of(tx: Tx, order_id: str) -> RowMapping | None:
    """The order's reward, with its link's `code`, if it earned one."""
    return await tx.first(
        select(rewards, links.c.code)
        .join(links, links.c.id == rewards.c.link_id)
        .where(rewards.c.order_id == order_id)
        .with_for_update(of=rewards)
    )


async def correct_reward(tx: Tx, reward_id: str, amount_minor: int) -> None:
    """Give the reward another amount; of 0 it is cancelled, and keeps what it was."""
    changes = {"amount_minor": amount_minor} if amount_minor else {"status": CANCELLED}
    await tx.execute(update(rewards).where(rewards.c.id == reward_id).values(**changes))


async def reward(tx: Tx, reward_id: str) -> RowMapping | None:
    """The reward, with its link's `code`, `title` and `brand_id`."""
    rows = await _rewards(tx, rewards.c.id == reward_id, 1)
    return rows[0] if rows else None


async def last_rewards(tx: Tx, account_id: str, limit: int) -> Sequence[RowMapping]:
    """Newest first, each with its link's `code`, `title` and `brand_id`."""
    return await _rewards(tx, rewards.c.account_id == account_id, limit)


async def _rewards(tx: Tx, condition: ColumnElement[bool], limit: int) -> Sequence[RowMapping]:
    return await tx.all(
        select(rewards, links.c.code, links.c.title, links.c.brand_id)
        .join(links, links.c.id == rewards.c.link_id)
        .where(condition)
        .order_by(rewards.c.id.desc())
        .limit(limit)
    )


async def _link(tx: Tx, condition: ColumnElement[bool]) -> Link | None:
    row = await tx.first(select(links).where(condition))
    return Link(**row) if row else None


async def _add_unless_there(tx: Tx, table: Table, values: dict[str, Any]) -> bool:
    dialect = sqlite if tx.is_sqlite else postgresql
    statement = dialect.insert(table).values(values).on_conflict_do_nothing()
    return await tx.execute(statement) == 1
