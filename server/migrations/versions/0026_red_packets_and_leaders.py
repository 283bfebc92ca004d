"""packets of points in a room, and who brings most friends to a show

Revision: 0026, after 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

ID = sa.String(length=20)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _packets()
    _leaders()


def _packets() -> None:
    op.create_table(
        "packet",
        sa.Column("id", ID, nullable=False),
        sa.Column("show_id", ID, nullable=False),
        sa.Column("brand_id", ID, nullable=False),
        sa.Column("greeting", sa.String(length=80), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("shares", sa.Integer(), nullable=False),
        sa.Column("split", sa.String(length=8), nullable=False),
        sa.Column("min_tier_rank", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("dropped_at", MOMENT, nullable=False),
        sa.Column("closes_at", MOMENT, nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("opened_points", sa.Integer(), nullable=False),
        sa.Column("arrivals_hash", sa.String(length=64), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("split IN ('lucky', 'equal')", name=op.f("ck_packet_split")),
        sa.CheckConstraint("shares BETWEEN 1 AND points", name=op.f("ck_packet_shares")),
        sa.CheckConstraint("opened BETWEEN 0 AND shares", name=op.f("ck_packet_opened")),
        sa.CheckConstraint(
            "opened_points BETWEEN opened AND points", name=op.f("ck_packet_opened_points")
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (arrivals_hash IS NULL)", name=op.f("ck_packet_ended")
        ),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_packet_brand_id_brand")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet")),
        sa.UniqueConstraint("id", "shares", name=op.f("uq_packet_id_shares")),
    )
    op.create_index("ix_packet_show_id", "packet", ["show_id", "id"])
    op.create_index(
        "uq_packet_open",
        "packet",
        ["show_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
        sqlite_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "packet_opening",
        sa.Column("id", ID, nullable=False),
        sa.Column("packet_id", ID, nullable=False),
        sa.Column("shares", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("ticket", sa.String(length=16), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.CheckConstraint("place BETWEEN 1 AND shares", name=op.f("ck_packet_opening_place")),
        sa.CheckConstraint("points > 0", name=op.f("ck_packet_opening_points")),
        sa.CheckConstraint(
            "status IN ('due', 'given', 'refused')", name=op.f("ck_packet_opening_status")
        ),
        sa.ForeignKeyConstraint(
            ["packet_id", "shares"],
            ["packet.id", "packet.shares"],
            name=op.f("fk_packet_opening_packet_id_packet"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_packet_opening_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet_opening")),
        sa.UniqueConstraint("packet_id", "place", name=op.f("uq_packet_opening_packet_id_place")),
        sa.UniqueConstraint(
            "packet_id", "account_id", name=op.f("uq_packet_opening_packet_id_account_id")
        ),
    )
    op.create_index("ix_packet_opening_account_id", "packet_opening", ["account_id"])
    op.create_index(
        "ix_packet_opening_due",
        "packet_opening",
        ["opened_at"],
        postgresql_where=sa.text("status = 'due'"),
        sqlite_where=sa.text("status = 'due'"),
    )
    op.create_table(
        "packet_budget",
        sa.Column("show_id", ID, nullable=False),
        sa.Column("brand_id", ID, nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("spent", sa.Integer(), nullable=False),
        sa.CheckConstraint("spent BETWEEN 0 AND points", name=op.f("ck_packet_budget_spent")),
        sa.ForeignKeyConstraint(
            ["brand_id"], ["brand.id"], name=op.f("fk_packet_budget_brand_id_brand")
        ),
        sa.PrimaryKeyConstraint("show_id", name=op.f("pk_packet_budget")),
    )


def _leaders() -> None:
    op.create_table(
        "share_friend",
        sa.Column("show_id", ID, nullable=False),
        sa.Column("click_id", ID, nullable=False),
        sa.Column("sharer_id", ID, nullable=False),
        sa.Column("browser", sa.String(length=64), nullable=True),
        sa.Column("account_id", ID, nullable=True),
        sa.Column("identity", sa.String(length=64), nullable=False),
        sa.Column("came_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["click_id"], ["share_click.id"], name=op.f("fk_share_friend_click_id_share_click")
        ),
        sa.ForeignKeyConstraint(
            ["sharer_id"], ["account.id"], name=op.f("fk_share_friend_sharer_id_account")
        ),
        sa.PrimaryKeyConstraint("show_id", "click_id", name=op.f("pk_share_friend")),
        sa.UniqueConstraint("show_id", "browser", name="uq_share_friend_browser"),
        sa.UniqueConstraint("show_id", "account_id", name="uq_share_friend_account"),
        sa.UniqueConstraint("show_id", "sharer_id", "identity", name="uq_share_friend_identity"),
    )
    op.create_index("ix_share_friend_click_id", "share_friend", ["click_id"])
    op.create_table(
        "share_leader",
        sa.Column("show_id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("friends", sa.Integer(), nullable=False),
        sa.Column("reached_at", MOMENT, nullable=False),
        sa.CheckConstraint("friends > 0", name=op.f("ck_share_leader_friends")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_share_leader_account_id_account")
        ),
        sa.PrimaryKeyConstraint("show_id", "account_id", name=op.f("pk_share_leader")),
    )
    op.create_index("ix_share_leader_order", "share_leader", ["show_id", "friends", "reached_at"])
    op.create_index("ix_share_leader_account_id", "share_leader", ["account_id"])
    op.create_table(
        "share_unlisted",
        sa.Column("account_id", ID, nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_share_unlisted_account_id_account")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_share_unlisted")),
    )


def downgrade() -> None:
    for table in (
        "share_unlisted",
        "share_leader",
        "share_friend",
        "packet_budget",
        "packet_opening",
        "packet",
    ):
        op.drop_table(table)
