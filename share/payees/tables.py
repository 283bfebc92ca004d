"""Where people want their rewards to go."""

from sqlalchemy import Column, ForeignKey, String, Table, Text

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
