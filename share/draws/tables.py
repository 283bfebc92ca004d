"""Tables of draws. One draw at a time is open in a room; a person enters a draw once."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    text,
)

from kit.db import Id, Instant, metadata

draws = Table(
    "draw",
    metadata,
    Column("id", Id, primary_key=True),
    Column("show_id", Id, nullable=False),
    Column("brand_id", ForeignKey("brand.id"), nullable=False),
    Column("prize", String(120), nullable=False),
    Column("places", Integer, nullable=False),
    Column("min_tier_rank", Integer, nullable=False),
    Column("seed", String(64), nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("closes_at", Instant, nullable=False),
    Column("entrants", Integer, nullable=False),
    Column("entrants_hash", String(64)),
    Column("decided_at", Instant),
    Column("version", Integer, nullable=False),
    CheckConstraint("places > 0", name="places"),
    CheckConstraint("(decided_at IS NULL) = (entrants_hash IS NULL)", name="decided"),
    Index("ix_draw_show_id", "show_id", "id"),
    Index(
        "uq_draw_open",
        "show_id",
        unique=True,
        postgresql_where=text("decided_at IS NULL"),
        sqlite_where=text("decided_at IS NULL"),
    ),
)

entries = Table(
    "draw_entry",
    metadata,
    Column("draw_id", ForeignKey("draw.id"), nullable=False),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("ticket", String(16), nullable=False),
    Column("entered_at", Instant, nullable=False),
    Column("place", Integer),
    PrimaryKeyConstraint("draw_id", "account_id"),
    UniqueConstraint("draw_id", "ticket"),
    UniqueConstraint("draw_id", "place"),
    Index("ix_draw_entry_account_id", "account_id"),
)
