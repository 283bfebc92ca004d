"""managers take products out of the catalogue, and show pictures of their own

Revision: 0036, after 0032
"""

import sqlalchemy as sa
from alembic import op

import kit.db

revision = "0036"
down_revision = "0032"
branch_labels = None
depends_on = None


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


def downgrade() -> None:
    op.drop_table("product_picture")
    with op.batch_alter_table("product") as batch_op:
        batch_op.drop_column("picture")
        batch_op.drop_column("is_listed")
