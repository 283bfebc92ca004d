"""Rows of clicks, and of how far they led."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.dialects import postgresql, sqlite

from kit.bulk import LookedUp, Rows, array, is_among, matching
from kit.unit_of_work import Tx
from membership import directory
from membership.people import NOT_JOINED
from share.attribution import DEFAULT_TERMS, Click, Terms
from share.links import Link
from share.rewards.offer import Kind, Offer
from share.rewards.tables import tier_rewards
from share.tables import clicks, links, steps, terms
from share.trails import MOST_CLICKS
from share.views import Step

NewClick = tuple[str, Link, str, str, str | None]
"""A click's id, its link, who made it, the browser and the account."""
Came = tuple[str | None, str | None]
"""The click by which somebody came, and their account, as far as they are known."""

# The terms of the click's moment. A reward other than the rate takes the rate's place (`TierReward.offer`). A link's brand and
# sharer never change, so they come along: to read the link would take longer than to write the click.
_TERMS = LookedUp(
    directory.joined_standing("{brand_id}", "{sharer_id}")
    + f" LEFT JOIN {tier_rewards.name} AS offer ON offer.brand_id = tier.brand_id AND offer.rank = tier.rank"
    f" LEFT JOIN {terms.name} AS terms ON terms.brand_id = {{brand_id}}",
    (
        ("rate_bp", "CASE WHEN offer.kind <> 'rate' THEN 0 ELSE coalesce(tier.share_rate_bp, 0) END"),
        ("tier_rank", f"coalesce(tier.rank, {NOT_JOINED.rank})"),
        ("window_days", f"coalesce(terms.window_days, {DEFAULT_TERMS.window_days})"),
        ("reward_kind", "coalesce(offer.kind, 'rate')"),
        ("reward_amount", "coalesce(offer.amount, 0)"),
    ),
    by=("brand_id", "sharer_id"),
)  # fmt: skip
# For NOT EXISTS PostgreSQL may read all clicks of that hour instead, as long as its statistics are older than they.
_NOT_AN_HOUR_AGO = (
    f"(SELECT 1 FROM {clicks.name} AS c WHERE c.link_id = {{link_id}}"  # noqa: S608
    " AND c.identity = {identity} AND c.hour = {hour} - 1) IS NULL"
)

_COLUMNS = (
    clicks.c.id, clicks.c.link_id, links.c.brand_id, links.c.account_id,
    clicks.c.reward_kind, clicks.c.rate_bp, clicks.c.reward_amount,
    clicks.c.clicked_at, clicks.c.window_days, clicks.c.visitor, clicks.c.account_id,
)  # fmt: skip
# OFFSET 0 keeps the planner from a scan of all clicks, however old its statistics are.
_NEWEST = (
    f"LATERAL (SELECT * FROM (SELECT * FROM {clicks.name} AS c WHERE {{condition}} OFFSET 0) AS theirs"  # noqa: S608
    f" ORDER BY id DESC LIMIT {MOST_CLICKS}) AS theirs"
)
_CLICKS_OF = f"""
WITH who AS MATERIALIZED (SELECT * FROM unnest($1::text::text[], $2::text::text[]) AS w(token, account_id)),
came AS MATERIALIZED (
  SELECT c.* FROM who, LATERAL (SELECT * FROM {clicks.name} WHERE id = who.token OFFSET 0) AS c
)
SELECT {", ".join(f"{column.table.name}.{column.name}" for column in _COLUMNS)} FROM (
  SELECT * FROM came
  UNION ALL SELECT theirs.* FROM came, {_NEWEST.format(condition="c.visitor = came.visitor AND c.id <> came.id")}
  UNION ALL SELECT theirs.* FROM who,
    {_NEWEST.format(condition="c.account_id = who.account_id AND c.id IS DISTINCT FROM who.token")}
) AS {clicks.name}, LATERAL (SELECT * FROM {links.name} AS l WHERE l.id = {clicks.name}.link_id OFFSET 0) AS {links.name}
"""  # noqa: S608


async def recent_clicks(
    tx: Tx, pairs: Sequence[tuple[str, str]], since: datetime
) -> dict[tuple[str, str], tuple[str, datetime]]:
    """The newest click since then, and its time, for each of these links and identities that has one."""
    rows = await matching(
        tx.connection,
        (clicks.c.id, clicks.c.link_id, clicks.c.identity, clicks.c.hour),
        {
            clicks.c.link_id: [link_id for link_id, _ in pairs],
            clicks.c.identity: [identity for _, identity in pairs],
        },
    )
    first_hour = int(since.timestamp()) // 3600
    ids = [row[0] for row in rows if row[3] >= first_hour]
    if not ids:
        return {}
    found = await tx.all(
        select(clicks.c.id, clicks.c.link_id, clicks.c.identity, clicks.c.clicked_at)
        .where(is_among(tx.connection, clicks.c.id, ids), clicks.c.clicked_at > since)
        .order_by(clicks.c.id)
    )
    return {(row["link_id"], row["identity"]): (row["id"], row["clicked_at"]) for row in found}


