"""Tables of commerce. The constraints hold whatever the code does: no deal sells more than its stock, no
buyer's slot of a deal is taken twice, no unit is left for others while people wait in line for it, no show has two
pinned deals, and no more is refunded than was sold."""

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
    Text,
    false,
    text,
    true,
)

from kit.db import Id, Instant, metadata

PRESALE = (
    "CASE WHEN sale_window_id IS NULL THEN deposit_minor IS NULL AND worth_minor IS NULL "
    "AND deposit_from IS NULL AND deposit_until IS NULL AND balance_from IS NULL "
    "AND balance_until IS NULL "
    "ELSE deposit_minor > 0 AND worth_minor BETWEEN deposit_minor AND price_minor "
    "AND deposit_from < deposit_until AND deposit_until <= balance_from "
    "AND balance_from < balance_until END"
)
TEAM_TERMS = (
    "CASE WHEN team_price_minor IS NULL THEN team_size IS NULL AND team_minutes IS NULL "
    "ELSE team_price_minor > 0 AND team_price_minor < price_minor AND team_size BETWEEN 2 AND 5 "
    "AND team_minutes BETWEEN 2 AND 1440 AND sale_window_id IS NULL END"
)
ORDER_STATUS = (
    "status IN ('held', 'awaiting_payment', 'awaiting_team', 'deposit_paid', 'paid', "
    "'partly_refunded', 'refunded', 'expired', 'cancelled', 'forfeited')"
)
DEPOSIT = (
    "CASE WHEN deposit_paid_at IS NULL THEN status NOT IN ('deposit_paid', 'forfeited') "
    "AND (balance_until IS NULL OR paid_at IS NULL) "
    "ELSE balance_until IS NOT NULL AND status NOT IN ('held', 'expired') END"
)
"""A balance is paid after its deposit, and only a deposit that was paid is forfeited."""
HOLDS_UNPAID = "status IN ('held', 'deposit_paid')"

