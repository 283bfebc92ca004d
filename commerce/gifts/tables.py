"""The table of gifts. An order is given once, and not to its buyer."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, String, Table

from kit.db import Instant, metadata

gifts = Table(
    "gift",
    metadata,
    Column("order_id", ForeignKey("orders.id"), primary_key=True),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("secret", String(64), nullable=False, unique=True),
    Column("message", String(300), nullable=False),
    Column("wrapped_at", Instant, nullable=False),
    # Empty until the order is paid.
    Column("expires_at", Instant),
    Column("withdrawn_at", Instant),
    Column("recipient_id", ForeignKey("account.id"), index=True),
    Column("accepted_at", Instant),
    Column("version", Integer, nullable=False),
    CheckConstraint("recipient_id != account_id", name="recipient"),
    CheckConstraint("(recipient_id IS NULL) = (accepted_at IS NULL)", name="accepted"),
    CheckConstraint("accepted_at IS NULL OR withdrawn_at IS NULL", name="withdrawn"),
    CheckConstraint("expires_at IS NOT NULL OR accepted_at IS NULL", name="begun"),
)
