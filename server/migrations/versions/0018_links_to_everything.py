"""links lead to shows, deals, products and brands, by names, languages and tags; and clicks are known by who made them

Revision: 0018, after 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

ID = sa.String(length=20)
MOMENT = sa.DateTime(timezone=True)
KINDS = "kind IN ('show', 'deal', 'clip', 'product', 'brand')"


def upgrade() -> None:
    _widen_links()
    op.create_table(
        "share_link_elsewhere",
        sa.Column("link_id", ID, nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.Column("show_id", ID, nullable=True),
        sa.Column("leads_to", sa.String(length=255), nullable=False),
        sa.CheckConstraint(KINDS, name=op.f("ck_share_link_elsewhere_kind")),
        sa.ForeignKeyConstraint(
            ["link_id"], ["share_link.id"], name=op.f("fk_share_link_elsewhere_link_id_share_link")
        ),
        sa.PrimaryKeyConstraint("link_id", "language", name=op.f("pk_share_link_elsewhere")),
    )
    op.create_table(
        "share_terms",
        sa.Column("brand_id", ID, nullable=False),
        sa.Column("model", sa.String(length=8), nullable=False),
        sa.Column("window_days", sa.Integer(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.CheckConstraint("model IN ('last', 'first')", name=op.f("ck_share_terms_model")),
        sa.CheckConstraint(
            "window_days BETWEEN 1 AND 365", name=op.f("ck_share_terms_window_days")
        ),
        sa.ForeignKeyConstraint(
            ["brand_id"], ["brand.id"], name=op.f("fk_share_terms_brand_id_brand")
        ),
        sa.PrimaryKeyConstraint("brand_id", name=op.f("pk_share_terms")),
    )
    _widen_clicks()
    op.create_table(
        "share_step",
        sa.Column("click_id", ID, nullable=False),
        sa.Column("step", sa.String(length=8), nullable=False),
        sa.Column("link_id", ID, nullable=False),
        sa.Column("taken_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "step IN ('joined', 'watched', 'claimed', 'bought')", name=op.f("ck_share_step_step")
        ),
        sa.ForeignKeyConstraint(
            ["click_id"], ["share_click.id"], name=op.f("fk_share_step_click_id_share_click")
        ),
        sa.ForeignKeyConstraint(
            ["link_id"], ["share_link.id"], name=op.f("fk_share_step_link_id_share_link")
        ),
        sa.PrimaryKeyConstraint("click_id", "step", name=op.f("pk_share_step")),
    )
    op.create_index("ix_share_step_link_id", "share_step", ["link_id", "step"])
    with op.batch_alter_table("share_credit") as batch_op:
        batch_op.add_column(
            sa.Column("model", sa.String(length=8), nullable=False, server_default="last")
        )
        batch_op.add_column(
            sa.Column("order_number", sa.String(length=32), nullable=False, server_default="")
        )
    op.create_table(
        "share_touch",
        sa.Column("order_id", ID, nullable=False),
        sa.Column("click_id", ID, nullable=False),
        sa.Column("link_id", ID, nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["share_credit.order_id"],
            name=op.f("fk_share_touch_order_id_share_credit"),
        ),
        sa.ForeignKeyConstraint(
            ["click_id"], ["share_click.id"], name=op.f("fk_share_touch_click_id_share_click")
        ),
        sa.ForeignKeyConstraint(
            ["link_id"], ["share_link.id"], name=op.f("fk_share_touch_link_id_share_link")
        ),
        sa.PrimaryKeyConstraint("order_id", "click_id", name=op.f("pk_share_touch")),
    )  # fmt: skip
    op.create_index("ix_share_touch_link_id", "share_touch", ["link_id", "order_id"])
    _fill()


def _widen_links() -> None:
    with op.batch_alter_table("share_link") as batch_op:
        batch_op.drop_constraint(op.f("ck_share_link_kind"), type_="check")
        batch_op.drop_constraint(op.f("uq_share_link_account_id_kind_target_id"), type_="unique")
        batch_op.alter_column(
            "code", existing_type=sa.String(length=16), type_=sa.String(length=32)
        )
        batch_op.alter_column("show_id", existing_type=ID, nullable=True)
        batch_op.add_column(
            sa.Column("leads_to", sa.String(length=255), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("at_s", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("expires_at", MOMENT, nullable=True))
        for name in ("is_direct", "is_tailored"):
            batch_op.add_column(
                sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
            )
        batch_op.add_column(
            sa.Column("tags", sa.String(length=2000), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.execute(
        "UPDATE share_link SET leads_to = CASE kind WHEN 'clip' THEN '/clips/' || target_id "
        "WHEN 'deal' THEN '/shows/' || show_id || '#deal-' || target_id "
        "ELSE '/shows/' || show_id END"
    )
    with op.batch_alter_table("share_link") as batch_op:
        batch_op.alter_column("leads_to", existing_type=sa.String(length=255), server_default=None)
        batch_op.create_check_constraint(op.f("ck_share_link_kind"), KINDS)
        batch_op.create_check_constraint(op.f("ck_share_link_code"), "code = lower(code)")
        batch_op.create_check_constraint(op.f("ck_share_link_at_s"), "at_s >= 0")
    op.create_index(
        "uq_share_link_plain",
        "share_link",
        ["account_id", "kind", "target_id", "at_s"],
        unique=True,
        sqlite_where=sa.text("NOT is_tailored"),
        postgresql_where=sa.text("NOT is_tailored"),
    )


def _widen_clicks() -> None:
    with op.batch_alter_table("share_click") as batch_op:
        batch_op.add_column(
            sa.Column("window_days", sa.Integer(), nullable=False, server_default="90")
        )
        batch_op.add_column(sa.Column("visitor", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("account_id", ID, nullable=True))
    op.create_index("ix_share_click_visitor", "share_click", ["visitor"])
    op.create_index(
        "ix_share_click_account_id",
        "share_click",
        ["account_id"],
        sqlite_where=sa.text("account_id IS NOT NULL"),
        postgresql_where=sa.text("account_id IS NOT NULL"),
    )


def _fill() -> None:
    """What was decided before keeps its place in the new tables; who clicked is known by the identity."""
    op.execute(
        "UPDATE share_click SET account_id = substr(identity, 9) WHERE identity LIKE 'account:%'"
    )
    op.execute(
        "UPDATE share_click SET visitor = substr(identity, 9) WHERE identity LIKE 'visitor:%'"
    )
    op.execute(
        "UPDATE share_credit SET order_number = COALESCE("
        "(SELECT order_number FROM reward WHERE reward.order_id = share_credit.order_id), '')"
    )
    op.execute(
        "INSERT INTO share_touch (order_id, click_id, link_id, verdict) "
        "SELECT order_id, click_id, link_id, outcome FROM share_credit "
        "WHERE click_id IS NOT NULL AND link_id IS NOT NULL"
    )
    op.execute(
        "INSERT INTO share_step (click_id, step, link_id, taken_at) "
        "SELECT click_id, 'bought', link_id, min(decided_at) FROM share_credit "
        "WHERE outcome = 'credited' AND click_id IS NOT NULL GROUP BY click_id, link_id"
    )
