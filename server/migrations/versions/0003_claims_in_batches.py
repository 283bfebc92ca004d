"""claims in batches: rows that are written with their order, under the lock of their deal, do not look both up again

Revision: 0003, after 0002
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

REFERENCES = {
    "order_line": {"order_id": "orders", "deal_id": "deal", "product_id": "product"},
    "deal_slot": {"order_id": "orders", "deal_id": "deal", "account_id": "account"},
}


def upgrade() -> None:
    for table, references in REFERENCES.items():
        with op.batch_alter_table(table) as batch:
            for column, target in references.items():
                batch.drop_constraint(f"fk_{table}_{column}_{target}", type_="foreignkey")


def downgrade() -> None:
    for table, references in REFERENCES.items():
        with op.batch_alter_table(table) as batch:
            for column, target in references.items():
                batch.create_foreign_key(f"fk_{table}_{column}_{target}", target, [column], ["id"])
