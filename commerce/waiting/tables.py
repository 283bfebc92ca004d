"""The table of the waitlist. A person has one place in a deal's line, and no two have the same number."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
)

from kit.db import Instant, metadata

waiters = Table(
    "waiter",
    metadata,
    Column("deal_id", ForeignKey("deal.id"), nullable=False),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("referral_token", String(255)),
    Column("joined_at", Instant, nullable=False),
    PrimaryKeyConstraint("account_id", "deal_id"),
    UniqueConstraint("deal_id", "number"),
    CheckConstraint("quantity > 0", name="quantity"),
)
