"""Where people want their rewards to go."""

from sqlalchemy import Column, ForeignKey, Index, PrimaryKeyConstraint, String, Table, Text

from kit.db import Instant, metadata

# One bank account a person. Its number is sealed; `hint` is what is shown of it.
payout_details = Table(
    "payout_details",
    metadata,
    Column("account_id", ForeignKey("account.id"), primary_key=True),
    Column("holder", String(70), nullable=False),
    Column("bic", String(11), nullable=False),
    Column("hint", String(12), nullable=False),
    Column("sealed", Text, nullable=False),
    Column("key_id", String(16), nullable=False),
    Column("changed_at", Instant, nullable=False),
)

# Where an approved payout pays each sharer: as their account was when it was approved.
payout_accounts = Table(
    "payout_account",
    metadata,
    Column("payout_id", ForeignKey("payout.id"), nullable=False),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("holder", String(70), nullable=False),
    Column("bic", String(11), nullable=False),
    Column("sealed", Text, nullable=False),
    PrimaryKeyConstraint("payout_id", "account_id"),
    Index("ix_payout_account_account_id", "account_id"),
)
