"""Rows of links, of where they lead elsewhere, and what came of them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import Column, RowMapping, Select, exists, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from kit.bulk import is_among
from kit.unit_of_work import Tx, UnitOfWork
from share.links import NO_TAGS, Elsewhere, Link, Tally, Target
from share.store.credits import CREDITED, PENDING
from share.tables import clicks, credits, elsewhere, links, rewards, steps
from share.views import TargetKind

NOWHERE = ""
_LEADS_ELSEWHERE = exists().where(elsewhere.c.link_id == links.c.id)
_LOOK_UP = (
    f"SELECT {', '.join(f'{links.name}.{column.name}' for column in links.columns)},"  # noqa: S608
    f" EXISTS (SELECT FROM {elsewhere.name} AS e WHERE e.link_id = {links.name}.id)"
    f" FROM {links.name} WHERE code = ANY($1::text[])"
)


async def add_link(tx: Tx, link: Link) -> bool:
    """Add the link; False if its code is taken or the person has a plain one for the target and moment."""
    values = {column.name: getattr(link, column.name) for column in links.columns}
    dialect = sqlite if tx.is_sqlite else postgresql
    statement = dialect.insert(links).values({**values, "tags": urlencode(link.tags)})
    return await tx.execute(statement.on_conflict_do_nothing()) == 1


async def add_elsewhere(tx: Tx, link_id: str, by_language: Mapping[str, Elsewhere]) -> None:
    for language, place in by_language.items():
        await tx.execute(
            insert(elsewhere).values(
                link_id=link_id,
                language=language,
                kind=place.kind,
                target_id=place.target_id,
                show_id=place.show_id,
                leads_to=place.leads_to,
            )
        )


async def change_link(tx: Tx, link: Link) -> None:
    """Save what may change of a link."""
    await tx.execute(
        update(links)
        .where(links.c.id == link.id)
        .values(
            expires_at=link.expires_at,
            is_direct=link.is_direct,
            tags=urlencode(link.tags),
            version=link.version,
        )
    )


async def lock_link(tx: Tx, code: str) -> Link | None:
    return _one(await _found(tx, select(links).where(links.c.code == code).with_for_update()))


async def lock_links_to_stop(tx: Tx, account_id: str) -> list[Link]:
    """The person's links that were not stopped."""
    statement = select(links).where(links.c.account_id == account_id, links.c.leads_to != NOWHERE)
    return await _found(tx, statement.order_by(links.c.id).with_for_update())


async def stop_link(tx: Tx, link_id: str, code: str) -> None:
    """End the link as of when it was made. It has this code from now on, and leads nowhere."""
    stopped = {"expires_at": links.c.created_at, "code": code, "tags": "", "leads_to": NOWHERE}
    await tx.execute(
        update(links).where(links.c.id == link_id).values(**stopped, version=links.c.version + 1)
    )


async def link_by_code(tx: Tx, code: str) -> Link | None:
    return _one(await _found(tx, select(links).where(links.c.code == code)))


async def look_up(work: UnitOfWork, codes: Sequence[str]) -> list[tuple[Link, bool]]:
    """Links by their codes, each with whether it leads elsewhere for some languages."""
    if work.database.is_sqlite:
        async with work.read() as tx:
            is_one = is_among(tx.connection, links.c.code, codes)
            found = await tx.connection.execute(select(links, _LEADS_ELSEWHERE).where(is_one))
            rows: Sequence[Sequence[Any]] = found.all()
    else:
        rows = await work.fetch(_LOOK_UP, (codes,))
    return [(_link(row[:-1]), row[-1]) for row in rows]


async def links_by_id(tx: Tx, link_ids: Collection[str]) -> dict[str, Link]:
    return {link.id: link for link in await _among(tx, links.c.id, link_ids)}


async def link_to(
    tx: Tx, account_id: str, kind: TargetKind, target_id: str, at_s: int = 0
) -> Link | None:
    """The person's plain link to the target."""
    return _one(
        await _found(
            tx,
            select(links).where(
                links.c.account_id == account_id,
                links.c.kind == kind,
                links.c.target_id == target_id,
                links.c.at_s == at_s,
                ~links.c.is_tailored,
            ),
        )
    )


