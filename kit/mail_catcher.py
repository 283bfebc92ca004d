"""Takes letters in the place of an SMTP server, for development: they are kept to be looked at, and sent to nobody."""

from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import Column, RowMapping, String, Table, Text, delete, insert, select

from kit.db import Id, Instant, metadata
from kit.ids import new_id
from kit.mail import Letter
from kit.unit_of_work import Tx, UnitOfWork

MOST_KEPT = 500

caught_mail = Table(
    "caught_mail",
    metadata,
    Column("id", Id, primary_key=True),
    Column("to_address", String(254), nullable=False),
    Column("from_name", String(80), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("text", Text, nullable=False),
    Column("html", Text, nullable=False),
    # As JSON.
    Column("headers", Text, nullable=False),
    Column("caught_at", Instant, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Caught:
    letter: Letter
    caught_at: datetime


class Catcher:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def send(self, letter: Letter) -> None:
        async with self._work.write() as tx:
            await tx.execute(
                insert(caught_mail).values(
                    id=new_id(),
                    to_address=letter.to,
                    from_name=letter.from_name,
                    subject=letter.subject,
                    text=letter.text,
                    html=letter.html,
                    headers=msgspec.json.encode(letter.headers).decode(),
                    caught_at=tx.now,
                )
            )

            await _forget_old(tx)

    async def caught(self, limit: int) -> list[Caught]:
        """The newest letters, the newest first."""
        newest = select(caught_mail).order_by(caught_mail.c.id.desc()).limit(limit)
        async with self._work.read() as tx:
            return [_caught(row) for row in await tx.all(newest)]


async def _forget_old(tx: Tx) -> None:
    oldest = select(caught_mail.c.id).order_by(caught_mail.c.id.desc()).offset(MOST_KEPT).limit(1)
    await tx.execute(delete(caught_mail).where(caught_mail.c.id <= oldest.scalar_subquery()))


def _caught(row: RowMapping) -> Caught:
    letter = Letter(
        id=row["id"],
        to=row["to_address"],
        from_name=row["from_name"],
        subject=row["subject"],
        text=row["text"],
        html=row["html"],
        headers=msgspec.json.decode(row["headers"], type=dict[str, str]),
    )
    return Caught(letter, row["caught_at"])
