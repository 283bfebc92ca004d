"""Table of consents. Rows are only added; the one that holds for a person, brand and channel is the one that nothing replaced, and
there is at most one of these."""

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Index, String, Table, text

from kit.db import Id, Instant, metadata

consents = Table(
    "consent",
    metadata,
    Column("id", Id, primary_key=True),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("brand_id", ForeignKey("brand.id"), nullable=False),
    Column("channel", String(8), nullable=False),
    Column("is_given", Boolean(create_constraint=False), nullable=False),
    Column("source", String(12), nullable=False),
    Column("changed_at", Instant, nullable=False),
    # When the person changed their mind.
    Column("replaced_at", Instant),
    CheckConstraint("channel IN ('email', 'message', 'profile')", name="channel"),
    Index("ix_consent_account_id", "account_id", "brand_id", "id"),
    Index(
        "uq_consent_present",
        "brand_id",
        "channel",
        "account_id",
        unique=True,
        sqlite_where=text("replaced_at IS NULL"),
        postgresql_where=text("replaced_at IS NULL"),
    ),
)
