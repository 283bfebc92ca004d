"""Tables of payments. The constraints hold whatever the code does: no order has two payments for one purpose that pay it
or may yet, and no more goes back than was paid."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    text,
)

from kit.db import Id, Instant, metadata

IS_UNDER_WAY = "status IN ('begun', 'pending', 'needs_confirmation')"

payments = Table(
    "payment",
    metadata,
    Column("id", Id, primary_key=True),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("gateway", String(16), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("status", String(24), nullable=False),
    Column("reference", String(255)),
    Column("card_last4", String(4)),
    Column("failure", String(24)),
    Column("begun_at", Instant, nullable=False),
    Column("give_up_at", Instant, nullable=False),
    Column("next_check_at", Instant, nullable=False),
    Column("checks", Integer, nullable=False),
    CheckConstraint("amount_minor > 0", name="amount_minor"),
    CheckConstraint(
        "status IN ('begun', 'pending', 'needs_confirmation', 'succeeded', 'failed')", name="status"
    ),
    CheckConstraint("(status = 'failed') = (failure IS NOT NULL)", name="failure"),
    Index(
        "ix_payment_under_way_next_check_at",
        "next_check_at",
        postgresql_where=text(IS_UNDER_WAY),
        sqlite_where=text(IS_UNDER_WAY),
    ),
)

payment_orders = Table(
    "payment_order",
    metadata,
    Column("payment_id", ForeignKey("payment.id"), nullable=False),
    Column("order_id", ForeignKey("orders.id"), nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("refunded_minor", BigInteger, nullable=False),
    Column("is_binding", Boolean(create_constraint=False), nullable=False),
    Column("purpose", String(8), nullable=False, server_default="whole"),
    PrimaryKeyConstraint("payment_id", "order_id"),
    CheckConstraint("purpose IN ('whole', 'deposit', 'balance')", name="purpose"),
    CheckConstraint("refunded_minor BETWEEN 0 AND amount_minor", name="refunded_minor"),
    Index("ix_payment_order_order_id", "order_id", "payment_id"),
    Index(
        "uq_payment_order_binding_order_id",
        "order_id",
        "purpose",
        unique=True,
        postgresql_where=text("is_binding"),
        sqlite_where=text("is_binding"),
    ),
)

# With which cards people paid, by keyed hashes that tell two cards apart and are kept for a while.
used_cards = Table(
    "used_card",
    metadata,
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("card_hash", String(32), nullable=False),
    Column("used_at", Instant, nullable=False),
    PrimaryKeyConstraint("account_id", "card_hash"),
    Index("ix_used_card_card_hash", "card_hash"),
    Index("ix_used_card_used_at", "used_at"),
)

# What gateways told, so that each notice counts once.
payment_events = Table(
    "payment_event",
    metadata,
    Column("gateway", String(16), nullable=False),
    Column("event_id", String(255), nullable=False),
    Column("received_at", Instant, nullable=False, index=True),
    PrimaryKeyConstraint("gateway", "event_id"),
)

refunds = Table(
    "refund",
    metadata,
    Column("id", Id, primary_key=True),
    # None where vouchers paid for the units wholly: then no money goes back.
    Column("payment_id", ForeignKey("payment.id"), index=True),
    Column("order_id", ForeignKey("orders.id"), nullable=False, index=True),
    Column("amount_minor", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("reason", String(200), nullable=False),
    Column("restock", Boolean(create_constraint=False), nullable=False),
    Column("was_late", Boolean(create_constraint=False), nullable=False),
    Column("begun_by", ForeignKey("account.id")),
    Column("status", String(16), nullable=False),
    Column("begun_at", Instant, nullable=False),
    Column("next_check_at", Instant, nullable=False),
    Column("checks", Integer, nullable=False),
    CheckConstraint(
        "amount_minor >= 0 AND (amount_minor = 0) = (payment_id IS NULL)", name="amount_minor"
    ),
    CheckConstraint("status IN ('begun', 'succeeded', 'failed')", name="status"),
    Index(
        "ix_refund_begun_next_check_at",
        "next_check_at",
        postgresql_where=text("status = 'begun'"),
        sqlite_where=text("status = 'begun'"),
    ),
)

refund_lines = Table(
    "refund_line",
    metadata,
    Column("refund_id", ForeignKey("refund.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("quantity", Integer, nullable=False),
    PrimaryKeyConstraint("refund_id", "number"),
    CheckConstraint("quantity > 0", name="quantity"),
)
