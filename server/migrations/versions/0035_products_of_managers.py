"""managers take products out of the catalogue and show pictures of their own; payouts pay where it was approved

Revision: 0035, after 0034
"""

import sqlalchemy as sa
from alembic import op

import kit.db

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

KEPT_NOW = """
INSERT INTO payout_account (payout_id, account_id, holder, bic, sealed)
SELECT DISTINCT payout.id, details.account_id, details.holder, details.bic, details.sealed
FROM payout JOIN payout_item ON payout_item.payout_id = payout.id
JOIN payout_details AS details ON details.account_id = payout_item.account_id
WHERE payout.status IN ('approved', 'paid')
"""


def upgrade() -> None:
    with op.batch_alter_table("product") as batch_op:
        batch_op.add_column(
            sa.Column("is_listed", sa.Boolean(), server_default=sa.true(), nullable=False)
        )
        batch_op.add_column(sa.Column("picture", sa.String(length=20), nullable=True))
    op.create_table(
        "product_picture",
        sa.Column("product_id", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("jpeg", sa.LargeBinary(), nullable=False),
        sa.Column("uploaded_at", kit.db.Instant(), nullable=False),
        sa.CheckConstraint(
            "length(jpeg) BETWEEN 1 AND 2000000", name=op.f("ck_product_picture_jpeg")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_picture_product_id_product")
        ),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_product_picture")),
    )
    op.create_table(
        "payout_account",
        sa.Column("payout_id", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.String(length=20), nullable=False),
        sa.Column("holder", sa.String(length=70), nullable=False),
        sa.Column("bic", sa.String(length=11), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_payout_account_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["payout_id"], ["payout.id"], name=op.f("fk_payout_account_payout_id_payout")
        ),
        sa.PrimaryKeyConstraint("payout_id", "account_id", name=op.f("pk_payout_account")),
    )
    op.create_index("ix_payout_account_account_id", "payout_account", ["account_id"])
    op.execute(KEPT_NOW)


def downgrade() -> None:
    op.drop_table("payout_account")
    op.drop_table("product_picture")
    with op.batch_alter_table("product") as batch_op:
        batch_op.drop_column("picture")
        batch_op.drop_column("is_listed")
