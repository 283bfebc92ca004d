"""Tables of vouchers. The constraints hold whatever the code does: nobody takes more than the total limit, no place of
one person is taken twice, and no budget is overspent (B1, B2)."""

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
    UniqueConstraint,
)

from kit.db import Id, Instant, metadata

vouchers = Table(
    "voucher",
    metadata,
    Column("id", Id, primary_key=True),
    Column("brand_id", ForeignKey("brand.id")),
    Column("show_id", Id),
    Column("title", String(80), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("rate_bp", Integer, nullable=False),
    Column("step_minor", BigInteger, nullable=False),
    Column("cap_minor", BigInteger),
    Column("threshold_minor", BigInteger, nullable=False),
    Column("scope", String(8), nullable=False),
    Column("category", String(40)),
    Column("stacking", String(8), nullable=False),
    Column("how", String(8), nullable=False),
    Column("code", String(32), unique=True),
    Column("per_person", Integer, nullable=False),
    Column("total_limit", Integer),
    Column("taken", Integer, nullable=False),
    Column("budget_minor", BigInteger),
    Column("spent_minor", BigInteger, nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("created_by", ForeignKey("account.id"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    # Without a limit, which is NULL, only the lower bound holds.
    CheckConstraint("taken BETWEEN 0 AND total_limit", name="taken"),
    CheckConstraint("spent_minor BETWEEN 0 AND budget_minor", name="spent"),
    CheckConstraint("per_person >= 1", name="per_person"),
    CheckConstraint("kind IN ('percent', 'fixed', 'each')", name="kind"),
    CheckConstraint("scope IN ('item', 'brand', 'category', 'platform')", name="scope"),
    CheckConstraint("stacking IN ('alone', 'level', 'free')", name="stacking"),
    CheckConstraint("how IN ('collect', 'grant', 'code', 'everyone')", name="how"),
    CheckConstraint("(how = 'code') = (code IS NOT NULL)", name="code"),
    CheckConstraint("(how = 'collect') = (show_id IS NOT NULL)", name="show"),
    CheckConstraint("starts_at < ends_at", name="window"),
    Index("ix_voucher_brand_id", "brand_id", "id"),
    Index("ix_voucher_show_id", "show_id"),
    Index("ix_voucher_how_ends_at", "how", "ends_at"),
)

voucher_products = Table(
    "voucher_product",
    metadata,
    Column("voucher_id", ForeignKey("voucher.id"), nullable=False),
    Column("product_id", ForeignKey("product.id"), nullable=False),
    PrimaryKeyConstraint("voucher_id", "product_id"),
)

# Who has entered a code. It takes no place: that is taken when a use is reserved.
voucher_holders = Table(
    "voucher_holder",
    metadata,
    Column("voucher_id", ForeignKey("voucher.id"), nullable=False),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("entered_at", Instant, nullable=False),
    PrimaryKeyConstraint("voucher_id", "account_id"),
    Index("ix_voucher_holder_account_id", "account_id"),
)

# One row a copy or use. One that was returned for good keeps its row without a slot.
voucher_uses = Table(
    "voucher_use",
    metadata,
    Column("id", Id, primary_key=True),
    Column("voucher_id", ForeignKey("voucher.id"), nullable=False),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("slot", Integer),
    Column("status", String(12), nullable=False),
    Column("taken_at", Instant, nullable=False),
    UniqueConstraint("voucher_id", "account_id", "slot"),
    CheckConstraint("status IN ('collected', 'reserved', 'used', 'returned')", name="status"),
    CheckConstraint("(status = 'returned') = (slot IS NULL)", name="slot"),
    CheckConstraint("slot >= 1", name="slot_from_1"),
    Index("ix_voucher_use_account_id", "account_id", "id"),
)

# The part of a use that each of its orders takes from the budget.
voucher_shares = Table(
    "voucher_share",
    metadata,
    Column("use_id", ForeignKey("voucher_use.id"), nullable=False),
    Column("order_id", ForeignKey("orders.id"), nullable=False),
    Column("cost_minor", BigInteger, nullable=False),
    PrimaryKeyConstraint("use_id", "order_id"),
    CheckConstraint("cost_minor >= 0", name="cost"),
    Index("ix_voucher_share_order_id", "order_id"),
)

# Only added to: the entries of a voucher sum to its budget less what is spent of it.
voucher_ledger = Table(
    "voucher_ledger",
    metadata,
    Column("id", Id, primary_key=True),
    Column("voucher_id", ForeignKey("voucher.id"), nullable=False),
    Column("reason", String(8), nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("use_id", ForeignKey("voucher_use.id")),
    Column("order_id", ForeignKey("orders.id")),
    Column("entered_at", Instant, nullable=False),
    CheckConstraint("reason IN ('funded', 'reserved', 'returned')", name="reason"),
    CheckConstraint("(reason = 'reserved') = (amount_minor < 0)", name="sign"),
    CheckConstraint("(reason = 'funded') = (order_id IS NULL)", name="order"),
    Index("ix_voucher_ledger_voucher_id", "voucher_id", "id"),
)
