"""wish lists, shared carts with links to them, and gifts

Revision: 0024, after 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

ID = sa.String(length=20)
MOMENT = sa.DateTime(timezone=True)
KINDS = "kind IN ('show', 'deal', 'clip', 'product', 'brand', 'cart', 'wishlist')"


def upgrade() -> None:
    _create_wishes()
    _create_shared_carts()
    _create_gifts()
    op.add_column("orders", sa.Column("recipient_id", ID, nullable=True))
    _widen_links()


def _create_wishes() -> None:
    op.create_table(
        "wish",
        sa.Column("account_id", ID, nullable=False),
        sa.Column("item_id", ID, nullable=False),
        sa.Column("product_id", ID, nullable=False),
        sa.Column("deal_id", ID, nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("wished_at", MOMENT, nullable=False),
        sa.CheckConstraint("place BETWEEN 1 AND 200", name=op.f("ck_wish_place")),
        sa.CheckConstraint("item_id = coalesce(deal_id, product_id)", name=op.f("ck_wish_item_id")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_wish_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_wish_product_id_product")
        ),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_wish_deal_id_deal")),
        sa.PrimaryKeyConstraint("account_id", "item_id", name=op.f("pk_wish")),
        sa.UniqueConstraint("account_id", "place", name=op.f("uq_wish_account_id_place")),
    )


def _create_shared_carts() -> None:
    op.create_table(
        "shared_cart",
        sa.Column("id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("brand_id", ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('cart', 'wishlist')", name=op.f("ck_shared_cart_kind")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_shared_cart_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["brand_id"], ["brand.id"], name=op.f("fk_shared_cart_brand_id_brand")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_cart")),
    )
    op.create_index("ix_shared_cart_account_id", "shared_cart", ["account_id", "created_at"])
    op.create_table(
        "shared_cart_line",
        sa.Column("shared_cart_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("item_id", ID, nullable=False),
        sa.Column("product_id", ID, nullable=False),
        sa.Column("deal_id", ID, nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_shared_cart_line_quantity")),
        sa.CheckConstraint(
            "item_id = coalesce(deal_id, product_id)", name=op.f("ck_shared_cart_line_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["shared_cart_id"],
            ["shared_cart.id"],
            name=op.f("fk_shared_cart_line_shared_cart_id_shared_cart"),
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_shared_cart_line_product_id_product")
        ),
        sa.ForeignKeyConstraint(
            ["deal_id"], ["deal.id"], name=op.f("fk_shared_cart_line_deal_id_deal")
        ),
        sa.PrimaryKeyConstraint("shared_cart_id", "number", name=op.f("pk_shared_cart_line")),
        sa.UniqueConstraint(
            "shared_cart_id", "item_id", name=op.f("uq_shared_cart_line_shared_cart_id_item_id")
        ),
    )


def _create_gifts() -> None:
    op.create_table(
        "gift",
        sa.Column("order_id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("message", sa.String(length=300), nullable=False),
        sa.Column("wrapped_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("recipient_id", ID, nullable=True),
        sa.Column("accepted_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("recipient_id != account_id", name=op.f("ck_gift_recipient")),
        sa.CheckConstraint(
            "(recipient_id IS NULL) = (accepted_at IS NULL)", name=op.f("ck_gift_accepted")
        ),
        sa.CheckConstraint(
            "accepted_at IS NULL OR withdrawn_at IS NULL", name=op.f("ck_gift_withdrawn")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_gift_order_id_orders")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_gift_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["account.id"], name=op.f("fk_gift_recipient_id_account")
        ),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_gift")),
        sa.UniqueConstraint("secret", name=op.f("uq_gift_secret")),
    )
    op.create_index("ix_gift_recipient_id", "gift", ["recipient_id"])


def _widen_links() -> None:
    for table in ("share_link", "share_link_elsewhere"):
        name = op.f(f"ck_{table}_kind")
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_constraint(name, type_="check")
            batch_op.create_check_constraint(name, KINDS)
