"""Tables of share. Shows, deals, products and orders are known by their ids alone: they belong to other slices."""

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
    UniqueConstraint,
    false,
    text,
)

from kit.db import Id, Instant, metadata

KINDS = "kind IN ('show', 'deal', 'clip', 'product', 'brand', 'cart', 'wishlist', 'team')"

links = Table(
    "share_link",
    metadata,
    Column("id", Id, primary_key=True),
    Column("code", String(32), nullable=False, unique=True),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("target_id", Id, nullable=False),
    Column("show_id", Id),
    Column("brand_id", ForeignKey("brand.id"), nullable=False),
    Column("title", String(200), nullable=False),
    Column("image_url", String(255), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("leads_to", String(255), nullable=False),
    Column("at_s", Integer, nullable=False, server_default="0"),
    Column("expires_at", Instant),
    Column("is_direct", Boolean(create_constraint=False), nullable=False, server_default=false()),
    Column("is_tailored", Boolean(create_constraint=False), nullable=False, server_default=false()),
    # As a query, in the order of share.opening.TAGS.
    Column("tags", String(2000), nullable=False, server_default=""),
    Column("version", Integer, nullable=False, server_default="1"),
    CheckConstraint(KINDS, name="kind"),
    CheckConstraint("code = lower(code)", name="code"),
    CheckConstraint("at_s >= 0", name="at_s"),
    Index("ix_share_link_account_id", "account_id", "id"),
    Index("ix_share_link_target", "kind", "target_id"),
    Index(
        "uq_share_link_plain",
        "account_id",
        "kind",
        "target_id",
        "at_s",
        unique=True,
        sqlite_where=text("NOT is_tailored"),
        postgresql_where=text("NOT is_tailored"),
    ),
)

elsewhere = Table(
    "share_link_elsewhere",
    metadata,
    Column("link_id", ForeignKey("share_link.id"), nullable=False),
    Column("language", String(3), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("target_id", Id, nullable=False),
    Column("show_id", Id),
    Column("leads_to", String(255), nullable=False),
    PrimaryKeyConstraint("link_id", "language"),
    CheckConstraint(KINDS, name="kind"),
)

# How a brand credits orders to links. Without a row the defaults of share.attribution hold.
terms = Table(
    "share_terms",
    metadata,
    Column("brand_id", ForeignKey("brand.id"), primary_key=True),
    Column("model", String(8), nullable=False),
    Column("window_days", Integer, nullable=False),
    Column("changed_at", Instant, nullable=False),
    # What rewards keep to; who changes them says which version they saw.
    Column("return_days", Integer, nullable=False, server_default="14"),
    Column("least_payout_minor", BigInteger, nullable=False, server_default="0"),
    Column("rewards_version", Integer, nullable=False, server_default="0"),
    CheckConstraint("model IN ('last', 'first')", name="model"),
    CheckConstraint("window_days BETWEEN 1 AND 365", name="window_days"),
    CheckConstraint("return_days BETWEEN 0 AND 365", name="return_days"),
    CheckConstraint("least_payout_minor >= 0", name="least_payout"),
)

# The reward, the tier and the window are those of the click's moment, and never change. Links are never deleted; to lock each
# one's row until its click is written would cost more than all the rest.
clicks = Table(
    "share_click",
    metadata,
    Column("id", Id, primary_key=True),
    Column("link_id", Id, nullable=False),
    Column("identity", String(64), nullable=False),
    Column("hour", Integer, nullable=False),
    Column("rate_bp", Integer, nullable=False),
    Column("tier_rank", Integer, nullable=False),
    Column("clicked_at", Instant, nullable=False),
    Column("window_days", Integer, nullable=False, server_default="90"),
    # The browser and the person, as far as they are known; the person may become known later.
    Column("visitor", String(64)),
    Column("account_id", Id),
    # A reward other than the rate: minor units of a fixed one, or points.
    Column("reward_kind", String(8), nullable=False, server_default="rate"),
    Column("reward_amount", BigInteger, nullable=False, server_default="0"),
    UniqueConstraint("link_id", "identity", "hour"),
    CheckConstraint("rate_bp BETWEEN 0 AND 10000", name="rate_bp"),
    CheckConstraint("reward_kind IN ('rate', 'fixed', 'points')", name="reward_kind"),
    Index("ix_share_click_visitor", "visitor"),
    Index(
        "ix_share_click_account_id",
        "account_id",
        sqlite_where=text("account_id IS NOT NULL"),
        postgresql_where=text("account_id IS NOT NULL"),
    ),
)

# How far a click led; each step once. What the rows from here on copy from their click, or its link, is not looked up again.
steps = Table(
    "share_step",
    metadata,
    Column("click_id", ForeignKey("share_click.id"), nullable=False),
    Column("step", String(8), nullable=False),
    Column("link_id", Id, nullable=False),
    Column("taken_at", Instant, nullable=False),
    PrimaryKeyConstraint("click_id", "step"),
    CheckConstraint("step IN ('joined', 'watched', 'claimed', 'bought')", name="step"),
    Index("ix_share_step_link_id", "link_id", "step"),
)

# One row for each order that was ever looked at: deciding twice is impossible.
credits = Table(
    "share_credit",
    metadata,
    Column("order_id", Id, primary_key=True),
    Column("click_id", ForeignKey("share_click.id"), index=True),
    Column("link_id", Id),
    Column("outcome", String(16), nullable=False),
    Column("decided_at", Instant, nullable=False),
    Column("model", String(8), nullable=False, server_default="last"),
    Column("order_number", String(32), nullable=False, server_default=""),
    CheckConstraint("outcome != 'credited' OR link_id IS NOT NULL", name="credited_link"),
    Index("ix_share_credit_link_id", "link_id", "outcome"),
)

# The clicks that came before an order, and what was decided about each.
touches = Table(
    "share_touch",
    metadata,
    Column("order_id", ForeignKey("share_credit.order_id"), nullable=False),
    Column("click_id", ForeignKey("share_click.id"), nullable=False),
    Column("link_id", Id, nullable=False),
    Column("verdict", String(16), nullable=False),
    PrimaryKeyConstraint("order_id", "click_id"),
    Index("ix_share_touch_link_id", "link_id", "order_id"),
)

# What an order earned; what becomes of it is `share.rewards.reward`.
rewards = Table(
    "reward",
    metadata,
    Column("id", Id, primary_key=True),
    Column("order_id", ForeignKey("share_credit.order_id"), nullable=False, unique=True),
    Column("order_number", String(32), nullable=False),
    Column("link_id", Id, nullable=False, index=True),
    Column("brand_id", Id, nullable=False),
    Column("account_id", Id, nullable=False),
    # The buyer.
    Column("friend_id", Id, nullable=False, index=True),
    Column("kind", String(8), nullable=False, server_default="rate"),
    Column("rate_bp", Integer, nullable=False),
    Column("offer_amount", BigInteger, nullable=False, server_default="0"),
    Column("order_total_minor", BigInteger, nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("points", BigInteger, nullable=False, server_default="0"),
    Column("currency", String(3), nullable=False),
    Column("cut_by", String(8)),
    Column("status", String(16), nullable=False),
    Column("earned_at", Instant, nullable=False),
    # Whether it waits for somebody to look at it (share.review).
    Column("is_held", Boolean(create_constraint=False), nullable=False, server_default=false()),
    Column("due_at", Instant, nullable=False),
    Column("settled_minor", BigInteger, nullable=False, server_default="0"),
    Column("payout_id", ForeignKey("payout.id")),
    Column("is_budgeted", Boolean(create_constraint=False), nullable=False, server_default=false()),
    Column("version", Integer, nullable=False, server_default="1"),
    CheckConstraint("amount_minor >= 0 AND points >= 0 AND settled_minor >= 0", name="amounts"),
    CheckConstraint("kind IN ('rate', 'fixed', 'points')", name="kind"),
    CheckConstraint("kind = 'points' OR points = 0", name="points"),
    CheckConstraint("kind != 'points' OR amount_minor = 0", name="amount_minor"),
    CheckConstraint("cut_by IN ('friend', 'day', 'budget')", name="cut_by"),
    CheckConstraint(
        "status IN ('pending', 'payable', 'in_payout', 'paid', 'owed', 'cancelled')", name="status"
    ),
    CheckConstraint("(status = 'in_payout') = (payout_id IS NOT NULL)", name="payout"),
    Index("ix_reward_account_id", "account_id", "id"),
    Index("ix_reward_account_id_earned_at", "account_id", "earned_at"),
    Index(
        "ix_reward_due_at",
        "due_at",
        sqlite_where=text("status = 'pending'"),
        postgresql_where=text("status = 'pending'"),
    ),
    Index(
        "ix_reward_brand_id",
        "brand_id",
        "account_id",
        sqlite_where=text("status IN ('payable', 'owed')"),
        postgresql_where=text("status IN ('payable', 'owed')"),
    ),
)
