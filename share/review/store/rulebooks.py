"""Rows of brands' rules."""

from collections.abc import Collection

import msgspec
from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from kit.bulk import is_among
from kit.unit_of_work import Tx
from share.review.rules import Choice, Rulebook
from share.review.tables import rulebooks

DEFAULT = Rulebook()


async def rulebooks_of(tx: Tx, brand_ids: Collection[str]) -> dict[str, Rulebook]:
    """The brands' rules as they are now."""
    newest = (
        select(rulebooks.c.brand_id, func.max(rulebooks.c.version).label("version"))
        .where(is_among(tx.connection, rulebooks.c.brand_id, brand_ids))
        .group_by(rulebooks.c.brand_id)
        .subquery()
    )
    rows = await tx.all(
        select(rulebooks).join(
            newest,
            (rulebooks.c.brand_id == newest.c.brand_id) & (rulebooks.c.version == newest.c.version),
        )
    )
    found = dict.fromkeys(brand_ids, DEFAULT)
    for row in rows:
        choices = msgspec.json.decode(row["choices"], type=dict[str, Choice])
        found[row["brand_id"]] = Rulebook(row["version"], choices)
    return found


async def add_rulebook(tx: Tx, brand_id: str, rulebook: Rulebook, by: str) -> bool:
    """False if the brand has that version already."""
    dialect = sqlite if tx.is_sqlite else postgresql
    added = await tx.execute(
        dialect.insert(rulebooks)
        .values(
            brand_id=brand_id,
            version=rulebook.version,
            choices=msgspec.json.encode(rulebook.choices).decode(),
            changed_by=by,
            changed_at=tx.now,
        )
        .on_conflict_do_nothing()
    )
    return added == 1
