"""Tables of challenges. One is open in a room at a time; a person is in one team of a challenge, a team has five places, each person
counts once for each deed, and points are given to a member once."""

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
    UniqueConstraint,
    false,
    text,
)

from kit.db import Id, Instant, metadata

IS_OPEN = "status = 'open'"

challenges = Table(
    "challenge",
    metadata,
    Column("id", Id, primary_key=True),
    Column("show_id", Id, nullable=False),
    Column("brand_id", ForeignKey("brand.id"), nullable=False),
    Column("title", String(60), nullable=False),
    Column("pot", Integer, nullable=False),
    Column("winners", Integer, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("status", String(9), nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("pot > 0", name="pot"),
    CheckConstraint("winners BETWEEN 1 AND 10", name="winners"),
    CheckConstraint("status IN ('open', 'settled', 'cancelled')", name="status"),
    Index("ix_challenge_show_id", "show_id", "id"),
    Index(
        "uq_challenge_open",
        "show_id",
        unique=True,
        postgresql_where=text(IS_OPEN),
        sqlite_where=text(IS_OPEN),
    ),
)

teams = Table(
    "challenge_team",
    metadata,
    Column("id", Id, primary_key=True),
    Column("challenge_id", ForeignKey("challenge.id"), nullable=False),
    Column("name", String(40), nullable=False),
    Column("name_key", String(40), nullable=False),
    Column("formed_at", Instant, nullable=False),
    UniqueConstraint("challenge_id", "name_key"),
)

members = Table(
    "challenge_member",
    metadata,
    Column("challenge_id", ForeignKey("challenge.id"), nullable=False),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("team_id", ForeignKey("challenge_team.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("joined_at", Instant, nullable=False),
    # What the member was given of the pot, and by which gift.
    Column("points", Integer, nullable=False, server_default="0"),
    Column("gift_id", Id, unique=True),
    PrimaryKeyConstraint("challenge_id", "account_id"),
    UniqueConstraint("team_id", "number"),
    CheckConstraint("number BETWEEN 1 AND 5", name="number"),
    CheckConstraint("points >= 0 AND (points > 0) = (gift_id IS NOT NULL)", name="points"),
    Index("ix_challenge_member_account_id", "account_id"),
)

scores = Table(
    "challenge_score",
    metadata,
    Column("challenge_id", ForeignKey("challenge.id"), nullable=False),
    Column("deed", String(8), nullable=False),
    # Who did it: the friend who joined or bought, or the member.
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("team_id", ForeignKey("challenge_team.id"), nullable=False),
    Column("points", Integer, nullable=False),
    Column("order_id", Id),
    Column("scored_at", Instant, nullable=False),
    Column("is_void", Boolean(create_constraint=False), nullable=False, server_default=false()),
    PrimaryKeyConstraint("challenge_id", "deed", "account_id"),
    CheckConstraint("deed IN ('joined', 'bought', 'own')", name="deed"),
    CheckConstraint("points > 0", name="points"),
    Index("ix_challenge_score_order_id", "order_id"),
)
