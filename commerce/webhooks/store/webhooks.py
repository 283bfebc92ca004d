"""Rows of webhooks."""

from collections.abc import Collection, Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import RowMapping, delete, exists, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from commerce.webhooks.delivery import LIVE, State
from commerce.webhooks.kinds import Kind
from commerce.webhooks.tables import deliveries, webhooks
from commerce.webhooks.webhook import Status, Webhook
from kit.bulk import is_among
from kit.ids import is_id
from kit.unit_of_work import Tx

_KNOWN = frozenset(Kind)
IS_SHOWN = webhooks.c.status != Status.REMOVED.value


async def add(tx: Tx, webhook: Webhook) -> bool:
    """Add a webhook; False if somebody took its slot at this moment."""
    try:
        await tx.execute(insert(webhooks).values(**_values(webhook)))
    except IntegrityError:
        return False
    return True


async def save(tx: Tx, webhook: Webhook) -> None:
    """Save a locked webhook that has changed."""
    await tx.execute(update(webhooks).where(webhooks.c.id == webhook.id).values(**_values(webhook)))


async def of_brand(tx: Tx, brand_id: str) -> list[Webhook]:
    """The brand's webhooks, oldest first, without removed ones."""
    return await of_brands(tx, [brand_id])


async def of_brands(tx: Tx, brand_ids: Collection[str]) -> list[Webhook]:
    """The same of many brands."""
    among = is_among(tx.connection, webhooks.c.brand_id, brand_ids)
    rows = await tx.all(select(webhooks).where(among, IS_SHOWN).order_by(webhooks.c.id))
    return [_webhook(row) for row in rows]


async def one(tx: Tx, brand_id: str, webhook_id: str) -> Webhook | None:
    """One of the brand's webhooks."""
    if not is_id(webhook_id):
        return None
    row = await tx.first(
        select(webhooks).where(
            webhooks.c.id == webhook_id, webhooks.c.brand_id == brand_id, IS_SHOWN
        )
    )
    return _webhook(row) if row else None


async def by_id(tx: Tx, webhook_ids: Iterable[str]) -> dict[str, Webhook]:
    rows = await tx.all(select(webhooks).where(webhooks.c.id.in_(set(webhook_ids))))
    return {row["id"]: _webhook(row) for row in rows}


async def lock(tx: Tx, webhook_ids: Iterable[str]) -> list[Webhook]:
    """These webhooks as they are now, also removed ones; nobody changes them or their lines before this transaction ends."""
    rows = await tx.all(
        select(webhooks)
        .where(webhooks.c.id.in_(set(webhook_ids)))
        .order_by(webhooks.c.id)
        .with_for_update()
    )
    return [_webhook(row) for row in rows]


async def counts(tx: Tx, webhook_ids: Iterable[str]) -> dict[tuple[str, State], int]:
    """How many deliveries of each webhook are in each state, but for those that arrived."""
    rows = await tx.all(
        select(deliveries.c.webhook_id, deliveries.c.state, func.count().label("count"))
        .where(
            deliveries.c.webhook_id.in_(set(webhook_ids)),
            deliveries.c.state.in_([*LIVE, State.FAILED]),
        )
        .group_by(deliveries.c.webhook_id, deliveries.c.state)
    )
    return {(row["webhook_id"], State(row["state"])): row["count"] for row in rows}


async def forget_removed(tx: Tx) -> int:
    """Delete removed webhooks whose messages are all forgotten; how many."""
    has_some = exists().where(deliveries.c.webhook_id == webhooks.c.id)
    return await tx.execute(
        delete(webhooks).where(webhooks.c.status == Status.REMOVED.value, ~has_some)
    )


def _values(webhook: Webhook) -> dict[str, Any]:
    kinds = None if webhook.kinds is None else " ".join(webhook.kinds)
    return {**asdict(webhook), "kinds": kinds}


def _webhook(row: RowMapping) -> Webhook:
    kinds = row["kinds"]
    return Webhook(
        **{
            **row,
            "status": Status(row["status"]),
            # A newer release may know more of them.
            "kinds": None
            if kinds is None
            else tuple(Kind(kind) for kind in kinds.split() if kind in _KNOWN),
        }
    )
