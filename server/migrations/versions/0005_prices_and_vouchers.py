"""prices and vouchers: price lists, exchange rates, vouchers with their uses and budgets

Revision: 0005, after 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exchange_rate",
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("per_base", sa.String(length=24), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("currency", name=op.f("pk_exchange_rate")),
    )
    op.create_table(
        "voucher",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("brand_id", sa.String(length=20), nullable=True),
        sa.Column("show_id", sa.String(length=20), nullable=True),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("rate_bp", sa.Integer(), nullable=False),
        sa.Column("step_minor", sa.BigInteger(), nullable=False),
        sa.Column("cap_minor", sa.BigInteger(), nullable=True),
        sa.Column("threshold_minor", sa.BigInteger(), nullable=False),
        sa.Column("scope", sa.String(length=8), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=True),
        sa.Column("stacking", sa.String(length=8), nullable=False),
        sa.Column("how", sa.String(length=8), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=True),
        sa.Column("per_person", sa.Integer(), nullable=False),
        sa.Column("total_limit", sa.Integer(), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("budget_minor", sa.BigInteger(), nullable=True),
        sa.Column("spent_minor", sa.BigInteger(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(how = 'code') = (code IS NOT NULL)", name=op.f("ck_voucher_code")),
        sa.CheckConstraint(
            "(how = 'collect') = (show_id IS NOT NULL)", name=op.f("ck_voucher_show")
        ),
        sa.CheckConstraint(
            "how IN ('collect', 'grant', 'code', 'everyone')", name=op.f("ck_voucher_how")
        ),
        sa.CheckConstraint("kind IN ('percent', 'fixed', 'each')", name=op.f("ck_voucher_kind")),
        sa.CheckConstraint(
            "scope IN ('item', 'brand', 'category', 'platform')", name=op.f("ck_voucher_scope")
        ),
        sa.CheckConstraint(
            "stacking IN ('alone', 'level', 'free')", name=op.f("ck_voucher_stacking")
        ),
        sa.CheckConstraint("per_person >= 1", name=op.f("ck_voucher_per_person")),
        sa.CheckConstraint("spent_minor BETWEEN 0 AND budget_minor", name=op.f("ck_voucher_spent")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_voucher_window")),
        sa.CheckConstraint("taken BETWEEN 0 AND total_limit", name=op.f("ck_voucher_taken")),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_voucher_brand_id_brand")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_voucher_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher")),
        sa.UniqueConstraint("code", name=op.f("uq_voucher_code")),
    )
    op.create_index("ix_voucher_brand_id", "voucher", ["brand_id", "id"])
    op.create_index("ix_voucher_how_ends_at", "voucher", ["how", "ends_at"])
    op.create_index("ix_voucher_show_id", "voucher", ["show_id"])
    op.create_table(
        "voucher_holder",
        sa.Column("voucher_id", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.String(length=20), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_voucher_holder_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["voucher_id"], ["voucher.id"], name=op.f("fk_voucher_holder_voucher_id_voucher")
        ),
        sa.PrimaryKeyConstraint("voucher_id", "account_id", name=op.f("pk_voucher_holder")),
    )
    op.create_index("ix_voucher_holder_account_id", "voucher_holder", ["account_id"])
    op.create_table(
        "voucher_product",
        sa.Column("voucher_id", sa.String(length=20), nullable=False),
        sa.Column("product_id", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_voucher_product_product_id_product")
        ),
        sa.ForeignKeyConstraint(
            ["voucher_id"], ["voucher.id"], name=op.f("fk_voucher_product_voucher_id_voucher")
        ),
        sa.PrimaryKeyConstraint("voucher_id", "product_id", name=op.f("pk_voucher_product")),
    )
    op.create_table(
        "voucher_use",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("voucher_id", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.String(length=20), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(status = 'returned') = (slot IS NULL)", name=op.f("ck_voucher_use_slot")
        ),
        sa.CheckConstraint(
            "status IN ('collected', 'reserved', 'used', 'returned')",
            name=op.f("ck_voucher_use_status"),
        ),
        sa.CheckConstraint("slot >= 1", name=op.f("ck_voucher_use_slot_from_1")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_voucher_use_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["voucher_id"], ["voucher.id"], name=op.f("fk_voucher_use_voucher_id_voucher")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher_use")),
        sa.UniqueConstraint(
            "voucher_id",
            "account_id",
            "slot",
            name=op.f("uq_voucher_use_voucher_id_account_id_slot"),
        ),
    )
    op.create_index("ix_voucher_use_account_id", "voucher_use", ["account_id", "id"])
    op.create_table(
        "deal_price",
        sa.Column("deal_id", sa.String(length=20), nullable=False),
        sa.Column("min_rank", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_deal_price_amount")),
        sa.CheckConstraint("min_rank BETWEEN 0 AND 9", name=op.f("ck_deal_price_min_rank")),
        sa.ForeignKeyConstraint(
            ["deal_id"], ["deal.id"], name=op.f("fk_deal_price_deal_id_deal"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("deal_id", "min_rank", "currency", name=op.f("pk_deal_price")),
    )
    op.create_table(
        "voucher_ledger",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("voucher_id", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=8), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("use_id", sa.String(length=20), nullable=True),
        sa.Column("order_id", sa.String(length=20), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(reason = 'funded') = (order_id IS NULL)", name=op.f("ck_voucher_ledger_order")
        ),
        sa.CheckConstraint(
            "(reason = 'reserved') = (amount_minor < 0)", name=op.f("ck_voucher_ledger_sign")
        ),
        sa.CheckConstraint(
            "reason IN ('funded', 'reserved', 'returned')", name=op.f("ck_voucher_ledger_reason")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_voucher_ledger_order_id_orders")
        ),
        sa.ForeignKeyConstraint(
            ["use_id"], ["voucher_use.id"], name=op.f("fk_voucher_ledger_use_id_voucher_use")
        ),
        sa.ForeignKeyConstraint(
            ["voucher_id"], ["voucher.id"], name=op.f("fk_voucher_ledger_voucher_id_voucher")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher_ledger")),
    )
    op.create_index("ix_voucher_ledger_voucher_id", "voucher_ledger", ["voucher_id", "id"])
    op.create_table(
        "voucher_share",
        sa.Column("use_id", sa.String(length=20), nullable=False),
        sa.Column("order_id", sa.String(length=20), nullable=False),
        sa.Column("cost_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("cost_minor >= 0", name=op.f("ck_voucher_share_cost")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_voucher_share_order_id_orders")
        ),
        sa.ForeignKeyConstraint(
            ["use_id"], ["voucher_use.id"], name=op.f("fk_voucher_share_use_id_voucher_use")
        ),
        sa.PrimaryKeyConstraint("use_id", "order_id", name=op.f("pk_voucher_share")),
    )
    op.create_index("ix_voucher_share_order_id", "voucher_share", ["order_id"])


def downgrade() -> None:
    op.drop_index("ix_voucher_share_order_id", "voucher_share")
    op.drop_table("voucher_share")
    op.drop_index("ix_voucher_ledger_voucher_id", "voucher_ledger")
    op.drop_table("voucher_ledger")
    op.drop_table("deal_price")
    op.drop_index("ix_voucher_use_account_id", "voucher_use")
    op.drop_table("voucher_use")
    op.drop_table("voucher_product")
    op.drop_index("ix_voucher_holder_account_id", "voucher_holder")
    op.drop_table("voucher_holder")
    op.drop_index("ix_voucher_show_id", "voucher")
    op.drop_index("ix_voucher_how_ends_at", "voucher")
    op.drop_index("ix_voucher_brand_id", "voucher")
    op.drop_table("voucher")
    op.drop_table("exchange_rate")
