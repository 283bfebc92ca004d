"""Tables of membership."""

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

accounts = Table(
    "account",
    metadata,
    Column("id", Id, primary_key=True),
    Column("handle", String(24), nullable=False),
    Column("handle_key", String(24), nullable=False, unique=True),
    Column("email", String(254), nullable=False),
    Column("email_key", String(254), nullable=False, unique=True),
    Column("password_hash", String(255), nullable=False),
    Column("is_operator", Boolean(create_constraint=False), nullable=False),
    Column("created_at", Instant, nullable=False),
)

sessions = Table(
    "session",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("account_id", ForeignKey("account.id"), nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    # Processes of the release before know neither.
    Column("device", String(40), nullable=False, server_default=""),
    Column("confirmed_at", Instant),
)

brands = Table(
    "brand",
    metadata,
    Column("id", Id, primary_key=True),
    Column("slug", String(40), nullable=False, unique=True),
    Column("name", String(80), nullable=False),
    Column("country", String(2), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("locale", String(16), nullable=False),
    Column("tagline", String(160), nullable=False),
    Column("hue", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    CheckConstraint("hue BETWEEN 0 AND 359", name="hue"),
    Index("ix_brand_name", "name", "id"),
)

staff = Table(
    "staff",
    metadata,
    Column("brand_id", ForeignKey("brand.id"), nullable=False),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("role", String(16), nullable=False),
    Column("since", Instant, nullable=False),
    PrimaryKeyConstraint("brand_id", "account_id"),
    Index("ix_staff_account_id", "account_id"),
    CheckConstraint("role IN ('moderator', 'host', 'manager')", name="role"),
)

tiers = Table(
    "tier",
    metadata,
    Column("brand_id", ForeignKey("brand.id"), nullable=False),
    Column("rank", Integer, nullable=False),
    Column("name", String(40), nullable=False),
    Column("share_rate_bp", Integer, nullable=False),
    Column("perk", String(160), nullable=False),
    Column("points_from", BigInteger),
    Column("spend_from_minor", BigInteger),
    Column("multiplier_bp", Integer, nullable=False, server_default="10000"),
    Column("entry_voucher_id", Id),
    Column("early_access_s", Integer, nullable=False, server_default="0"),
    Column(
        "has_free_shipping",
        Boolean(create_constraint=False),
        nullable=False,
        server_default=false(),
    ),
    PrimaryKeyConstraint("brand_id", "rank"),
    UniqueConstraint("brand_id", "name"),
    CheckConstraint("rank BETWEEN 1 AND 9", name="rank"),
    CheckConstraint("share_rate_bp BETWEEN 0 AND 10000", name="share_rate_bp"),
    CheckConstraint("points_from >= 1", name="points_from"),
    CheckConstraint("spend_from_minor >= 1", name="spend_from"),
    CheckConstraint("multiplier_bp >= 0", name="multiplier"),
    CheckConstraint("early_access_s BETWEEN 0 AND 3600", name="early_access"),
)

members = Table(
    "member",
    metadata,
    Column("brand_id", ForeignKey("brand.id"), nullable=False),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("tier_rank", Integer, nullable=False),
    Column("joined_at", Instant, nullable=False),
    # Processes of the release before know neither.
    Column("floor_rank", Integer, nullable=False, server_default="1"),
    Column("judged_at", Instant, nullable=False, server_default=text("CURRENT_TIMESTAMP")),
    Column("review_at", Instant),
    Column("version", Integer, nullable=False, server_default="1"),
    # A tier that a manager gave, until when, and the one that the rules give meanwhile.
    Column("hand_rank", Integer),
    Column("hand_until", Instant),
    Column("ruled_rank", Integer),
    PrimaryKeyConstraint("brand_id", "account_id"),
    Index("ix_member_account_id", "account_id"),
    Index("ix_member_joined_at", "brand_id", "joined_at", "account_id"),
    Index("ix_member_review_at", "review_at"),
    Index(
        "ix_member_hand_until",
        "hand_until",
        postgresql_where=text("hand_until IS NOT NULL"),
        sqlite_where=text("hand_until IS NOT NULL"),
    ),
    CheckConstraint(
        "(hand_rank IS NULL) = (ruled_rank IS NULL) AND (hand_until IS NULL OR hand_rank IS NOT NULL)",
        name="by_hand",
    ),
)
