"""Tables of webhooks. What was sent, and the log of it, is forgotten after a month with its event."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from kit.db import Id, Instant, metadata

webhooks = Table(
    "webhook",
    metadata,
    Column("id", Id, primary_key=True),
    Column("brand_id", ForeignKey("brand.id"), nullable=False),
    Column("slot", Integer),
    Column("url", String(500), nullable=False),
    Column("description", String(120), nullable=False),
    Column("kinds", Text),
    Column("status", String(12), nullable=False),
    Column("salt", String(64), nullable=False),
    Column("old_salt", String(64)),
    Column("old_until", Instant),
    Column("failing_since", Instant),
    Column("created_at", Instant, nullable=False),
    CheckConstraint("status IN ('active', 'paused', 'gone', 'failing', 'removed')", name="status"),
    CheckConstraint("(status = 'removed') = (slot IS NULL)", name="removed"),
    CheckConstraint("slot BETWEEN 1 AND 10", name="slot"),
    UniqueConstraint("brand_id", "slot"),
)

# A message as it is sent, once for all webhooks that hear it.
events = Table(
    "webhook_event",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("subject_id", Id, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("body", Text, nullable=False),
    Column("created_at", Instant, nullable=False, index=True),
    UniqueConstraint("subject_id", "kind", "sequence"),
)

deliveries = Table(
    "webhook_delivery",
    metadata,
    Column("id", Id, primary_key=True),
    Column("webhook_id", ForeignKey("webhook.id"), nullable=False),
    Column("event_id", ForeignKey("webhook_event.id", ondelete="CASCADE"), nullable=False),
    Column("subject_id", Id, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("state", String(12), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", Instant),
    Column("lease", Id),
    Column("created_at", Instant, nullable=False),
    Column("finished_at", Instant),
    CheckConstraint("state IN ('new', 'waiting', 'due', 'delivered', 'failed')", name="state"),
    CheckConstraint("(state = 'due') = (due_at IS NOT NULL)", name="due"),
    CheckConstraint("(state IN ('delivered', 'failed')) = (finished_at IS NOT NULL)", name="done"),
    UniqueConstraint("event_id", "webhook_id"),
    Index("ix_webhook_delivery_webhook_id", "webhook_id", "id"),
    Index("ix_webhook_delivery_state", "webhook_id", "state", "id"),
    Index(
        "ix_webhook_delivery_new",
        "event_id",
        postgresql_where=text("state = 'new'"),
        sqlite_where=text("state = 'new'"),
    ),
    Index(
        "ix_webhook_delivery_due",
        "due_at",
        postgresql_where=text("state = 'due'"),
        sqlite_where=text("state = 'due'"),
    ),
    Index(
        "ix_webhook_delivery_lease",
        "webhook_id",
        postgresql_where=text("lease IS NOT NULL"),
        sqlite_where=text("lease IS NOT NULL"),
    ),
    Index(
        "ix_webhook_delivery_line",
        "webhook_id",
        "subject_id",
        postgresql_where=text("state IN ('new', 'waiting', 'due')"),
        sqlite_where=text("state IN ('new', 'waiting', 'due')"),
    ),
)

attempts = Table(
    "webhook_attempt",
    metadata,
    Column("delivery_id", ForeignKey("webhook_delivery.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("took_ms", Integer, nullable=False),
    Column("status", Integer),
    Column("error", String(200)),
    Column("excerpt", Text, nullable=False),
    PrimaryKeyConstraint("delivery_id", "number"),
)
