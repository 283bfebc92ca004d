"""The same request sent twice gets the same answer.

A client names its attempt with an `Idempotency-Key` of its own (1 to 255 characters). The answer is kept with the
effects, in their transaction. The key with other parameters is an error, as Stripe does it: it is a bug
in the client, and either answer would be wrong. Keys are kept for `KEPT_FOR`. Those of claims are kept by their orders (`commerce/store/claims.py`).
"""

import hashlib
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Column, Index, String, Table, Text, delete, insert, select

from kit.db import Instant, metadata
from kit.errors import Conflict, Invalid
from kit.unit_of_work import Tx

KEPT_FOR = timedelta(hours=48)
MAX_KEY_LENGTH = 255

idempotency_keys = Table(
    "idempotency_key",
    metadata,
    Column("owner", String(64), primary_key=True),
    Column("key", String(MAX_KEY_LENGTH), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("answer", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Index("ix_idempotency_key_created_at", "created_at"),
)


class KeyReused(Conflict):
    code = "idempotency.key_reused"
    title = "This Idempotency-Key was used for another request"


def checked_key(key: str | None) -> str | None:
    """The key as sent, or None without one.

    Raises:
        Invalid: it is empty or too long.
    """
    if key is None:
        return None
    if not 1 <= len(key) <= MAX_KEY_LENGTH:
        raise Invalid("Idempotency-Key must have 1 to {most} characters.", most=MAX_KEY_LENGTH)
    return key


def fingerprint(*parameters: Any) -> str:
    return hashlib.sha256(msgspec.json.encode(parameters)).hexdigest()


async def recall(tx: Tx, owner: str, key: str, parameters: str) -> str | None:
    """The answer that was kept for this key, if any. Ask after taking the lock that serializes the effects.

    Raises:
        KeyReused: the key belongs to other parameters.
    """
    row = await tx.first(
        select(idempotency_keys.c.fingerprint, idempotency_keys.c.answer).where(
            idempotency_keys.c.owner == owner, idempotency_keys.c.key == key
        )
    )
    if row is None:
        return None
    if row["fingerprint"] != parameters:
        raise KeyReused("Send a new Idempotency-Key with a new request.")
    return str(row["answer"])


async def keep(tx: Tx, owner: str, key: str, parameters: str, answer: str) -> None:
    await tx.execute(
        insert(idempotency_keys).values(
            owner=owner, key=key, fingerprint=parameters, answer=answer, created_at=tx.now
        )
    )


async def forget(tx: Tx, now: datetime) -> int:
    """Delete keys past their time; how many."""
    return await tx.execute(
        delete(idempotency_keys).where(idempotency_keys.c.created_at < now - KEPT_FOR)
    )
