"""campaigns give early access to deals

Revision: 0029, after 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

EARLY_ACCESS = (
    "early_access_s BETWEEN 0 AND 3600 AND (early_access_s = 0 OR show_id IS NOT NULL) "
    "AND (early_deal_id IS NULL OR early_access_s > 0)"
)
GIVES = sa.text("early_access_s > 0")


def upgrade() -> None:
    with op.batch_alter_table("campaign") as batch_op:
        batch_op.add_column(
            sa.Column("early_access_s", sa.Integer(), server_default="0", nullable=False)
        )
        batch_op.add_column(sa.Column("early_deal_id", sa.String(length=20)))
        batch_op.add_column(sa.Column("early_deal_title", sa.String(length=120)))
        batch_op.create_check_constraint("early_access", EARLY_ACCESS)
    op.create_index(
        "ix_campaign_early_access",
        "campaign",
        ["show_id"],
        postgresql_where=GIVES,
        sqlite_where=GIVES,
    )


def downgrade() -> None:
    op.drop_index("ix_campaign_early_access", "campaign")
    with op.batch_alter_table("campaign") as batch_op:
        batch_op.drop_constraint("ck_campaign_early_access")
        for name in ("early_access_s", "early_deal_id", "early_deal_title"):
            batch_op.drop_column(name)