def new_clicks(new: Sequence[NewClick], now: datetime, *, only_if_first: bool = False) -> Rows:
    """The clicks. Whoever clicked that link in that hour of the clock breaks the unique key, and, `only_if_first`, who did in
    the one before, which may be long enough ago, the id's."""
    ids, followed, identities, visitors, account_ids = zip(*new, strict=True)
    return Rows(
        clicks,
        {
            "id": ids,
            "link_id": [link.id for link in followed],
            "identity": identities,
            "hour": [int(now.timestamp()) // 3600] * len(new),
            "clicked_at": [now] * len(new),
            "visitor": visitors,
            "account_id": account_ids,
            "brand_id": [link.brand_id for link in followed],
            "sharer_id": [link.account_id for link in followed],
        },
        only_if=_NOT_AN_HOUR_AGO if only_if_first else None,
        looked_up=_TERMS,
    )


async def terms_of(tx: Tx, brand_ids: Collection[str]) -> dict[str, Terms]:
    """How these brands credit orders."""
    rows = await tx.all(
        select(terms).where(is_among(tx.connection, terms.c.brand_id, set(brand_ids)))
    )
    chosen = {
        row["brand_id"]: Terms(row["model"], row["window_days"], row["return_days"]) for row in rows
    }
    return {brand_id: chosen.get(brand_id, DEFAULT_TERMS) for brand_id in brand_ids}


async def set_terms(tx: Tx, brand_id: str, new: Terms) -> None:
    dialect = sqlite if tx.is_sqlite else postgresql
    values = {"model": new.model, "window_days": new.window_days, "changed_at": tx.now}
    await tx.execute(
        dialect.insert(terms)
        .values(brand_id=brand_id, **values)
        .on_conflict_do_update(index_elements=[terms.c.brand_id], set_=values)
    )


async def clicks_of(tx: Tx, came: Sequence[Came]) -> dict[str, Click]:
    """The clicks by which people came, and the newest others of the same browsers and people: each once, by its id."""
    if tx.is_sqlite:
        rows = await _clicks_in_sqlite(tx, came)
    else:
        values = array([token for token, _ in came]), array([whose for _, whose in came])
        rows = (await tx.connection.exec_driver_sql(_CLICKS_OF, values)).all()
    return {row[0]: _click(*row) for row in rows}


async def _clicks_in_sqlite(tx: Tx, came: Sequence[Came]) -> Sequence[Row[*tuple[Any, ...]]]:
    is_token = is_among(tx.connection, clicks.c.id, [token for token, _ in came if token])
    visitors = select(clicks.c.visitor).where(is_token)
    whose = is_among(tx.connection, clicks.c.account_id, [whose for _, whose in came if whose])
    found = select(*_COLUMNS).join(links, links.c.id == clicks.c.link_id)
    found = found.where(is_token | clicks.c.visitor.in_(visitors) | whose)
    return (await tx.connection.execute(found)).all()


async def adopt_clicks(tx: Tx, visitor: str, account_id: str) -> None:
    """What this browser clicked before it was known whose it is, this person clicked."""
    await tx.execute(
        update(clicks)
        .where(clicks.c.visitor == visitor, clicks.c.account_id.is_(None))
        .values(account_id=account_id)
    )


async def add_steps(tx: Tx, click_links: Mapping[str, str], step: Step) -> list[str]:
    """Note that the clicks (ids, with their links') led so far; the links for which it is new."""
    if not click_links:
        return []
    dialect = sqlite if tx.is_sqlite else postgresql
    rows = [
        {"click_id": click_id, "step": step, "link_id": link_id, "taken_at": tx.now}
        for click_id, link_id in sorted(click_links.items())
    ]
    added = await tx.all(
        dialect.insert(steps).values(rows).on_conflict_do_nothing().returning(steps.c.link_id)
    )
    return [row["link_id"] for row in added]


def new_steps(tx: Tx, click_links: Mapping[str, str], step: Step) -> Rows:
    """The same to be written with other rows, for whom it does not matter which are new."""
    click_ids = sorted(click_links)
    return Rows(
        steps,
        {
            "click_id": click_ids,
            "step": [step] * len(click_ids),
            "link_id": [click_links[each] for each in click_ids],
            "taken_at": [tx.now] * len(click_ids),
        },
        skips_known=True,
    )


def _click(
    id: str,
    link_id: str,
    brand_id: str,
    sharer_id: str,
    kind: str,
    rate_bp: int,
    amount: int,
    *rest: Any,
) -> Click:
    return Click(id, link_id, brand_id, sharer_id, _offer(kind, rate_bp, amount), *rest)


@lru_cache(1_000)
def _offer(kind: str, rate_bp: int, amount: int) -> Offer:
    """Very many clicks promise the same."""
    return Offer(Kind(kind), rate_bp, amount)
