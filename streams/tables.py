"""Tables of streams."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, Text

from kit.db import Id, Instant, metadata

shows = Table(
    "show",
    metadata,
    Column("id", Id, primary_key=True),
    Column("brand_id", ForeignKey("brand.id"), nullable=False),
    Column("title", String(120), nullable=False),
    Column("description", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("scheduled_at", Instant, nullable=False),
    Column("started_at", Instant),
    Column("ended_at", Instant),
    Column("version", Integer, nullable=False),
    Column("min_tier_rank", Integer, nullable=False, server_default="0"),
    Column("first_tier_rank", Integer, nullable=False, server_default="0"),
    Column("head_start_s", Integer, nullable=False, server_default="0"),
    CheckConstraint("status IN ('scheduled', 'live', 'ended', 'cancelled')", name="status"),
    Index("ix_show_status", "status", "scheduled_at"),
    Index("ix_show_brand_id", "brand_id", "scheduled_at"),
    Index("ix_show_scheduled_at", "scheduled_at", "id"),
)
