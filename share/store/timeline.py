"""What share knows of a member's timeline: links that they made, how often friends opened them, what these earned, and links by
which they came themselves."""

from typing import Any

from sqlalchemy import Integer, Select, cast, func, literal, null, select, union_all

from kit.unit_of_work import Tx
from membership.relations.paging import page_of
from membership.relations.timeline import Asked, Entry, Kind
from share.store.credits import CREDITED
from share.tables import clicks, credits, links, rewards


async def links_of(tx: Tx, asked: Asked) -> list[Entry]:
    """Clicks are counted by the hour."""
    found = union_all(_made(asked), _clicked(asked), _credited(asked), _came(asked))
    return [
        Entry(
            at=row["at"],
            key=row["key"],
            kind=Kind.LINK,
            what=row["what"],
            title=row["title"],
            subject_id=row["code"],
            count=row["count"],
            amount_minor=row["amount_minor"],
            currency=row["currency"],
        )
        for row in await tx.all(page_of(found, asked))
    ]


def _made(asked: Asked) -> Select[Any]:
    return select(
        links.c.created_at.label("at"),
        links.c.id.label("key"),
        literal("made").label("what"),
        links.c.title,
        links.c.code,
        _nothing("count"),
        _nothing("amount_minor"),
        _nothing_said("currency"),
    ).where(links.c.account_id == asked.account_id, links.c.brand_id == asked.brand_id)


def _clicked(asked: Asked) -> Select[Any]:
    return (
        select(
            func.max(clicks.c.clicked_at),
            func.max(clicks.c.id),
            literal("clicked"),
            links.c.title,
            links.c.code,
            func.count(),
            _nothing("amount_minor"),
            _nothing_said("currency"),
        )
        .join(links, links.c.id == clicks.c.link_id)
        .where(links.c.account_id == asked.account_id, links.c.brand_id == asked.brand_id)
        .group_by(links.c.id, links.c.title, links.c.code, clicks.c.hour)
    )


def _credited(asked: Asked) -> Select[Any]:
    return (
        select(
            credits.c.decided_at,
            credits.c.order_id,
            literal("credited"),
            links.c.title,
            links.c.code,
            _nothing("count"),
            rewards.c.amount_minor,
            rewards.c.currency,
        )
        .join(links, links.c.id == credits.c.link_id)
        .outerjoin(rewards, rewards.c.order_id == credits.c.order_id)
        .where(
            credits.c.outcome == CREDITED,
            links.c.account_id == asked.account_id,
            links.c.brand_id == asked.brand_id,
        )
    )


def _came(asked: Asked) -> Select[Any]:
    return (
        select(
            clicks.c.clicked_at,
            clicks.c.id + "came",
            literal("came"),
            links.c.title,
            links.c.code,
            _nothing("count"),
            _nothing("amount_minor"),
            _nothing_said("currency"),
        )
        .join(links, links.c.id == clicks.c.link_id)
        .where(clicks.c.account_id == asked.account_id, links.c.brand_id == asked.brand_id)
    )


def _nothing(name: str) -> Any:
    return cast(null(), Integer).label(name)


def _nothing_said(name: str) -> Any:
    return cast(null(), links.c.code.type).label(name)
