"""rewards become payable, are limited and paid out, and every move of their money is an entry

What was earned before is pending for fourteen days from when it was earned, and has its first entry.

Revision: 0020, after 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

ID = sa.String(length=20)
MOMENT = sa.DateTime(timezone=True)
MINOR = sa.BigInteger()
KINDS = "IN ('rate', 'fixed', 'points')"
PAYOUTS = "status IN ('draft', 'approved', 'paid', 'rejected')"


def upgrade() -> None:
    _widen_terms_and_clicks()
    _add_terms()
    _add_payouts()
    _widen_rewards()
    _add_ledger()


def _widen_terms_and_clicks() -> None:
    with op.batch_alter_table("share_terms") as batch:
        batch.add_column(
            sa.Column("return_days", sa.Integer(), nullable=False, server_default="14")
        )
        batch.add_column(sa.Column("least_payout_minor", MINOR, nullable=False, server_default="0"))
        batch.add_column(
            sa.Column("rewards_version", sa.Integer(), nullable=False, server_default="0")
        )
        batch.create_check_constraint(
            op.f("ck_share_terms_return_days"), "return_days BETWEEN 0 AND 365"
        )
        batch.create_check_constraint(
            op.f("ck_share_terms_least_payout"), "least_payout_minor >= 0"
        )
    with op.batch_alter_table("share_click") as batch:
        batch.add_column(
            sa.Column("reward_kind", sa.String(length=8), nullable=False, server_default="rate")
        )
        batch.add_column(sa.Column("reward_amount", MINOR, nullable=False, server_default="0"))
        batch.create_check_constraint(op.f("ck_share_click_reward_kind"), f"reward_kind {KINDS}")


def _add_terms() -> None:
    op.create_table(
        "reward_tier",
        sa.Column("brand_id", ID, nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("amount", MINOR, nullable=False),
        sa.Column("friend_voucher_id", ID, nullable=True),
        sa.CheckConstraint("rank BETWEEN 1 AND 9", name=op.f("ck_reward_tier_rank")),
        sa.CheckConstraint(f"kind {KINDS}", name=op.f("ck_reward_tier_kind")),
        sa.CheckConstraint(
            "(kind = 'rate') = (amount = 0) AND amount >= 0", name=op.f("ck_reward_tier_amount")
        ),
        sa.ForeignKeyConstraint(
            ["brand_id"], ["brand.id"], name=op.f("fk_reward_tier_brand_id_brand")
        ),
        sa.PrimaryKeyConstraint("brand_id", "rank", name=op.f("pk_reward_tier")),
    )
    op.create_table(
        "reward_limit",
        sa.Column("brand_id", ID, nullable=False),
        sa.Column("unit", sa.String(length=8), nullable=False),
        sa.Column("per_day", MINOR, nullable=True),
        sa.Column("per_friend", MINOR, nullable=True),
        sa.Column("budget", MINOR, nullable=True),
        sa.Column("spent", MINOR, nullable=False),
        sa.CheckConstraint("unit IN ('money', 'points')", name=op.f("ck_reward_limit_unit")),
        sa.CheckConstraint("per_day >= 0 AND per_friend >= 0", name=op.f("ck_reward_limit_limits")),
        sa.CheckConstraint(
            "spent >= 0 AND (budget IS NULL OR spent <= budget)",
            name=op.f("ck_reward_limit_budget"),
        ),
        sa.ForeignKeyConstraint(
            ["brand_id"], ["brand.id"], name=op.f("fk_reward_limit_brand_id_brand")
        ),
        sa.PrimaryKeyConstraint("brand_id", "unit", name=op.f("pk_reward_limit")),
    )
    op.create_table(
        "friend_welcome",
        sa.Column("brand_id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("click_id", ID, nullable=False),
        sa.Column("voucher_id", ID, nullable=False),
        sa.Column("use_id", ID, nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "status IN ('due', 'given', 'refused')", name=op.f("ck_friend_welcome_status")
        ),
        sa.ForeignKeyConstraint(
            ["brand_id"], ["brand.id"], name=op.f("fk_friend_welcome_brand_id_brand")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_friend_welcome_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["click_id"], ["share_click.id"], name=op.f("fk_friend_welcome_click_id_share_click")
        ),
        sa.PrimaryKeyConstraint("brand_id", "account_id", name=op.f("pk_friend_welcome")),
        sa.UniqueConstraint("use_id", name=op.f("uq_friend_welcome_use_id")),
    )


def _add_payouts() -> None:
    op.create_table(
        "payout",
        sa.Column("id", ID, nullable=False),
        sa.Column("brand_id", ID, nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("made_by", ID, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("total_minor", MINOR, nullable=False),
        sa.Column("sharers", sa.Integer(), nullable=False),
        sa.CheckConstraint(PAYOUTS, name=op.f("ck_payout_status")),
        sa.CheckConstraint("total_minor > 0 AND sharers > 0", name=op.f("ck_payout_total")),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_payout_brand_id_brand")),
        sa.ForeignKeyConstraint(
            ["made_by"], ["account.id"], name=op.f("fk_payout_made_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout")),
    )
    op.create_index("ix_payout_brand_id", "payout", ["brand_id", "id"])
    op.create_index(
        "uq_payout_draft",
        "payout",
        ["brand_id"],
        unique=True,
        sqlite_where=sa.text("status = 'draft'"),
        postgresql_where=sa.text("status = 'draft'"),
    )
    op.create_table(
        "payout_step",
        sa.Column("payout_id", ID, nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("taken_at", MOMENT, nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.CheckConstraint(PAYOUTS, name=op.f("ck_payout_step_status")),
        sa.ForeignKeyConstraint(
            ["payout_id"], ["payout.id"], name=op.f("fk_payout_step_payout_id_payout")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_payout_step_account_id_account")
        ),
        sa.PrimaryKeyConstraint("payout_id", "status", name=op.f("pk_payout_step")),
    )


def _widen_rewards() -> None:
    with op.batch_alter_table("reward") as batch:
        batch.drop_constraint(op.f("ck_reward_amount_minor"), type_="check")
        batch.drop_constraint(op.f("ck_reward_status"), type_="check")
        for name in ("brand_id", "friend_id", "payout_id"):
            batch.add_column(sa.Column(name, ID, nullable=True))
        batch.add_column(
            sa.Column("kind", sa.String(length=8), nullable=False, server_default="rate")
        )
        for name in ("offer_amount", "points", "settled_minor"):
            batch.add_column(sa.Column(name, MINOR, nullable=False, server_default="0"))
        batch.add_column(sa.Column("order_total_minor", MINOR, nullable=True))
        batch.add_column(sa.Column("cut_by", sa.String(length=8), nullable=True))
        batch.add_column(sa.Column("due_at", MOMENT, nullable=True))
        batch.add_column(
            sa.Column("is_budgeted", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    _fill_rewards()
    with op.batch_alter_table("reward") as batch:
        for name, kind in (
            ("brand_id", ID), ("friend_id", ID), ("order_total_minor", MINOR), ("due_at", MOMENT)
        ):  # fmt: skip
            batch.alter_column(name, existing_type=kind, nullable=False)
        batch.create_check_constraint(
            op.f("ck_reward_amounts"), "amount_minor >= 0 AND points >= 0 AND settled_minor >= 0"
        )
        batch.create_check_constraint(op.f("ck_reward_kind"), f"kind {KINDS}")
        batch.create_check_constraint(op.f("ck_reward_points"), "kind = 'points' OR points = 0")
        batch.create_check_constraint(
            op.f("ck_reward_amount_minor"), "kind != 'points' OR amount_minor = 0"
        )
        batch.create_check_constraint(
            op.f("ck_reward_cut_by"), "cut_by IN ('friend', 'day', 'budget')"
        )
        batch.create_check_constraint(
            op.f("ck_reward_status"),
            "status IN ('pending', 'payable', 'in_payout', 'paid', 'owed', 'cancelled')",
        )
        batch.create_check_constraint(
            op.f("ck_reward_payout"), "(status = 'in_payout') = (payout_id IS NOT NULL)"
        )
        batch.create_foreign_key(op.f("fk_reward_brand_id_brand"), "brand", ["brand_id"], ["id"])
        batch.create_foreign_key(
            op.f("fk_reward_payout_id_payout"), "payout", ["payout_id"], ["id"]
        )
    op.create_index("ix_reward_friend_id", "reward", ["friend_id"])
    op.create_index("ix_reward_account_id_earned_at", "reward", ["account_id", "earned_at"])
    for name, columns, condition in (
        ("ix_reward_due_at", ["due_at"], "status = 'pending'"),
        ("ix_reward_brand_id", ["brand_id", "account_id"], "status IN ('payable', 'owed')"),
    ):
        op.create_index(
            name,
            "reward",
            columns,
            sqlite_where=sa.text(condition),
            postgresql_where=sa.text(condition),
        )


def _fill_rewards() -> None:
    """An order that is not there any more has a friend without a name, and was worth what its reward says."""
    op.execute(
        "UPDATE reward SET "
        "brand_id = (SELECT brand_id FROM share_link WHERE share_link.id = reward.link_id), "
        "friend_id = COALESCE((SELECT account_id FROM orders WHERE orders.id = order_id), ''), "
        "order_total_minor = COALESCE((SELECT total_minor FROM orders WHERE orders.id = order_id), "
        "CASE WHEN rate_bp > 0 THEN amount_minor * 10000 / rate_bp ELSE amount_minor END)"
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "UPDATE reward SET due_at = strftime('%Y-%m-%d %H:%M:%f', earned_at, '+14 days') || '000'"
        )
    else:
        op.execute("UPDATE reward SET due_at = earned_at + interval '14 days'")


def _add_ledger() -> None:
    op.create_table(
        "payout_item",
        sa.Column("payout_id", ID, nullable=False),
        sa.Column("reward_id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("amount_minor", MINOR, nullable=False),
        sa.CheckConstraint("amount_minor != 0", name=op.f("ck_payout_item_amount_minor")),
        sa.ForeignKeyConstraint(
            ["payout_id"], ["payout.id"], name=op.f("fk_payout_item_payout_id_payout")
        ),
        sa.ForeignKeyConstraint(
            ["reward_id"], ["reward.id"], name=op.f("fk_payout_item_reward_id_reward")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_payout_item_account_id_account")
        ),
        sa.PrimaryKeyConstraint("payout_id", "reward_id", name=op.f("pk_payout_item")),
    )
    op.create_index("ix_payout_item_reward_id", "payout_item", ["reward_id"])
    op.create_table(
        "reward_entry",
        sa.Column("id", ID, nullable=False),
        sa.Column("brand_id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("reward_id", ID, nullable=False),
        sa.Column("payout_id", ID, nullable=True),
        sa.Column("taken_from", sa.String(length=9), nullable=True),
        sa.Column("put_into", sa.String(length=9), nullable=False),
        sa.Column("amount_minor", MINOR, nullable=False),
        sa.Column("reason", sa.String(length=8), nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.CheckConstraint("amount_minor >= 0", name=op.f("ck_reward_entry_amount_minor")),
        sa.CheckConstraint(
            "(reason = 'earned') = (taken_from IS NULL)", name=op.f("ck_reward_entry_earned")
        ),
        sa.ForeignKeyConstraint(
            ["reward_id"], ["reward.id"], name=op.f("fk_reward_entry_reward_id_reward")
        ),
        sa.ForeignKeyConstraint(
            ["payout_id"], ["payout.id"], name=op.f("fk_reward_entry_payout_id_payout")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_entry")),
    )
    op.create_index("ix_reward_entry_account_id", "reward_entry", ["account_id", "id"])
    op.create_index("ix_reward_entry_reward_id", "reward_entry", ["reward_id"])
    # Each table has its own ids, so a reward's can be its first entry's.
    op.execute(
        "INSERT INTO reward_entry (id, brand_id, account_id, currency, reward_id, put_into, "
        "amount_minor, reason, entered_at) "
        "SELECT id, brand_id, account_id, currency, id, "
        "'pending', amount_minor, 'earned', earned_at FROM reward WHERE status = 'pending'"
    )
