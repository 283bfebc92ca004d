"""lower prices reach who bought before: public prices, what brands promise, and what was granted; and announced lowest prices

Revision: 0008, after 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "deal",
        sa.Column("is_lowest_price", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.create_index(op.f("ix_deal_product_id"), "deal", ["product_id"])
    op.drop_index(op.f("ix_order_line_deal_id"), table_name="order_line")
    op.create_index(op.f("ix_order_line_deal_id"), "order_line", ["deal_id", "order_id"])

    op.create_table(
        "public_price",
        sa.Column("deal_id", sa.String(length=20), nullable=False),
        sa.Column("product_id", sa.String(length=20), nullable=False),
        sa.Column("brand_id", sa.String(length=20), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sweep_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("swept_deal_id", sa.String(length=20), server_default="", nullable=False),
        sa.Column("swept_order_id", sa.String(length=20), server_default="", nullable=False),
        sa.CheckConstraint("price_minor > 0", name=op.f("ck_public_price_price")),
        sa.CheckConstraint("starts_at <= ends_at", name=op.f("ck_public_price_window")),
        sa.ForeignKeyConstraint(
            ["brand_id"], ["brand.id"], name=op.f("fk_public_price_brand_id_brand")
        ),
        sa.ForeignKeyConstraint(
            ["deal_id"], ["deal.id"], name=op.f("fk_public_price_deal_id_deal")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_public_price_product_id_product")
        ),
        sa.PrimaryKeyConstraint("deal_id", name=op.f("pk_public_price")),
    )
    op.create_index(op.f("ix_public_price_product_id"), "public_price", ["product_id", "starts_at"])
    op.create_index(
        op.f("ix_public_price_sweep_at"),
        "public_price",
        ["sweep_at"],
        postgresql_where=sa.text("sweep_at IS NOT NULL"),
        sqlite_where=sa.text("sweep_at IS NOT NULL"),
    )
    # What has been public so far counts for "lowest price". No money goes back for it: nobody was promised any.
    op.execute(
        "INSERT INTO public_price (deal_id, product_id, brand_id, price_minor, currency, starts_at, "
        "ends_at) SELECT id, product_id, brand_id, price_minor, currency, opened_at, closes_at "
        "FROM deal WHERE status <> 'queued' AND min_tier_rank = 0"
    )

    op.create_table(
        "price_promise",
        sa.Column("brand_id", sa.String(length=20), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.CheckConstraint("days BETWEEN 0 AND 90", name=op.f("ck_price_promise_days")),
        sa.ForeignKeyConstraint(
            ["brand_id"], ["brand.id"], name=op.f("fk_price_promise_brand_id_brand")
        ),
        sa.PrimaryKeyConstraint("brand_id", "since", name=op.f("pk_price_promise")),
    )
    op.create_table(
        "price_grant",
        sa.Column("order_id", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.String(length=20), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("refund_id", sa.String(length=20), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_price_grant_amount_minor")),
        sa.CheckConstraint("units > 0", name=op.f("ck_price_grant_units")),
        sa.ForeignKeyConstraint(
            ["deal_id"], ["public_price.deal_id"], name=op.f("fk_price_grant_deal_id_public_price")
        ),
        sa.ForeignKeyConstraint(
            ["order_id", "number"],
            ["order_line.order_id", "order_line.number"],
            name=op.f("fk_price_grant_order_id_order_line"),
        ),
        sa.ForeignKeyConstraint(
            ["refund_id"], ["refund.id"], name=op.f("fk_price_grant_refund_id_refund")
        ),
        sa.PrimaryKeyConstraint("order_id", "number", name=op.f("pk_price_grant")),
    )
    op.create_index(op.f("ix_price_grant_refund_id"), "price_grant", ["refund_id"])


def downgrade() -> None:
    op.drop_table("price_grant")
    op.drop_table("price_promise")
    op.drop_table("public_price")
    op.drop_index(op.f("ix_order_line_deal_id"), table_name="order_line")
    op.create_index(op.f("ix_order_line_deal_id"), "order_line", ["deal_id"])
    op.drop_index(op.f("ix_deal_product_id"), table_name="deal")
    op.drop_column("deal", "is_lowest_price")
