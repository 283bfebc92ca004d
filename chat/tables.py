"""Tables of chat. A show is known by its id alone: it belongs to another slice."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    false,
)

from chat.views import MAX_TEXT
from kit.db import Id, Instant, metadata

messages = Table(
    "chat_message",
    metadata,
    Column("id", Id, primary_key=True),
    Column("show_id", Id, nullable=False),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("badge", String(40), nullable=False),
    Column("is_staff", Boolean(create_constraint=False), nullable=False),
    Column("text", String(MAX_TEXT), nullable=False),
    Column("sent_at", Instant, nullable=False),
    Column("deleted_at", Instant),
    Column("deleted_by", ForeignKey("account.id")),
    # Releases before this column still write while a new one comes up.
    Column("is_shadowed", Boolean(create_constraint=False), nullable=False, server_default=false()),
    Index("ix_chat_message_show_id_id", "show_id", "id"),
    Index("ix_chat_message_account_id_sent_at", "account_id", "sent_at"),
)

mutes = Table(
    "chat_mute",
    metadata,
    Column("show_id", Id, nullable=False),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("muted_by", ForeignKey("account.id"), nullable=False),
    Column("muted_at", Instant, nullable=False),
    Column("until", Instant),
    Column("is_shadow", Boolean(create_constraint=False), nullable=False, server_default=false()),
    PrimaryKeyConstraint("show_id", "account_id"),
    Index("ix_chat_mute_account_id", "account_id"),
)

rules = Table(
    "chat_rules",
    metadata,
    Column("show_id", Id, primary_key=True),
    Column("slow_mode_s", Integer, nullable=False),
    Column("links", String(8), nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_by", ForeignKey("account.id"), nullable=False),
    Column("changed_at", Instant, nullable=False),
    CheckConstraint("slow_mode_s BETWEEN 0 AND 300", name="slow_mode_s"),
)
