"""people wait in line for what is sold out, and a live deal's price and stock may change

Revision: 0010, after 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("deal") as batch_op:
        batch_op.add_column(sa.Column("was_price_minor", sa.BigInteger()))
        batch_op.add_column(sa.Column("highest_price_minor", sa.BigInteger()))
        batch_op.add_column(sa.Column("waiting", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(
            sa.Column("line_served", sa.Integer(), server_default="0", nullable=False)
        )
        batch_op.create_check_constraint(
            op.f("ck_deal_waiting"), "waiting = 0 OR (waiting > 0 AND sold = stock)"
        )
    op.create_index(
        "ix_deal_waiting",
        "deal",
        ["show_id"],
        postgresql_where=sa.text("waiting > 0"),
        sqlite_where=sa.text("waiting > 0"),
    )
    op.add_column(
        "orders",
        sa.Column("was_offered", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.create_table(
        "waiter",
        sa.Column("deal_id", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("referral_token", sa.String(length=255), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_waiter_quantity")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_waiter_account_id_account")
        ),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_waiter_deal_id_deal")),
        sa.PrimaryKeyConstraint("account_id", "deal_id", name=op.f("pk_waiter")),
        sa.UniqueConstraint("deal_id", "number", name=op.f("uq_waiter_deal_id_number")),
    )
    # A deal may ask several prices, one after the other. What was granted names the deal, as before.
    with op.batch_alter_table("price_grant") as batch_op:
        batch_op.drop_constraint(op.f("fk_price_grant_deal_id_public_price"), type_="foreignkey")
        batch_op.create_foreign_key(
            op.f("fk_price_grant_deal_id_deal"), "deal", ["deal_id"], ["id"]
        )
    op.add_column(
        "public_price", sa.Column("version", sa.Integer(), server_default="1", nullable=False)
    )
    with op.batch_alter_table("public_price") as batch_op:
        batch_op.drop_constraint(op.f("pk_public_price"), type_="primary")
        batch_op.create_primary_key(op.f("pk_public_price"), ["deal_id", "version"])
        batch_op.alter_column("version", server_default=None)


def downgrade() -> None:
    op.execute(
        "DELETE FROM public_price WHERE version < "
        "(SELECT max(version) FROM public_price p WHERE p.deal_id = public_price.deal_id)"
    )
    with op.batch_alter_table("public_price") as batch_op:
        batch_op.drop_constraint(op.f("pk_public_price"), type_="primary")
        batch_op.create_primary_key(op.f("pk_public_price"), ["deal_id"])
        batch_op.drop_column("version")
    with op.batch_alter_table("price_grant") as batch_op:
        batch_op.drop_constraint(op.f("fk_price_grant_deal_id_deal"), type_="foreignkey")
        batch_op.create_foreign_key(
            op.f("fk_price_grant_deal_id_public_price"), "public_price", ["deal_id"], ["deal_id"]
        )
    op.drop_table("waiter")
    op.drop_column("orders", "was_offered")
    op.drop_index("ix_deal_waiting", table_name="deal")
    with op.batch_alter_table("deal") as batch_op:
        batch_op.drop_constraint(op.f("ck_deal_waiting"), type_="check")
        for name in ("line_served", "waiting", "highest_price_minor", "was_price_minor"):
            batch_op.drop_column(name)
