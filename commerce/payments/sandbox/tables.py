"""Tables of the sandbox: somebody else's books, as if on another server."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table, text

from kit.db import Id, Instant, metadata

sandbox_charges = Table(
    "sandbox_charge",
    metadata,
    Column("id", Id, primary_key=True),
    Column("payment_id", String(64), nullable=False, unique=True),
    Column("amount_minor", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("behaviour", String(24), nullable=False),
    Column("card_last4", String(4), nullable=False),
    Column("card_hash", String(32)),
    Column("status", String(16), nullable=False),
    Column("failure", String(24)),
    Column("secret", String(64), nullable=False, unique=True),
    Column("return_path", String(255)),
    Column("decides_at", Instant),
    Column("event_id", Id),
    Column("notify_at", Instant),
    Column("notified", Integer, nullable=False),
    Index(
        "ix_sandbox_charge_notify_at",
        "notify_at",
        postgresql_where=text("notify_at IS NOT NULL"),
        sqlite_where=text("notify_at IS NOT NULL"),
    ),
)

sandbox_refunds = Table(
    "sandbox_refund",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("charge_id", ForeignKey("sandbox_charge.id"), nullable=False, index=True),
    Column("amount_minor", BigInteger, nullable=False),
    Column("refunded_at", Instant, nullable=False),
)
