"""Tables of profiles. Who says nothing has no row."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table

from kit.db import Id, Instant, metadata

profiles = Table(
    "profile",
    metadata,
    Column("account_id", ForeignKey("account.id"), primary_key=True),
    Column("display_name", String(60)),
    Column("language", String(16)),
    Column("time_zone", String(64)),
    Column("birth_month", Integer),
    Column("birth_day", Integer),
    Column("changed_at", Instant, nullable=False),
    CheckConstraint("(birth_month IS NULL) = (birth_day IS NULL)", name="birthday"),
    CheckConstraint("birth_month BETWEEN 1 AND 12", name="birth_month"),
    CheckConstraint("birth_day BETWEEN 1 AND 31", name="birth_day"),
)

# Which fields were changed, when and by what; not what they said before.
profile_changes = Table(
    "profile_change",
    metadata,
    Column("id", Id, primary_key=True),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("fields", String(120), nullable=False),
    Column("source", String(12), nullable=False),
    Column("changed_at", Instant, nullable=False),
    Index("ix_profile_change_account_id", "account_id", "id"),
)
