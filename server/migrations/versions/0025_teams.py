"""teams that buy together, and challenges between teams

Revision: 0025, after 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

ID = sa.String(length=20)
MOMENT = sa.DateTime(timezone=True)
IS_FORMING = sa.text("status = 'forming'")
IS_OPEN = sa.text("status = 'open'")
TEAM_TERMS = (
    "CASE WHEN team_price_minor IS NULL THEN team_size IS NULL AND team_minutes IS NULL "
    "ELSE team_price_minor > 0 AND team_price_minor < price_minor AND team_size BETWEEN 2 AND 5 "
    "AND team_minutes BETWEEN 2 AND 1440 AND sale_window_id IS NULL END"
)
STATUS = (
    "status IN ('held', 'awaiting_payment', 'awaiting_team', 'deposit_paid', 'paid', "
    "'partly_refunded', 'refunded', 'expired', 'cancelled', 'forfeited')"
)
KINDS = "kind IN ('show', 'deal', 'clip', 'product', 'brand', 'cart', 'wishlist', 'team')"


def upgrade() -> None:
    with op.batch_alter_table("deal") as deals:
        deals.add_column(sa.Column("team_price_minor", sa.BigInteger(), nullable=True))
        deals.add_column(sa.Column("team_size", sa.Integer(), nullable=True))
        deals.add_column(sa.Column("team_minutes", sa.Integer(), nullable=True))
        deals.create_check_constraint(op.f("ck_deal_team"), TEAM_TERMS)
    with op.batch_alter_table("orders") as orders:
        orders.add_column(sa.Column("team_id", ID, nullable=True))
        orders.drop_constraint(op.f("ck_orders_status"), type_="check")
        orders.create_check_constraint(op.f("ck_orders_status"), STATUS)
        orders.create_check_constraint(
            op.f("ck_orders_team"), "status <> 'awaiting_team' OR team_id IS NOT NULL"
        )
    _link_to(KINDS)
    _add_teams()
    _add_challenges()


def _link_to(kinds: str) -> None:
    for table in ("share_link", "share_link_elsewhere"):
        with op.batch_alter_table(table) as links:
            links.drop_constraint(op.f(f"ck_{table}_kind"), type_="check")
            links.create_check_constraint(op.f(f"ck_{table}_kind"), kinds)


def _add_teams() -> None:
    op.create_table(
        "team",
        sa.Column("id", ID, nullable=False),
        sa.Column("deal_id", ID, nullable=False),
        sa.Column("show_id", ID, nullable=False),
        sa.Column("brand_id", ID, nullable=False),
        sa.Column("leader_id", ID, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("fills_by", MOMENT, nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("size BETWEEN 2 AND 5", name=op.f("ck_team_size")),
        sa.CheckConstraint("price_minor > 0", name=op.f("ck_team_price")),
        sa.CheckConstraint(
            "status IN ('forming', 'complete', 'ended')", name=op.f("ck_team_status")
        ),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_team_deal_id_deal")),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_team_brand_id_brand")),
        sa.ForeignKeyConstraint(
            ["leader_id"], ["account.id"], name=op.f("fk_team_leader_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("id", "size", name=op.f("uq_team_id_size")),
    )
    op.create_index("ix_team_deal_id", "team", ["deal_id"])
    op.create_index(
        "ix_team_forming_fills_by",
        "team",
        ["fills_by"],
        postgresql_where=IS_FORMING,
        sqlite_where=IS_FORMING,
    )
    op.create_table(
        "team_place",
        sa.Column("team_id", ID, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("order_id", ID, nullable=False),
        sa.Column("joined_at", MOMENT, nullable=False),
        sa.CheckConstraint("number BETWEEN 1 AND size", name=op.f("ck_team_place_number")),
        sa.ForeignKeyConstraint(
            ["team_id", "size"], ["team.id", "team.size"], name=op.f("fk_team_place_team_id_team")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_team_place_account_id_account")
        ),
        sa.PrimaryKeyConstraint("team_id", "number", name=op.f("pk_team_place")),
        sa.UniqueConstraint("team_id", "account_id", name=op.f("uq_team_place_team_id_account_id")),
        sa.UniqueConstraint("order_id", name=op.f("uq_team_place_order_id")),
    )
    op.create_index("ix_team_place_account_id", "team_place", ["account_id"])


def _add_challenges() -> None:
    op.create_table(
        "challenge",
        sa.Column("id", ID, nullable=False),
        sa.Column("show_id", ID, nullable=False),
        sa.Column("brand_id", ID, nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("pot", sa.Integer(), nullable=False),
        sa.Column("winners", sa.Integer(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("status", sa.String(length=9), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("pot > 0", name=op.f("ck_challenge_pot")),
        sa.CheckConstraint("winners BETWEEN 1 AND 10", name=op.f("ck_challenge_winners")),
        sa.CheckConstraint(
            "status IN ('open', 'settled', 'cancelled')", name=op.f("ck_challenge_status")
        ),
        sa.ForeignKeyConstraint(
            ["brand_id"], ["brand.id"], name=op.f("fk_challenge_brand_id_brand")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge")),
    )
    op.create_index("ix_challenge_show_id", "challenge", ["show_id", "id"])
    op.create_index(
        "uq_challenge_open",
        "challenge",
        ["show_id"],
        unique=True,
        postgresql_where=IS_OPEN,
        sqlite_where=IS_OPEN,
    )
    op.create_table(
        "challenge_team",
        sa.Column("id", ID, nullable=False),
        sa.Column("challenge_id", ID, nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("name_key", sa.String(length=40), nullable=False),
        sa.Column("formed_at", MOMENT, nullable=False),
        _of_challenge("challenge_team"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge_team")),
        sa.UniqueConstraint(
            "challenge_id", "name_key", name=op.f("uq_challenge_team_challenge_id_name_key")
        ),
    )
    op.create_table(
        "challenge_member",
        sa.Column("challenge_id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("team_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("joined_at", MOMENT, nullable=False),
        sa.Column("points", sa.Integer(), server_default="0", nullable=False),
        sa.Column("gift_id", ID, nullable=True),
        sa.CheckConstraint("number BETWEEN 1 AND 5", name=op.f("ck_challenge_member_number")),
        sa.CheckConstraint(
            "points >= 0 AND (points > 0) = (gift_id IS NOT NULL)",
            name=op.f("ck_challenge_member_points"),
        ),
        *_of_team("challenge_member"),
        sa.PrimaryKeyConstraint("challenge_id", "account_id", name=op.f("pk_challenge_member")),
        sa.UniqueConstraint("team_id", "number", name=op.f("uq_challenge_member_team_id_number")),
        sa.UniqueConstraint("gift_id", name=op.f("uq_challenge_member_gift_id")),
    )
    op.create_index("ix_challenge_member_account_id", "challenge_member", ["account_id"])
    op.create_table(
        "challenge_score",
        sa.Column("challenge_id", ID, nullable=False),
        sa.Column("deed", sa.String(length=8), nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("team_id", ID, nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("order_id", ID, nullable=True),
        sa.Column("scored_at", MOMENT, nullable=False),
        sa.Column("is_void", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "deed IN ('joined', 'bought', 'own')", name=op.f("ck_challenge_score_deed")
        ),
        sa.CheckConstraint("points > 0", name=op.f("ck_challenge_score_points")),
        *_of_team("challenge_score"),
        sa.PrimaryKeyConstraint(
            "challenge_id", "deed", "account_id", name=op.f("pk_challenge_score")
        ),
    )
    op.create_index("ix_challenge_score_order_id", "challenge_score", ["order_id"])


def _of_team(table: str) -> list[sa.ForeignKeyConstraint]:
    return [
        _of_challenge(table),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f(f"fk_{table}_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["challenge_team.id"], name=op.f(f"fk_{table}_team_id_challenge_team")
        ),
    ]


def _of_challenge(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["challenge_id"], ["challenge.id"], name=op.f(f"fk_{table}_challenge_id_challenge")
    )
