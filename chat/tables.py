"""Tables of chat. A show is known by its id alone: it belongs to another slice."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, PrimaryKeyConstraint, String, Table

from chat.views import MAX_TEXT
from kit.db import Id, Instant, metadata

messages = Table(
    "chat_message",
    metadata,
    Column("id", Id, primary_key=True),
    Column("show_id", Id, nullable=False),
    Column("account_id", ForeignKey("account.id"), nullable=False, index=True),
    Column("badge", String(40), nullable=False),
    Column("is_staff", Boolean(create_constraint=False), nullable=False),
    Column("text", String(MAX_TEXT), nullable=False),
    Column("sent_at", Instant, nullable=False),
    Column("deleted_at", Instant),
    Column("deleted_by", ForeignKey("account.id")),
    Index("ix_chat_message_show_id_id", "show_id", "id"),
)

mutes = Table(
    "chat_mute",
    metadata,
    Column("show_id", Id, nullable=False),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("muted_by", ForeignKey("account.id"), nullable=False),
    Column("muted_at", Instant, nullable=False),
    PrimaryKeyConstraint("show_id", "account_id"),
    Index("ix_chat_mute_account_id", "account_id"),
)