async def last_links(tx: Tx, account_id: str, limit: int) -> list[Link]:
    """Newest first."""
    statement = select(links).where(links.c.account_id == account_id)
    return await _found(tx, statement.order_by(links.c.id.desc()).limit(limit))


async def places(tx: Tx, link_ids: Collection[str]) -> dict[str, dict[str, Elsewhere]]:
    """Where the links lead elsewhere: by link, then by language."""
    rows = await tx.all(
        select(elsewhere)
        .where(is_among(tx.connection, elsewhere.c.link_id, link_ids))
        .order_by(elsewhere.c.language)
    )
    found: dict[str, dict[str, Elsewhere]] = {}
    for row in rows:
        place = Elsewhere(row["kind"], row["target_id"], row["show_id"], row["leads_to"])
        found.setdefault(row["link_id"], {})[row["language"]] = place
    return found


async def describe_target(tx: Tx, kind: TargetKind, target_id: str, target: Target) -> None:
    """Let all links to the target say what it is called and looks like now."""
    await tx.execute(
        update(links)
        .where(links.c.kind == kind, links.c.target_id == target_id)
        .values(title=target.title, image_url=target.image_url)
    )


async def tallies(tx: Tx, link_ids: Sequence[str]) -> dict[str, Tally]:
    """What came of each link."""
    clicked = await _click_counts(tx, link_ids)
    sold = await _sums(tx, link_ids)
    taken = await tx.all(
        select(steps.c.link_id, steps.c.step, func.count().label("n"))
        .where(is_among(tx.connection, steps.c.link_id, link_ids))
        .group_by(steps.c.link_id, steps.c.step)
    )
    led = {(row["link_id"], row["step"]): row["n"] for row in taken}
    return {
        link_id: Tally(
            clicks=clicked.get(link_id, 0),
            orders=sold[link_id]["orders"] if link_id in sold else 0,
            pending_minor=int(sold[link_id]["pending_minor"] or 0) if link_id in sold else 0,
            **{
                step: led.get((link_id, step), 0)
                for step in ("joined", "watched", "claimed", "bought")
            },
        )
        for link_id in link_ids
    }


async def _click_counts(tx: Tx, link_ids: Sequence[str]) -> dict[str, int]:
    rows = await tx.all(
        select(clicks.c.link_id, func.count().label("n"))
        .where(is_among(tx.connection, clicks.c.link_id, link_ids))
        .group_by(clicks.c.link_id)
    )
    return {row["link_id"]: row["n"] for row in rows}


async def _sums(tx: Tx, link_ids: Sequence[str]) -> dict[str, RowMapping]:
    rows = await tx.all(
        select(
            credits.c.link_id,
            func.count().label("orders"),
            func.sum(rewards.c.amount_minor).label("pending_minor"),
        )
        .outerjoin(
            rewards, (rewards.c.order_id == credits.c.order_id) & (rewards.c.status == PENDING)
        )
        .where(is_among(tx.connection, credits.c.link_id, link_ids), credits.c.outcome == CREDITED)
        .group_by(credits.c.link_id)
    )
    return {row["link_id"]: row for row in rows}


async def _among(tx: Tx, column: Column[str], values: Collection[str]) -> list[Link]:
    return await _found(tx, select(links).where(is_among(tx.connection, column, set(values))))


async def _found(tx: Tx, statement: Select[Any]) -> list[Link]:
    return [_link(row) for row in (await tx.connection.execute(statement)).all()]


def _one(found: Sequence[Link]) -> Link | None:
    return found[0] if found else None


def _link(row: Sequence[Any]) -> Link:
    """Very many are read: a row's columns are, in their order, what a link consists of."""
    *values, tags, version = row
    return Link(*(*values, dict(parse_qsl(tags)) if tags else NO_TAGS, version))
