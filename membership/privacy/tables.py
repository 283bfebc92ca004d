"""Tables of what people ask for about their own data."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    text,
)

from kit.db import Id, Instant, metadata

IS_UNDER_WAY = "status = 'begun'"

# One row for each account that was erased. It says when, and nothing of whom.
erasures = Table(
    "erasure",
    metadata,
    Column("account_id", ForeignKey("account.id"), primary_key=True),
    Column("asked_at", Instant, nullable=False),
    # When the worker next clears what is left; None when nothing is.
    Column("due_at", Instant),
    Column("passes", Integer, nullable=False),
    Index(
        "ix_erasure_due_at",
        "due_at",
        postgresql_where=text("due_at IS NOT NULL"),
        sqlite_where=text("due_at IS NOT NULL"),
    ),
)

exports = Table(
    "data_export",
    metadata,
    Column("id", Id, primary_key=True),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("status", String(8), nullable=False),
    Column("files_done", Integer, nullable=False),
    Column("files", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    Column("asked_at", Instant, nullable=False),
    # Until when a worker has it, or may begin it.
    Column("due_at", Instant, nullable=False),
    Column("expires_at", Instant),
    CheckConstraint("status IN ('begun', 'ready')", name="status"),
    CheckConstraint("(status = 'ready') = (expires_at IS NOT NULL)", name="expires"),
    Index("ix_data_export_account_id", "account_id", "id"),
    Index(
        "uq_data_export_under_way",
        "account_id",
        unique=True,
        postgresql_where=text(IS_UNDER_WAY),
        sqlite_where=text(IS_UNDER_WAY),
    ),
)

# The file, in the order of its parts, so that neither who writes nor who reads it holds all of it.
export_parts = Table(
    "data_export_part",
    metadata,
    Column("export_id", ForeignKey("data_export.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
    PrimaryKeyConstraint("export_id", "number"),
)
