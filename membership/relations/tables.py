"""Table of who of a brand's staff looked at which member."""

from sqlalchemy import Column, ForeignKey, Index, Table

from kit.db import Id, Instant, metadata

looks = Table(
    "member_look",
    metadata,
    Column("id", Id, primary_key=True),
    Column("brand_id", ForeignKey("brand.id"), nullable=False),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("looked_by", ForeignKey("account.id"), nullable=False),
    Column("looked_at", Instant, nullable=False),
    Index("ix_member_look_account_id", "account_id", "id"),
    Index("ix_member_look_looked_by", "looked_by"),
)