products = Table(
    "product",
    metadata,
    Column("id", Id, primary_key=True),
    Column("brand_id", ForeignKey("brand.id"), nullable=False),
    Column("title", String(120), nullable=False),
    Column("title_key", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("category", String(40), nullable=False),
    Column("list_price_minor", BigInteger, nullable=False),
    Column("is_green", Boolean(create_constraint=False), nullable=False, server_default=false()),
    Column("is_listed", Boolean(create_constraint=False), nullable=False, server_default=true()),
    Column("picture", String(20)),
    Column("created_at", Instant, nullable=False),
    Index("ix_product_brand_id", "brand_id", "category"),
    CheckConstraint("list_price_minor > 0", name="list_price"),
)

deals = Table(
    "deal",
    metadata,
    Column("id", Id, primary_key=True),
    Column("show_id", Id, nullable=False),
    Column("brand_id", ForeignKey("brand.id"), nullable=False),
    Column("product_id", ForeignKey("product.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("price_minor", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("stock", Integer, nullable=False),
    Column("sold", Integer, nullable=False),
    Column("per_buyer_limit", Integer, nullable=False),
    Column("min_tier_rank", Integer, nullable=False),
    Column("duration_s", Integer, nullable=False),
    Column("status", String(16), nullable=False),
    Column("opened_at", Instant),
    Column("closes_at", Instant),
    Column("is_pinned", Boolean(create_constraint=False), nullable=False),
    Column(
        "is_lowest_price",
        Boolean(create_constraint=False),
        nullable=False,
        server_default=false(),
    ),
    Column("tiers_first", Boolean(create_constraint=False), nullable=False, server_default=false()),
    # To whom it opened and opens when, as JSON, and when the next of these steps is due.
    Column("steps", Text),
    Column("next_step_at", Instant),
    Column("sells_on", Boolean(create_constraint=False), nullable=False, server_default=false()),
    Column("was_price_minor", BigInteger),
    Column("highest_price_minor", BigInteger),
    Column("waiting", Integer, nullable=False, server_default="0"),
    Column("line_served", Integer, nullable=False, server_default="0"),
    # In a pre-sale: what is paid in advance for a unit, and the times of its sale window, which never change.
    Column("sale_window_id", ForeignKey("sale_window.id"), index=True),
    Column("deposit_minor", BigInteger),
    Column("worth_minor", BigInteger),
    Column("deposit_from", Instant),
    Column("deposit_until", Instant),
    Column("balance_from", Instant),
    Column("balance_until", Instant),
    # To teams: what each member pays for a unit, how many they are, and in which time.
    Column("team_price_minor", BigInteger),
    Column("team_size", Integer),
    Column("team_minutes", Integer),
    Column("withdrawal", String(8)),
    Column("created_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("sold BETWEEN 0 AND stock", name="stock"),
    CheckConstraint("waiting = 0 OR (waiting > 0 AND sold = stock)", name="waiting"),
    CheckConstraint("price_minor > 0", name="price"),
    CheckConstraint(PRESALE, name="presale"),
    CheckConstraint(TEAM_TERMS, name="team"),
    CheckConstraint(
        "withdrawal IS NULL OR (withdrawal IN ('begun', 'done') AND status = 'ended' "
        "AND sale_window_id IS NOT NULL)",
        name="withdrawal",
    ),
    CheckConstraint("status IN ('queued', 'live', 'ended')", name="status"),
    CheckConstraint(
        "next_step_at IS NULL OR (steps IS NOT NULL AND status = 'live')",
        name="steps",
    ),
    CheckConstraint(
        "status = 'queued' OR (opened_at IS NOT NULL AND closes_at IS NOT NULL)", name="window"
    ),
    Index("ix_deal_show_id", "show_id", "position"),
    Index("ix_deal_product_id", "product_id"),
    Index(
        "ix_deal_live_closes_at",
        "closes_at",
        postgresql_where=text("status = 'live'"),
        sqlite_where=text("status = 'live'"),
    ),
    Index(
        "ix_deal_next_step_at",
        "next_step_at",
        postgresql_where=text("status = 'live' AND next_step_at IS NOT NULL"),
        sqlite_where=text("status = 'live' AND next_step_at IS NOT NULL"),
    ),
    Index(
        "ix_deal_waiting",
        "show_id",
        postgresql_where=text("waiting > 0"),
        sqlite_where=text("waiting > 0"),
    ),
    Index(
        "ix_deal_withdrawal",
        "id",
        postgresql_where=text("withdrawal = 'begun'"),
        sqlite_where=text("withdrawal = 'begun'"),
    ),
    Index(
        "uq_deal_pinned_show_id",
        "show_id",
        unique=True,
        postgresql_where=text("is_pinned"),
        sqlite_where=text("is_pinned"),
    ),
    # Each batch of claims changes its deals: with room beside them no index has to follow.
    postgresql_with={"fillfactor": 50},
)

# How deals that have dropped were at each moment of their show, for its replay.
deal_moments = Table(
    "deal_moment",
    metadata,
    Column("deal_id", ForeignKey("deal.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("show_id", Id, nullable=False),
    Column("at", Instant, nullable=False),
    # From which rank on people saw it then.
    Column("min_tier_rank", Integer, nullable=False, server_default="0"),
    Column("status", String(16), nullable=False),
    Column("price_minor", BigInteger, nullable=False),
    Column("stock", Integer, nullable=False),
    Column("stock_left", Integer, nullable=False),
    Column("is_pinned", Boolean(create_constraint=False), nullable=False),
    PrimaryKeyConstraint("deal_id", "version"),
    Index("ix_deal_moment_show_id", "show_id", "at"),
)

# Orders, lines and slots are written in one statement, under the lock of their deal, for someone who is signed in: looking up
# once more what they point at would take longer than writing them. Nothing deletes an account, a brand, an order, or a deal
# that has dropped. An index more is a fifth of what a claim costs: the account's orders are found by the one that keeps its
# keys apart.
orders = Table(
    "orders",
    metadata,
    Column("id", Id, primary_key=True),
    Column("account_id", Id, nullable=False),
    Column("claim_key", String(255)),
    Column("brand_id", Id, nullable=False),
    Column("show_id", Id, nullable=False),
    Column("status", String(16), nullable=False),
    Column("units", Integer, nullable=False),
    Column("total_minor", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("referral_token", String(255)),
    # The order's part of the quote at which it was taken to payment, as JSON.
    Column("quote", Text),
    Column("card_last4", String(4)),
    Column("created_at", Instant, nullable=False),
    Column("hold_expires_at", Instant, nullable=False),
    Column("was_offered", Boolean(create_constraint=False), nullable=False, server_default=false()),
    Column("team_id", Id),
    # In a pre-sale.
    Column("balance_from", Instant),
    Column("balance_until", Instant),
    Column("deposit_paid_at", Instant),
    Column("remind_at", Instant),
    Column("paid_at", Instant),
    # Of the total: the rest is what the lines cost.
    Column("shipping_minor", BigInteger, nullable=False, server_default="0"),
    Column("refunded_minor", BigInteger, nullable=False, server_default="0"),
    Column("refunded_units", Integer, nullable=False, server_default="0"),
    Column("fulfilled_at", Instant),
    Column("tracking", String(200)),
    # To whom its buyer gave it.
    Column("recipient_id", Id),
    Column("version", Integer, nullable=False),
    CheckConstraint(ORDER_STATUS, name="status"),
    CheckConstraint("(balance_from IS NULL) = (balance_until IS NULL)", name="balance_window"),
    CheckConstraint(DEPOSIT, name="deposit"),
    CheckConstraint("status <> 'awaiting_team' OR team_id IS NOT NULL", name="team"),
    CheckConstraint(
        "(status IN ('paid', 'partly_refunded', 'refunded')) = (paid_at IS NOT NULL)", name="paid"
    ),
    CheckConstraint(
        "CASE status WHEN 'refunded' THEN refunded_minor = total_minor "
        "AND (total_minor > 0 OR refunded_units = units) "
        "WHEN 'partly_refunded' THEN refunded_minor + refunded_units > 0 "
        "AND (refunded_minor < total_minor OR (total_minor = 0 AND refunded_units < units)) "
        "ELSE refunded_minor = 0 END",
        name="refunded_minor",
    ),
    CheckConstraint("total_minor >= 0", name="total"),
    CheckConstraint(
        "shipping_minor BETWEEN 0 AND total_minor AND (shipping_minor = 0 OR quote IS NOT NULL)",
        name="shipping",
    ),
    CheckConstraint("refunded_units BETWEEN 0 AND units", name="refunded_units"),
    CheckConstraint("fulfilled_at IS NULL OR paid_at IS NOT NULL", name="fulfilled"),
    Index("uq_orders_account_id_claim_key", "account_id", "claim_key", unique=True),
    Index("ix_orders_show_id", "show_id", "created_at"),
    Index("ix_orders_brand_id", "brand_id", "created_at"),
    Index(
        "ix_orders_unpaid_hold_expires_at",
        "hold_expires_at",
        postgresql_where=text(HOLDS_UNPAID),
        sqlite_where=text(HOLDS_UNPAID),
    ),
    Index(
        "ix_orders_deposit_paid_remind_at",
        "remind_at",
        postgresql_where=text("status = 'deposit_paid'"),
        sqlite_where=text("status = 'deposit_paid'"),
    ),
)

order_lines = Table(
    "order_line",
    metadata,
    Column("order_id", Id, nullable=False),
    Column("number", Integer, nullable=False),
    Column("deal_id", Id, nullable=False),
    Column("product_id", Id, nullable=False),
    Column("title", String(120), nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("unit_price_minor", BigInteger, nullable=False),
    Column("list_price_minor", BigInteger, nullable=False),
    Column("deposit_minor", BigInteger, nullable=False, server_default="0"),
    Column("worth_minor", BigInteger, nullable=False, server_default="0"),
    Column("discount_minor", BigInteger, nullable=False, server_default="0"),
    Column("refunded_quantity", Integer, nullable=False, server_default="0"),
    PrimaryKeyConstraint("order_id", "number"),
    CheckConstraint("quantity > 0", name="quantity"),
    CheckConstraint("deposit_minor BETWEEN 0 AND worth_minor", name="deposit"),
    CheckConstraint("worth_minor <= unit_price_minor", name="worth"),
    CheckConstraint(
        "discount_minor BETWEEN 0 AND (unit_price_minor - deposit_minor) * quantity",
        name="discount",
    ),
    CheckConstraint("refunded_quantity BETWEEN 0 AND quantity", name="refunded_quantity"),
    Index("ix_order_line_deal_id", "deal_id", "order_id"),
)

# One row for each unit that is held.
deal_slots = Table(
    "deal_slot",
    metadata,
    Column("deal_id", Id, nullable=False),
    Column("account_id", Id, nullable=False),
    Column("slot", Integer, nullable=False),
    Column("order_id", Id, nullable=False),
    PrimaryKeyConstraint("deal_id", "account_id", "slot"),
)
