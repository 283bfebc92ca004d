"""Tables of what keeps an account its owner's."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, String, Table

from kit.db import Id, Instant, metadata

# Links of letters that do something, once. Of the secret itself only the hash is kept.
account_tokens = Table(
    "account_token",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("account_id", ForeignKey("account.id"), nullable=False, index=True),
    # The new address that the link confirms; without one it sets a new password.
    Column("email", String(254)),
    Column("expires_at", Instant, nullable=False, index=True),
)

# Letters that are to be sent. What was sent, or given up, has no row any more.
account_letters = Table(
    "account_letter",
    metadata,
    Column("id", Id, primary_key=True),
    Column("about", String(20), nullable=False),
    # Who forgot their password is looked up when the letter is sent, so that asking takes the same for every address.
    Column("account_id", ForeignKey("account.id"), index=True),
    Column("to_address", String(254), nullable=False),
    Column("locale", String(16), nullable=False),
    Column("detail", String(254), nullable=False),
    Column("written_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False, index=True),
    Column("attempts", Integer, nullable=False),
    CheckConstraint("account_id IS NOT NULL OR about = 'password_forgotten'", name="account"),
)
