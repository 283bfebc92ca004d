"""Consents' rows."""

from collections.abc import Collection
from dataclasses import asdict

from sqlalchemy import ColumnElement, RowMapping, exists, insert, select, update

from kit.unit_of_work import Tx
from membership.consents.consent import Channel, Consent, Source, by_default
from membership.consents.tables import consents
from membership.privacy.tables import erasures


def is_given(
    account_id: ColumnElement[str], brand_id: ColumnElement[str] | str, channel: str
) -> ColumnElement[bool]:
    """A condition: whether the member of the brand in this column allows the channel, be it by default."""
    present = exists().where(
        consents.c.account_id == account_id,
        consents.c.brand_id == brand_id,
        consents.c.channel == channel,
        consents.c.replaced_at.is_(None),
    )
    if not by_default(Channel(channel)):
        return present.where(consents.c.is_given)
    return ~present.where(~consents.c.is_given) & ~exists().where(
        erasures.c.account_id == account_id
    )


async def present(tx: Tx, account_id: str, brand_ids: Collection[str]) -> list[Consent]:
    """The answers that hold."""
    rows = await tx.all(
        select(consents).where(
            consents.c.account_id == account_id,
            consents.c.brand_id.in_(brand_ids),
            consents.c.replaced_at.is_(None),
        )
    )
    return [_consent(row) for row in rows]


async def history(tx: Tx, account_id: str, brand_id: str | None, limit: int) -> list[Consent]:
    """All answers, to one brand or to all, the newest first."""
    statement = select(consents).where(consents.c.account_id == account_id)
    if brand_id is not None:
        statement = statement.where(consents.c.brand_id == brand_id)
    rows = await tx.all(statement.order_by(consents.c.id.desc()).limit(limit))
    return [_consent(row) for row in rows]


async def add(tx: Tx, consent: Consent) -> None:
    """Have this answer hold from now on."""
    await tx.execute(
        update(consents)
        .where(
            consents.c.account_id == consent.account_id,
            consents.c.brand_id == consent.brand_id,
            consents.c.channel == consent.channel,
            consents.c.replaced_at.is_(None),
        )
        .values(replaced_at=consent.changed_at)
    )
    await tx.execute(insert(consents).values(asdict(consent)))


def _consent(row: RowMapping) -> Consent:
    return Consent(
        id=row["id"],
        account_id=row["account_id"],
        brand_id=row["brand_id"],
        channel=Channel(row["channel"]),
        is_given=row["is_given"],
        source=Source(row["source"]),
        changed_at=row["changed_at"],
    )
