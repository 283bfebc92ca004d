"""members earn points, and come to tiers by brands' own rules

Who is a member already keeps their tier: it is their floor, below which no rule lets them fall. What counts for a tier is
counted from now on.

Revision: 0017, after 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("member") as batch:
        batch.add_column(sa.Column("floor_rank", sa.Integer(), nullable=False, server_default="1"))
        batch.add_column(
            sa.Column(
                "judged_at",
                sa.DateTime(timezone=True),
                nullable=False,
                server_default=sa.text("CURRENT_TIMESTAMP"),
            )
        )
        batch.add_column(sa.Column("review_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.create_index("ix_member_review_at", "member", ["review_at"])
    op.execute("UPDATE member SET floor_rank = tier_rank, judged_at = joined_at")
    with op.batch_alter_table("tier") as batch:
        batch.add_column(sa.Column("points_from", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("spend_from_minor", sa.BigInteger(), nullable=True))
        batch.add_column(
            sa.Column("multiplier_bp", sa.Integer(), nullable=False, server_default="10000")
        )
        batch.add_column(sa.Column("entry_voucher_id", sa.String(length=20), nullable=True))
        batch.create_check_constraint(op.f("ck_tier_points_from"), "points_from >= 1")
        batch.create_check_constraint(op.f("ck_tier_spend_from"), "spend_from_minor >= 1")
        batch.create_check_constraint(op.f("ck_tier_multiplier"), "multiplier_bp >= 0")
    op.create_table(
        "programme",
        sa.Column("brand_id", sa.String(length=20), nullable=False),
        sa.Column("window", sa.String(length=8), nullable=False),
        sa.Column("window_days", sa.Integer(), nullable=False),
        sa.Column("downgrade", sa.String(length=10), nullable=False),
        sa.Column("earn_points", sa.Integer(), nullable=False),
        sa.Column("earn_step_minor", sa.BigInteger(), nullable=False),
        sa.Column("return_days", sa.Integer(), nullable=False),
        sa.Column("expires_after_days", sa.Integer(), nullable=True),
        sa.Column("notice_days", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("walked_to", sa.String(length=20), nullable=True),
        sa.CheckConstraint(
            "downgrade IN ('never', 'period_end', 'refund')", name=op.f("ck_programme_downgrade")
        ),
        sa.CheckConstraint(
            "\"window\" IN ('lifetime', 'year', 'rolling')", name=op.f("ck_programme_window")
        ),
        sa.CheckConstraint(
            "earn_points >= 0 AND earn_step_minor >= 1", name=op.f("ck_programme_earning")
        ),
        sa.ForeignKeyConstraint(
            ["brand_id"], ["brand.id"], name=op.f("fk_programme_brand_id_brand")
        ),
        sa.PrimaryKeyConstraint("brand_id", name=op.f("pk_programme")),
    )
    op.create_index(
        "ix_programme_walked_to",
        "programme",
        ["brand_id"],
        postgresql_where=sa.text("walked_to IS NOT NULL"),
        sqlite_where=sa.text("walked_to IS NOT NULL"),
    )
    op.create_table(
        "redeemable",
        sa.Column("brand_id", sa.String(length=20), nullable=False),
        sa.Column("voucher_id", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("points >= 1", name=op.f("ck_redeemable_points")),
        sa.ForeignKeyConstraint(
            ["brand_id"], ["brand.id"], name=op.f("fk_redeemable_brand_id_brand")
        ),
        sa.PrimaryKeyConstraint("brand_id", "voucher_id", name=op.f("pk_redeemable")),
    )
    op.create_table(
        "handout",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("brand_id", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.String(length=20), nullable=False),
        sa.Column("voucher_id", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("tier_rank", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status IN ('due', 'given', 'refused')", name=op.f("ck_handout_status")),
        sa.CheckConstraint("points >= 0", name=op.f("ck_handout_points")),
        sa.ForeignKeyConstraint(
            ["brand_id", "account_id"],
            ["member.brand_id", "member.account_id"],
            name="fk_handout_brand_id_member",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handout")),
    )
    op.create_index("ix_handout_account_id", "handout", ["account_id", "brand_id"])
    op.create_table(
        "point_lot",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("brand_id", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.String(length=20), nullable=False),
        sa.Column("order_id", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("earned", sa.BigInteger(), nullable=False),
        sa.Column("paid_minor", sa.BigInteger(), nullable=False),
        sa.Column("kept_minor", sa.BigInteger(), nullable=False),
        sa.Column("earned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("matures_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("notice_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_noticed", sa.Boolean(), nullable=False),
        sa.Column("pending", sa.BigInteger(), nullable=False),
        sa.Column("active", sa.BigInteger(), nullable=False),
        sa.Column("spent", sa.BigInteger(), nullable=False),
        sa.Column("expired", sa.BigInteger(), nullable=False),
        sa.Column("reversed", sa.BigInteger(), nullable=False),
        sa.Column("owed", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kept_minor BETWEEN 0 AND paid_minor", name=op.f("ck_point_lot_kept")),
        sa.CheckConstraint(
            "pending + active + spent + expired + reversed + owed = earned",
            name=op.f("ck_point_lot_sum"),
        ),
        sa.CheckConstraint(
            "pending >= 0 AND active >= 0 AND spent >= 0 AND expired >= 0 AND reversed >= 0",
            name=op.f("ck_point_lot_counts"),
        ),
        sa.ForeignKeyConstraint(
            ["brand_id", "account_id"],
            ["member.brand_id", "member.account_id"],
            name="fk_point_lot_brand_id_member",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_lot")),
        sa.UniqueConstraint("order_id", name=op.f("uq_point_lot_order_id")),
    )
    op.create_index("ix_point_lot_brand_id", "point_lot", ["brand_id", "account_id", "earned_at"])
    op.create_index(
        "ix_point_lot_due_at",
        "point_lot",
        ["due_at"],
        postgresql_where=sa.text("due_at IS NOT NULL"),
        sqlite_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_table(
        "tier_entry",
        sa.Column("brand_id", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.String(length=20), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["brand_id", "account_id"],
            ["member.brand_id", "member.account_id"],
            name="fk_tier_entry_brand_id_member",
        ),
        sa.PrimaryKeyConstraint("brand_id", "account_id", "rank", name=op.f("pk_tier_entry")),
    )
    op.create_table(
        "point_entry",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("brand_id", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.String(length=20), nullable=False),
        sa.Column("lot_id", sa.String(length=20), nullable=False),
        sa.Column("taken_from", sa.String(length=8), nullable=True),
        sa.Column("put_into", sa.String(length=8), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("handout_id", sa.String(length=20), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(reason = 'bought') = (taken_from IS NULL)", name=op.f("ck_point_entry_bought")
        ),
        sa.CheckConstraint("points > 0", name=op.f("ck_point_entry_points")),
        sa.ForeignKeyConstraint(
            ["handout_id"], ["handout.id"], name=op.f("fk_point_entry_handout_id_handout")
        ),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["point_lot.id"], name=op.f("fk_point_entry_lot_id_point_lot")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_entry")),
    )
    op.create_index("ix_point_entry_account_id", "point_entry", ["account_id", "brand_id", "id"])
    op.create_index("ix_point_entry_handout_id", "point_entry", ["handout_id"])
