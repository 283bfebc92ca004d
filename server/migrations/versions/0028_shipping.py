"""brands charge for shipping, and tiers ship for free

Revision: 0028, after 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

IS_PART = "shipping_minor BETWEEN 0 AND total_minor AND (shipping_minor = 0 OR quote IS NOT NULL)"


def upgrade() -> None:
    op.create_table(
        "shipping_terms",
        sa.Column("brand_id", sa.String(20), nullable=False),
        sa.Column("fee_minor", sa.BigInteger(), nullable=False),
        sa.Column("free_from_minor", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("fee_minor > 0", name=op.f("ck_shipping_terms_fee")),
        sa.CheckConstraint("free_from_minor > 0", name=op.f("ck_shipping_terms_free_from")),
        sa.ForeignKeyConstraint(
            ["brand_id"], ["brand.id"], name=op.f("fk_shipping_terms_brand_id_brand")
        ),
        sa.PrimaryKeyConstraint("brand_id", name=op.f("pk_shipping_terms")),
    )
    with op.batch_alter_table("tier") as batch_op:
        batch_op.add_column(
            sa.Column(
                "has_free_shipping",
                sa.Boolean(create_constraint=False),
                server_default=sa.false(),
                nullable=False,
            )
        )
    with op.batch_alter_table("orders") as batch_op:
        batch_op.add_column(
            sa.Column("shipping_minor", sa.BigInteger(), server_default="0", nullable=False)
        )
        batch_op.create_check_constraint("shipping", IS_PART)


def downgrade() -> None:
    with op.batch_alter_table("orders") as batch_op:
        batch_op.drop_constraint("ck_orders_shipping")
        batch_op.drop_column("shipping_minor")
    with op.batch_alter_table("tier") as batch_op:
        batch_op.drop_column("has_free_shipping")
    op.drop_table("shipping_terms")
