"""tiers see deals first, points take something off an order, and managers give tiers by hand

Revision: 0027, after 0026
"""

import sqlalchemy as sa
from alembic import op

import kit.db

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

IS_NEXT = sa.text("status = 'live' AND next_step_at IS NOT NULL")
POINTS_OFF = {"off_points": "0", "off_minor": "100", "off_from_points": "1", "off_most_bp": "10000"}
IS_POINTS_OFF = "off_points >= 0 AND off_minor >= 1 AND off_from_points >= 1 AND off_most_bp BETWEEN 1 AND 10000"
IS_BY_HAND = (
    "(hand_rank IS NULL) = (ruled_rank IS NULL) AND (hand_until IS NULL OR hand_rank IS NOT NULL)"
)
STEPS = "next_step_at IS NULL OR (steps IS NOT NULL AND status = 'live')"


def upgrade() -> None:
    with op.batch_alter_table("tier") as batch_op:
        batch_op.add_column(
            sa.Column("early_access_s", sa.Integer(), server_default="0", nullable=False)
        )
        batch_op.create_check_constraint("early_access", "early_access_s BETWEEN 0 AND 3600")
    with op.batch_alter_table("deal") as batch_op:
        batch_op.add_column(
            sa.Column(
                "tiers_first",
                sa.Boolean(create_constraint=False),
                server_default=sa.false(),
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("steps", sa.Text()))
        batch_op.add_column(sa.Column("next_step_at", kit.db.Instant()))
        batch_op.create_check_constraint("steps", STEPS)
    op.create_index(
        "ix_deal_next_step_at",
        "deal",
        ["next_step_at"],
        postgresql_where=IS_NEXT,
        sqlite_where=IS_NEXT,
    )
    op.add_column(
        "deal_moment",
        sa.Column("min_tier_rank", sa.Integer(), server_default="0", nullable=False),
    )
    with op.batch_alter_table("programme") as batch_op:
        for name, default in POINTS_OFF.items():
            kind = sa.Integer() if name == "off_most_bp" else sa.BigInteger()
            batch_op.add_column(sa.Column(name, kind, server_default=default, nullable=False))
        batch_op.create_check_constraint("points_off", IS_POINTS_OFF)
    op.create_table(
        "point_spending",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("brand_id", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.String(length=20), nullable=False),
        sa.Column("order_id", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("returned", sa.BigInteger(), nullable=False),
        sa.Column("spent_at", kit.db.Instant(), nullable=False),
        sa.CheckConstraint(
            "points > 0 AND returned BETWEEN 0 AND points", name=op.f("ck_point_spending_returned")
        ),
        sa.ForeignKeyConstraint(
            ["brand_id", "account_id"],
            ["member.brand_id", "member.account_id"],
            name="fk_point_spending_brand_id_member",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_spending")),
    )
    is_open = sa.text("returned < points")
    op.create_index(
        "ix_point_spending_open",
        "point_spending",
        ["order_id"],
        unique=True,
        postgresql_where=is_open,
        sqlite_where=is_open,
    )
    with op.batch_alter_table("point_entry") as batch_op:
        batch_op.add_column(sa.Column("spending_id", sa.String(length=20)))
        batch_op.create_foreign_key(
            "fk_point_entry_spending_id_point_spending", "point_spending", ["spending_id"], ["id"]
        )
        batch_op.create_index("ix_point_entry_spending_id", ["spending_id"])
    with op.batch_alter_table("member") as batch_op:
        batch_op.add_column(sa.Column("hand_rank", sa.Integer()))
        batch_op.add_column(sa.Column("hand_until", kit.db.Instant()))
        batch_op.add_column(sa.Column("ruled_rank", sa.Integer()))
        batch_op.create_check_constraint("by_hand", IS_BY_HAND)
    is_ending = sa.text("hand_until IS NOT NULL")
    op.create_index(
        "ix_member_hand_until",
        "member",
        ["hand_until"],
        postgresql_where=is_ending,
        sqlite_where=is_ending,
    )
    op.create_table(
        "tier_decision",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("brand_id", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.String(length=20), nullable=False),
        sa.Column("rank", sa.Integer()),
        sa.Column("tier_name", sa.String(length=40), nullable=False),
        sa.Column("until", kit.db.Instant()),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("decided_by", sa.String(length=20), nullable=False),
        sa.Column("decided_at", kit.db.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["brand_id", "account_id"],
            ["member.brand_id", "member.account_id"],
            name="fk_tier_decision_brand_id_member",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tier_decision")),
    )
    op.create_index("ix_tier_decision_brand_id", "tier_decision", ["brand_id", "account_id", "id"])


def downgrade() -> None:
    op.drop_table("tier_decision")
    op.drop_index("ix_member_hand_until", "member")
    with op.batch_alter_table("member") as batch_op:
        batch_op.drop_constraint("ck_member_by_hand")
        batch_op.drop_column("ruled_rank")
        batch_op.drop_column("hand_until")
        batch_op.drop_column("hand_rank")
    with op.batch_alter_table("point_entry") as batch_op:
        batch_op.drop_index("ix_point_entry_spending_id")
        batch_op.drop_constraint("fk_point_entry_spending_id_point_spending")
        batch_op.drop_column("spending_id")
    op.drop_table("point_spending")
    with op.batch_alter_table("programme") as batch_op:
        batch_op.drop_constraint("ck_programme_points_off")
        for name in POINTS_OFF:
            batch_op.drop_column(name)
    with op.batch_alter_table("deal_moment") as batch_op:
        batch_op.drop_column("min_tier_rank")
    op.drop_index("ix_deal_next_step_at", "deal")
    with op.batch_alter_table("deal") as batch_op:
        batch_op.drop_constraint("ck_deal_steps")
        batch_op.drop_column("next_step_at")
        batch_op.drop_column("steps")
        batch_op.drop_column("tiers_first")
    with op.batch_alter_table("tier") as batch_op:
        batch_op.drop_constraint("ck_tier_early_access")
        batch_op.drop_column("early_access_s")
