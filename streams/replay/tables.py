"""Tables of replays. A segment has its row once it lies in the store: what the index names is there."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    text,
)

from kit.db import Id, Instant, metadata

recordings = Table(
    "recording",
    metadata,
    Column("show_id", ForeignKey("show.id"), primary_key=True),
    Column("takes", Integer, nullable=False),
    Column("written_at", Instant, nullable=False),
    # What is told of it once its playlists are made, as JSON.
    Column("stretches", Text),
    Column("finished_at", Instant),
    Column("discarded_at", Instant),
    Index(
        "ix_recording_unfinished",
        "written_at",
        postgresql_where=text("finished_at IS NULL"),
        sqlite_where=text("finished_at IS NULL"),
    ),
)

segments = Table(
    "recorded_segment",
    metadata,
    Column("show_id", ForeignKey("recording.show_id"), nullable=False),
    Column("track", String(8), nullable=False),
    Column("take", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("header", Integer, nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("duration_s", Float, nullable=False),
    Column("size", Integer, nullable=False),
    Column("is_after_break", Boolean(create_constraint=False), nullable=False),
    PrimaryKeyConstraint("show_id", "take", "number", "track"),
    CheckConstraint("track IN ('video', 'audio')", name="track"),
    CheckConstraint("duration_s > 0", name="duration"),
)

clips = Table(
    "clip",
    metadata,
    Column("id", Id, primary_key=True),
    Column("show_id", ForeignKey("show.id"), nullable=False),
    Column("title", String(120), nullable=False),
    Column("starts_ms", Integer, nullable=False),
    Column("ends_ms", Integer, nullable=False),
    # Ids of products, which belong to another slice, as JSON.
    Column("product_ids", Text, nullable=False),
    Column("cut_by", ForeignKey("account.id"), nullable=False),
    Column("cut_at", Instant, nullable=False),
    CheckConstraint("starts_ms >= 0 AND ends_ms > starts_ms", name="span"),
    Index("ix_clip_show_id", "show_id", "id"),
)
