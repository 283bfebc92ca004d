"""Table of handouts. A voucher is another slice's, so its id is no foreign key."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
)

from kit.db import Id, Instant, metadata

handouts = Table(
    "handout",
    metadata,
    Column("id", Id, primary_key=True),
    Column("brand_id", Id, nullable=False),
    Column("account_id", Id, nullable=False),
    Column("voucher_id", Id, nullable=False),
    Column("title", String(80), nullable=False),
    Column("points", BigInteger, nullable=False),
    Column("tier_rank", Integer),
    Column("status", String(8), nullable=False),
    Column("made_at", Instant, nullable=False),
    ForeignKeyConstraint(
        ["brand_id", "account_id"],
        ["member.brand_id", "member.account_id"],
        name="fk_handout_brand_id_member",
    ),
    CheckConstraint("status IN ('due', 'given', 'refused')", name="status"),
    CheckConstraint("points >= 0", name="points"),
    Index("ix_handout_account_id", "account_id", "brand_id"),
)
