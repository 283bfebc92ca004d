"""sharers say where their rewards are paid to, and are told once when that is missing

Revision: 0032, after 0031
"""

import sqlalchemy as sa
from alembic import op

import kit.db

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

IS_ONE = "(campaign_id IS NULL) = (notice IS NOT NULL) AND (notice IS NULL) = (brand_id IS NULL)"


def upgrade() -> None:
    op.create_table(
        "payout_details",
        sa.Column("account_id", sa.String(length=20), nullable=False),
        sa.Column("holder", sa.String(length=70), nullable=False),
        sa.Column("bic", sa.String(length=11), nullable=False),
        sa.Column("hint", sa.String(length=12), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("changed_at", kit.db.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_payout_details_account_id_account")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_payout_details")),
    )
    with op.batch_alter_table("inbox_message") as batch_op:
        batch_op.alter_column("campaign_id", existing_type=sa.String(length=20), nullable=True)
        batch_op.add_column(sa.Column("brand_id", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("notice", sa.String(length=16), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_inbox_message_brand_id_brand"), "brand", ["brand_id"], ["id"]
        )
        batch_op.create_unique_constraint(
            op.f("uq_inbox_message_account_id_brand_id_notice"),
            ["account_id", "brand_id", "notice"],
        )
        batch_op.create_check_constraint("source", IS_ONE)


def downgrade() -> None:
    op.execute("DELETE FROM inbox_message WHERE notice IS NOT NULL")
    with op.batch_alter_table("inbox_message") as batch_op:
        batch_op.drop_constraint(op.f("ck_inbox_message_source"), type_="check")
        batch_op.drop_constraint(
            op.f("uq_inbox_message_account_id_brand_id_notice"), type_="unique"
        )
        batch_op.drop_constraint(op.f("fk_inbox_message_brand_id_brand"), type_="foreignkey")
        batch_op.drop_column("notice")
        batch_op.drop_column("brand_id")
        batch_op.alter_column("campaign_id", existing_type=sa.String(length=20), nullable=False)
    op.drop_table("payout_details")
