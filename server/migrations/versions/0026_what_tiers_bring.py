"""tiers see deals first

Revision: 0026, after 0018
"""

import sqlalchemy as sa
from alembic import op

import kit.db

revision = "0026"
down_revision = "0018"
branch_labels = None
depends_on = None

IS_NEXT = sa.text("status = 'live' AND next_step_at IS NOT NULL")
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


def downgrade() -> None:
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
