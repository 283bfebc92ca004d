"""Profiles' rows."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import RowMapping, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from kit.ids import new_id
from kit.unit_of_work import Tx
from membership.profiles.profile import Profile
from membership.profiles.tables import profile_changes, profiles


async def profile(tx: Tx, account_id: str) -> tuple[Profile, datetime | None]:
    """What the person says of themselves, and since when; nothing without a row."""
    row = await tx.first(select(profiles).where(profiles.c.account_id == account_id))
    if row is None:
        return Profile(), None
    return Profile(**{name: row[name] for name in Profile.__slots__}), row["changed_at"]


async def save(tx: Tx, account_id: str, profile: Profile) -> None:
    dialect = sqlite if tx.is_sqlite else postgresql
    values = {**asdict(profile), "changed_at": tx.now}
    statement = dialect.insert(profiles).values(account_id=account_id, **values)
    await tx.execute(statement.on_conflict_do_update(index_elements=["account_id"], set_=values))


async def note_change(tx: Tx, account_id: str, fields: Sequence[str], source: str) -> None:
    await tx.execute(
        insert(profile_changes).values(
            id=new_id(),
            account_id=account_id,
            fields=" ".join(fields),
            source=source,
            changed_at=tx.now,
        )
    )


async def last_changes(tx: Tx, account_id: str, limit: int) -> Sequence[RowMapping]:
    """The newest first."""
    return await tx.all(
        select(profile_changes)
        .where(profile_changes.c.account_id == account_id)
        .order_by(profile_changes.c.id.desc())
        .limit(limit)
    )
