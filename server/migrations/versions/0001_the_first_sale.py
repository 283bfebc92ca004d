"""the first sale

Revision: 0001, after nothing
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("handle", sa.String(length=24), nullable=False),
        sa.Column("handle_key", sa.String(length=24), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("is_operator", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email_key", name=op.f("uq_account_email_key")),
        sa.UniqueConstraint("handle_key", name=op.f("uq_account_handle_key")),
    )
    op.create_table(
        "brand",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=False),
        sa.Column("tagline", sa.String(length=160), nullable=False),
        sa.Column("hue", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("hue BETWEEN 0 AND 359", name=op.f("ck_brand_hue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brand")),
        sa.UniqueConstraint("slug", name=op.f("uq_brand_slug")),
    )
    op.create_table(
        "idempotency_key",
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("owner", "key", name=op.f("pk_idempotency_key")),
    )
    with op.batch_alter_table("idempotency_key", schema=None) as batch_op:
        batch_op.create_index("ix_idempotency_key_created_at", ["created_at"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_undelivered", ["delivered_at", "created_at"], unique=False)

    op.create_table(
        "chat_message",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("show_id", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.String(length=20), nullable=False),
        sa.Column("badge", sa.String(length=40), nullable=False),
        sa.Column("is_staff", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_by", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_chat_message_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["deleted_by"], ["account.id"], name=op.f("fk_chat_message_deleted_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_message")),
    )
    with op.batch_alter_table("chat_message", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_chat_message_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index("ix_chat_message_show_id_id", ["show_id", "id"], unique=False)

    op.create_table(
        "chat_mute",
        sa.Column("show_id", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.String(length=20), nullable=False),
        sa.Column("muted_by", sa.String(length=20), nullable=False),
        sa.Column("muted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_chat_mute_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["muted_by"], ["account.id"], name=op.f("fk_chat_mute_muted_by_account")
        ),
        sa.PrimaryKeyConstraint("show_id", "account_id", name=op.f("pk_chat_mute")),
    )
    with op.batch_alter_table("chat_mute", schema=None) as batch_op:
        batch_op.create_index("ix_chat_mute_account_id", ["account_id"], unique=False)

    op.create_table(
        "member",
        sa.Column("brand_id", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.String(length=20), nullable=False),
        sa.Column("tier_rank", sa.Integer(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_member_account_id_account")
        ),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_member_brand_id_brand")),
        sa.PrimaryKeyConstraint("brand_id", "account_id", name=op.f("pk_member")),
    )
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.create_index("ix_member_account_id", ["account_id"], unique=False)

    op.create_table(
        "orders",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.String(length=20), nullable=False),
        sa.Column("brand_id", sa.String(length=20), nullable=False),
        sa.Column("show_id", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("referral_token", sa.String(length=255), nullable=True),
        sa.Column("card_last4", sa.String(length=4), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hold_expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'paid') = (paid_at IS NOT NULL)", name=op.f("ck_orders_paid")
        ),
        sa.CheckConstraint(
            "status IN ('awaiting_payment', 'paid', 'expired', 'cancelled')",
            name=op.f("ck_orders_status"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_orders_account_id_account")
        ),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_orders_brand_id_brand")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
    )
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.create_index("ix_orders_account_id", ["account_id", "created_at"], unique=False)
        batch_op.create_index(
            "ix_orders_awaiting_hold_expires_at",
            ["hold_expires_at"],
            unique=False,
            postgresql_where=sa.text("status = 'awaiting_payment'"),
            sqlite_where=sa.text("status = 'awaiting_payment'"),
        )
        batch_op.create_index("ix_orders_show_id", ["show_id", "created_at"], unique=False)

    op.create_table(
        "product",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("brand_id", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("title_key", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("list_price_minor", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("list_price_minor > 0", name=op.f("ck_product_list_price")),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_product_brand_id_brand")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
    )
    with op.batch_alter_table("product", schema=None) as batch_op:
        batch_op.create_index("ix_product_brand_id", ["brand_id", "category"], unique=False)

    op.create_table(
        "session",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_session_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
    )
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_session_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "share_link",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("target_id", sa.String(length=20), nullable=False),
        sa.Column("show_id", sa.String(length=20), nullable=False),
        sa.Column("brand_id", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("image_url", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('show', 'deal')", name=op.f("ck_share_link_kind")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_share_link_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["brand_id"], ["brand.id"], name=op.f("fk_share_link_brand_id_brand")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_link")),
        sa.UniqueConstraint(
            "account_id", "kind", "target_id", name=op.f("uq_share_link_account_id_kind_target_id")
        ),
        sa.UniqueConstraint("code", name=op.f("uq_share_link_code")),
    )
    with op.batch_alter_table("share_link", schema=None) as batch_op:
        batch_op.create_index("ix_share_link_account_id", ["account_id", "id"], unique=False)
        batch_op.create_index("ix_share_link_target", ["kind", "target_id"], unique=False)

    op.create_table(
        "show",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("brand_id", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("scheduled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('scheduled', 'live', 'ended', 'cancelled')", name=op.f("ck_show_status")
        ),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_show_brand_id_brand")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_show")),
    )
    with op.batch_alter_table("show", schema=None) as batch_op:
        batch_op.create_index("ix_show_brand_id", ["brand_id", "scheduled_at"], unique=False)
        batch_op.create_index("ix_show_status", ["status", "scheduled_at"], unique=False)

    op.create_table(
        "staff",
        sa.Column("brand_id", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.String(length=20), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role IN ('moderator', 'host', 'manager')", name=op.f("ck_staff_role")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_staff_account_id_account")
        ),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_staff_brand_id_brand")),
        sa.PrimaryKeyConstraint("brand_id", "account_id", name=op.f("pk_staff")),
    )
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.create_index("ix_staff_account_id", ["account_id"], unique=False)

    op.create_table(
        "tier",
        sa.Column("brand_id", sa.String(length=20), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("share_rate_bp", sa.Integer(), nullable=False),
        sa.Column("perk", sa.String(length=160), nullable=False),
        sa.CheckConstraint("rank BETWEEN 1 AND 9", name=op.f("ck_tier_rank")),
        sa.CheckConstraint("share_rate_bp BETWEEN 0 AND 10000", name=op.f("ck_tier_share_rate_bp")),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_tier_brand_id_brand")),
        sa.PrimaryKeyConstraint("brand_id", "rank", name=op.f("pk_tier")),
        sa.UniqueConstraint("brand_id", "name", name=op.f("uq_tier_brand_id_name")),
    )
    op.create_table(
        "deal",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("show_id", sa.String(length=20), nullable=False),
        sa.Column("brand_id", sa.String(length=20), nullable=False),
        sa.Column("product_id", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=False),
        sa.Column("sold", sa.Integer(), nullable=False),
        sa.Column("per_buyer_limit", sa.Integer(), nullable=False),
        sa.Column("min_tier_rank", sa.Integer(), nullable=False),
        sa.Column("duration_s", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_pinned", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status = 'queued' OR (opened_at IS NOT NULL AND closes_at IS NOT NULL)",
            name=op.f("ck_deal_window"),
        ),
        sa.CheckConstraint("status IN ('queued', 'live', 'ended')", name=op.f("ck_deal_status")),
        sa.CheckConstraint("price_minor > 0", name=op.f("ck_deal_price")),
        sa.CheckConstraint("sold BETWEEN 0 AND stock", name=op.f("ck_deal_stock")),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_deal_brand_id_brand")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_deal_product_id_product")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal")),
    )
    with op.batch_alter_table("deal", schema=None) as batch_op:
        batch_op.create_index(
            "ix_deal_live_closes_at",
            ["closes_at"],
            unique=False,
            postgresql_where=sa.text("status = 'live'"),
            sqlite_where=sa.text("status = 'live'"),
        )
        batch_op.create_index("ix_deal_show_id", ["show_id", "position"], unique=False)
        batch_op.create_index(
            "uq_deal_pinned_show_id",
            ["show_id"],
            unique=True,
            postgresql_where=sa.text("is_pinned"),
            sqlite_where=sa.text("is_pinned"),
        )

    op.create_table(
        "payment_attempt",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("order_id", sa.String(length=20), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("card_last4", sa.String(length=4), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('approved', 'declined', 'insufficient_funds')",
            name=op.f("ck_payment_attempt_outcome"),
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_payment_attempt_order_id_orders")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_attempt")),
    )
    with op.batch_alter_table("payment_attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payment_attempt_order_id"), ["order_id"], unique=False)
        batch_op.create_index(
            "uq_payment_attempt_approved_order_id",
            ["order_id"],
            unique=True,
            postgresql_where=sa.text("outcome = 'approved'"),
            sqlite_where=sa.text("outcome = 'approved'"),
        )

    op.create_table(
        "share_click",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("link_id", sa.String(length=20), nullable=False),
        sa.Column("identity", sa.String(length=64), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("rate_bp", sa.Integer(), nullable=False),
        sa.Column("tier_rank", sa.Integer(), nullable=False),
        sa.Column("clicked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("rate_bp BETWEEN 0 AND 10000", name=op.f("ck_share_click_rate_bp")),
        sa.ForeignKeyConstraint(
            ["link_id"], ["share_link.id"], name=op.f("fk_share_click_link_id_share_link")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_click")),
        sa.UniqueConstraint(
            "link_id", "identity", "hour", name=op.f("uq_share_click_link_id_identity_hour")
        ),
    )
    op.create_table(
        "deal_slot",
        sa.Column("order_id", sa.String(length=20), nullable=False),
        sa.Column("deal_id", sa.String(length=20), nullable=False),
        sa.Column("unit", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(length=20), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_deal_slot_account_id_account")
        ),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_deal_slot_deal_id_deal")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_deal_slot_order_id_orders")
        ),
        sa.PrimaryKeyConstraint("order_id", "deal_id", "unit", name=op.f("pk_deal_slot")),
        sa.UniqueConstraint(
            "deal_id", "account_id", "slot", name=op.f("uq_deal_slot_deal_id_account_id_slot")
        ),
    )
    op.create_table(
        "order_line",
        sa.Column("order_id", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.String(length=20), nullable=False),
        sa.Column("product_id", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_price_minor", sa.BigInteger(), nullable=False),
        sa.Column("list_price_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_order_line_quantity")),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_order_line_deal_id_deal")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_order_line_order_id_orders")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_order_line_product_id_product")
        ),
        sa.PrimaryKeyConstraint("order_id", "number", name=op.f("pk_order_line")),
    )
    with op.batch_alter_table("order_line", schema=None) as batch_op:
        batch_op.create_index("ix_order_line_deal_id", ["deal_id"], unique=False)

    op.create_table(
        "share_credit",
        sa.Column("order_id", sa.String(length=20), nullable=False),
        sa.Column("click_id", sa.String(length=20), nullable=True),
        sa.Column("link_id", sa.String(length=20), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "outcome != 'credited' OR link_id IS NOT NULL",
            name=op.f("ck_share_credit_credited_link"),
        ),
        sa.ForeignKeyConstraint(
            ["click_id"], ["share_click.id"], name=op.f("fk_share_credit_click_id_share_click")
        ),
        sa.ForeignKeyConstraint(
            ["link_id"], ["share_link.id"], name=op.f("fk_share_credit_link_id_share_link")
        ),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_share_credit")),
    )
    with op.batch_alter_table("share_credit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_share_credit_click_id"), ["click_id"], unique=False)
        batch_op.create_index("ix_share_credit_link_id", ["link_id", "outcome"], unique=False)

    op.create_table(
        "reward",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("order_id", sa.String(length=20), nullable=False),
        sa.Column("order_number", sa.String(length=32), nullable=False),
        sa.Column("link_id", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.String(length=20), nullable=False),
        sa.Column("rate_bp", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("earned_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status IN ('pending')", name=op.f("ck_reward_status")),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_reward_amount_minor")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_reward_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["link_id"], ["share_link.id"], name=op.f("fk_reward_link_id_share_link")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["share_credit.order_id"], name=op.f("fk_reward_order_id_share_credit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward")),
        sa.UniqueConstraint("order_id", name=op.f("uq_reward_order_id")),
    )
    with op.batch_alter_table("reward", schema=None) as batch_op:
        batch_op.create_index("ix_reward_account_id", ["account_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reward_link_id"), ["link_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("reward", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reward_link_id"))
        batch_op.drop_index("ix_reward_account_id")

    op.drop_table("reward")
    with op.batch_alter_table("share_credit", schema=None) as batch_op:
        batch_op.drop_index("ix_share_credit_link_id")
        batch_op.drop_index(batch_op.f("ix_share_credit_click_id"))

    op.drop_table("share_credit")
    with op.batch_alter_table("order_line", schema=None) as batch_op:
        batch_op.drop_index("ix_order_line_deal_id")

    op.drop_table("order_line")
    op.drop_table("deal_slot")
    op.drop_table("share_click")
    with op.batch_alter_table("payment_attempt", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_payment_attempt_approved_order_id",
            postgresql_where=sa.text("outcome = 'approved'"),
            sqlite_where=sa.text("outcome = 'approved'"),
        )
        batch_op.drop_index(batch_op.f("ix_payment_attempt_order_id"))

    op.drop_table("payment_attempt")
    with op.batch_alter_table("deal", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_deal_pinned_show_id",
            postgresql_where=sa.text("is_pinned"),
            sqlite_where=sa.text("is_pinned"),
        )
        batch_op.drop_index("ix_deal_show_id")
        batch_op.drop_index(
            "ix_deal_live_closes_at",
            postgresql_where=sa.text("status = 'live'"),
            sqlite_where=sa.text("status = 'live'"),
        )

    op.drop_table("deal")
    op.drop_table("tier")
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.drop_index("ix_staff_account_id")

    op.drop_table("staff")
    with op.batch_alter_table("show", schema=None) as batch_op:
        batch_op.drop_index("ix_show_status")
        batch_op.drop_index("ix_show_brand_id")

    op.drop_table("show")
    with op.batch_alter_table("share_link", schema=None) as batch_op:
        batch_op.drop_index("ix_share_link_target")
        batch_op.drop_index("ix_share_link_account_id")

    op.drop_table("share_link")
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_expires_at"))
        batch_op.drop_index(batch_op.f("ix_session_account_id"))

    op.drop_table("session")
    with op.batch_alter_table("product", schema=None) as batch_op:
        batch_op.drop_index("ix_product_brand_id")

    op.drop_table("product")
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_index("ix_orders_show_id")
        batch_op.drop_index(
            "ix_orders_awaiting_hold_expires_at",
            postgresql_where=sa.text("status = 'awaiting_payment'"),
            sqlite_where=sa.text("status = 'awaiting_payment'"),
        )
        batch_op.drop_index("ix_orders_account_id")

    op.drop_table("orders")
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.drop_index("ix_member_account_id")

    op.drop_table("member")
    with op.batch_alter_table("chat_mute", schema=None) as batch_op:
        batch_op.drop_index("ix_chat_mute_account_id")

    op.drop_table("chat_mute")
    with op.batch_alter_table("chat_message", schema=None) as batch_op:
        batch_op.drop_index("ix_chat_message_show_id_id")
        batch_op.drop_index(batch_op.f("ix_chat_message_account_id"))

    op.drop_table("chat_message")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_undelivered")

    op.drop_table("outbox")
    with op.batch_alter_table("idempotency_key", schema=None) as batch_op:
        batch_op.drop_index("ix_idempotency_key_created_at")

    op.drop_table("idempotency_key")
    op.drop_table("brand")
    op.drop_table("account")
