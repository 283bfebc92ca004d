"""Tables of the leaderboard: which friends came to a show and by whom, and how many each sharer brought."""

from sqlalchemy import (
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

# A friend is known by their browser and, if they have signed in, by their account; each of the two counts once in a show.
friends = Table(
    "share_friend",
    metadata,
    Column("show_id", Id, nullable=False),
    Column("click_id", ForeignKey("share_click.id"), nullable=False),
    Column("sharer_id", ForeignKey("account.id"), nullable=False),
    Column("browser", String(64)),
    Column("account_id", Id),
    # What the click was counted by: someone who hides their cookies is the same for each sharer still.
    Column("identity", String(64), nullable=False),
    Column("came_at", Instant, nullable=False),
    PrimaryKeyConstraint("show_id", "click_id"),
    UniqueConstraint("show_id", "browser", name="uq_share_friend_browser"),
    UniqueConstraint("show_id", "account_id", name="uq_share_friend_account"),
    UniqueConstraint("show_id", "sharer_id", "identity", name="uq_share_friend_identity"),
    Index("ix_share_friend_click_id", "click_id"),
)

leaders = Table(
    "share_leader",
    metadata,
    Column("show_id", Id, nullable=False),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("friends", Integer, nullable=False),
    # When they came to that number: of two with the same, who was first is before.
    Column("reached_at", Instant, nullable=False),
    PrimaryKeyConstraint("show_id", "account_id"),
    CheckConstraint("friends > 0", name="friends"),
    Index("ix_share_leader_order", "show_id", "friends", "reached_at"),
    Index("ix_share_leader_account_id", "account_id"),
)

# Who does not want to be shown on any leaderboard.
unlisted = Table(
    "share_unlisted",
    metadata,
    Column("account_id", ForeignKey("account.id"), primary_key=True),
    Column("since", Instant, nullable=False),
)
