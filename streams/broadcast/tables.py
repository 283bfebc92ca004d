"""Tables of broadcasts."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, Text

from kit.db import Instant, metadata

airings = Table(
    "airing",
    metadata,
    Column("show_id", ForeignKey("show.id"), primary_key=True),
    Column("key_number", Integer, nullable=False),
    Column("signal", String(8), nullable=False),
    Column("media_url", Text),
    Column("seen_at", Instant),
    Column("recording", String(8), nullable=False, server_default="off"),
    Column("version", Integer, nullable=False),
    CheckConstraint("recording IN ('off', 'on', 'stopped')", name="recording"),
    CheckConstraint("signal IN ('off', 'live', 'lost')", name="signal"),
    Index("ix_airing_signal", "signal", "seen_at"),
)
