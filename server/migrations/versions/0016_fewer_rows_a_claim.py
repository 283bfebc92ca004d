"""fewer rows a claim: its key is kept with its order, a slot has a row while it is held, orders look nothing up, and deals
have room to change

Revision: 0016, after 0015
"""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

REFERENCES = {"account_id": "account", "brand_id": "brand"}
CLAIM_KEYS = sa.text(
    'SELECT owner, "key", fingerprint, answer, deal_id, quantity FROM idempotency_key '
    "JOIN orders ON orders.id = answer AND account_id = owner "
    "JOIN order_line ON order_id = orders.id"
)
KEEP = sa.text("UPDATE orders SET claim_key = :key WHERE id = :answer")
FORGET = sa.text('DELETE FROM idempotency_key WHERE owner = :owner AND "key" = :key')


def upgrade() -> None:
    op.drop_index("ix_orders_account_id", table_name="orders")
    with op.batch_alter_table("orders") as batch_op:
        batch_op.add_column(sa.Column("claim_key", sa.String(length=255)))
        for column, target in REFERENCES.items():
            batch_op.drop_constraint(f"fk_orders_{column}_{target}", type_="foreignkey")
    _move_keys()
    op.create_index(
        "uq_orders_account_id_claim_key", "orders", ["account_id", "claim_key"], unique=True
    )
    _keep_held_slots()
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE deal SET (fillfactor = 50)")


def _move_keys() -> None:
    """Claims are known by what they asked for: others may have been answered with the same order."""
    connection = op.get_bind()
    kept = [
        {"owner": key.owner, "key": key.key, "answer": key.answer}
        for key in connection.execute(CLAIM_KEYS)
        if key.fingerprint == _fingerprint("claim", key.deal_id, key.quantity)
    ]
    if kept:
        connection.execute(KEEP, kept)
        connection.execute(FORGET, kept)


def _fingerprint(*asked: str | int) -> str:
    return hashlib.sha256(json.dumps(asked, separators=(",", ":")).encode()).hexdigest()


def _keep_held_slots() -> None:
    op.execute("DELETE FROM deal_slot WHERE slot IS NULL")
    with op.batch_alter_table("deal_slot") as batch_op:
        batch_op.drop_constraint("pk_deal_slot", type_="primary")
        batch_op.drop_constraint("uq_deal_slot_deal_id_account_id_slot", type_="unique")
        batch_op.drop_column("unit")
        batch_op.alter_column("slot", existing_type=sa.Integer(), nullable=False)
        batch_op.create_primary_key("pk_deal_slot", ["deal_id", "account_id", "slot"])
