"""The books of commerce: everything that is written twice must say the same. Each statement finds rows that do not.

For tests in which units that are refunded are sold again, and payments go through the sandbox.
"""

from datetime import timedelta

from sqlalchemy import Connection, select, text, update

from commerce.payments.tables import payments, refunds
from commerce.webhooks.tables import deliveries
from kit.clock import utc_now
from kit.db import Database
from kit.outbox import outbox
from tests.support.waiting import until_told

HOLDING = "('held', 'awaiting_payment', 'deposit_paid', 'paid', 'partly_refunded')"
PAID = "('paid', 'partly_refunded', 'refunded')"
UNDER_WAY = "('begun', 'pending', 'needs_confirmation')"

IMBALANCES = {
    "a deal has sold the units that its orders hold, and each has its slot": f"""
        SELECT * FROM (
            SELECT deal.id, deal.sold,
                (SELECT coalesce(sum(line.quantity - line.refunded_quantity), 0)
                 FROM order_line line JOIN orders ON orders.id = line.order_id
                 WHERE line.deal_id = deal.id AND orders.status IN {HOLDING}) AS held,
                (SELECT count(*) FROM deal_slot
                 WHERE deal_slot.deal_id = deal.id) AS taken
            FROM deal) AS counted
        WHERE sold != held OR sold != taken""",
    "an order is of someone, and of the brand and the show of its deal": """
        SELECT orders.id FROM orders JOIN order_line line ON line.order_id = orders.id
        LEFT JOIN account ON account.id = orders.account_id
        LEFT JOIN deal ON deal.id = line.deal_id AND deal.brand_id = orders.brand_id
            AND deal.show_id = orders.show_id
        WHERE account.id IS NULL OR deal.id IS NULL
        UNION ALL
        SELECT id FROM orders WHERE id NOT IN (SELECT order_id FROM order_line)""",
    "a slot is of the buyer of its order": """
        SELECT orders.id FROM deal_slot LEFT JOIN orders
            ON orders.id = deal_slot.order_id AND orders.account_id = deal_slot.account_id
        WHERE orders.id IS NULL""",
    "a voucher's places and budget are what its uses and their shares have taken": """
        SELECT * FROM (
            SELECT voucher.id, taken, spent_minor, coalesce(budget_minor, 0) AS budget,
                (SELECT count(*) FROM voucher_use
                 WHERE voucher_id = voucher.id AND slot IS NOT NULL) AS uses,
                (SELECT coalesce(sum(cost_minor), 0) FROM voucher_share
                 JOIN voucher_use ON voucher_use.id = use_id
                 WHERE voucher_id = voucher.id) AS shares,
                (SELECT coalesce(sum(amount_minor), 0) FROM voucher_ledger
                 WHERE voucher_id = voucher.id) AS ledger
            FROM voucher) AS counted
        WHERE taken != uses OR spent_minor != shares OR ledger != budget - spent_minor""",
    "what a use of a voucher is follows from its orders": f"""
        SELECT voucher_use.id, voucher_use.status FROM voucher_use
        WHERE voucher_use.status IN ('reserved', 'used') AND NOT EXISTS (
            SELECT 1 FROM voucher_share JOIN orders ON orders.id = order_id
            WHERE use_id = voucher_use.id AND (
                (voucher_use.status = 'used' AND orders.status IN {PAID})
                OR (voucher_use.status = 'reserved' AND orders.status = 'awaiting_payment')))""",
    "an order that was paid has one payment of its total, and any other none": f"""
        SELECT * FROM (
            SELECT orders.id, orders.status, orders.total_minor,
                (SELECT count(*) FROM payment_order JOIN payment ON payment.id = payment_id
                 WHERE order_id = orders.id AND is_binding AND payment.status = 'succeeded'
                 AND payment_order.amount_minor = orders.total_minor) AS payments
            FROM orders) AS counted
        WHERE payments != CASE WHEN status IN {PAID} AND total_minor > 0 THEN 1 ELSE 0 END""",
    "a payment succeeded if the gateway charged it, and nothing else was charged": """
        SELECT payment.id, payment.status, charge.status
        FROM sandbox_charge charge LEFT JOIN payment ON payment.id = charge.payment_id
        WHERE payment.id IS NULL OR payment.amount_minor != charge.amount_minor
        OR (payment.status = 'succeeded') != (charge.status = 'charged')
        UNION ALL
        SELECT payment.id, payment.status, NULL FROM payment
        WHERE payment.status = 'succeeded'
        AND payment.id NOT IN (SELECT payment_id FROM sandbox_charge)""",
    "a refund succeeded if the gateway gave it back, and nothing else was given back": """
        SELECT refund.id, refund.amount_minor FROM refund
        LEFT JOIN sandbox_refund given ON given.id = refund.id
        WHERE (refund.status = 'succeeded') != (given.id IS NOT NULL)
        OR refund.amount_minor != given.amount_minor
        UNION ALL
        SELECT id, amount_minor FROM sandbox_refund
        WHERE id NOT IN (SELECT id FROM refund)""",
    "what went back of a payment and to an order is what its refunds say": """
        SELECT * FROM (
            SELECT payment_id, orders.id, share.refunded_minor AS of_share,
                orders.refunded_minor AS of_order, share.is_binding AS is_binding,
                (SELECT coalesce(sum(refund.amount_minor), 0) FROM refund
                 WHERE refund.payment_id = share.payment_id AND refund.order_id = orders.id
                 AND refund.status != 'failed') AS given
            FROM payment_order share JOIN orders ON orders.id = share.order_id) AS counted
        WHERE of_share != given OR (is_binding AND of_order != given)""",
    "a credited order's reward is its share of what the buyer did not get back": f"""
        SELECT orders.id, total_minor, refunded_minor, reward.amount_minor, reward.status
        FROM orders JOIN share_click ON share_click.id = orders.referral_token
        LEFT JOIN reward ON reward.order_id = orders.id
        WHERE orders.status IN {PAID} AND (
            orders.id NOT IN (SELECT order_id FROM share_credit WHERE outcome = 'credited')
            OR (total_minor > refunded_minor AND (reward.id IS NULL OR reward.status != 'pending'
                OR reward.amount_minor
                    != (total_minor - refunded_minor) * share_click.rate_bp / 10000))
            OR (total_minor = refunded_minor AND reward.status = 'pending'))""",
    "a reward's entries sum to what it is worth, and to what payouts took for it": """
        SELECT * FROM (
            SELECT reward.id, status, settled_minor,
                CASE WHEN status = 'cancelled' THEN 0 ELSE amount_minor END AS worth,
                (SELECT coalesce(sum(CASE WHEN taken_from IS NULL THEN entry.amount_minor
                    WHEN put_into = 'reversed' THEN -entry.amount_minor ELSE 0 END), 0)
                 FROM reward_entry entry WHERE reward_id = reward.id) AS entered,
                (SELECT coalesce(sum(CASE
                    WHEN put_into = 'in_payout' AND taken_from != 'paid' THEN entry.amount_minor
                    WHEN taken_from = 'in_payout' AND put_into != 'paid' THEN -entry.amount_minor
                    ELSE 0 END), 0)
                 FROM reward_entry entry WHERE reward_id = reward.id) AS taken
            FROM reward WHERE kind != 'points') AS counted
        WHERE worth != entered OR settled_minor != taken""",
    "brands are told of each of these once": f"""
        SELECT * FROM (
            SELECT orders.id, orders.status, orders.paid_at,
                (SELECT count(*) FROM webhook_event
                 WHERE subject_id = orders.id AND kind = 'order.placed') AS placed,
                (SELECT count(*) FROM webhook_event
                 WHERE subject_id = orders.id AND kind = 'order.paid') AS paid,
                (SELECT count(*) FROM webhook_event
                 WHERE subject_id = orders.id AND kind = 'order.cancelled') AS cancelled,
                (SELECT count(*) FROM webhook_event
                 WHERE subject_id = orders.id AND kind = 'order.expired') AS expired,
                (SELECT count(*) FROM webhook_event
                 WHERE subject_id = orders.id AND kind = 'order.refunded') AS refunded,
                (SELECT count(*) FROM refund
                 WHERE refund.order_id = orders.id AND refund.status = 'succeeded') AS refunds
            FROM orders JOIN webhook ON webhook.brand_id = orders.brand_id) AS counted
        WHERE placed != 1 OR refunded != refunds
        OR paid != CASE WHEN status IN {PAID} THEN 1 ELSE 0 END
        OR cancelled != CASE WHEN status = 'cancelled' THEN 1 ELSE 0 END
        OR expired != CASE WHEN status = 'expired' THEN 1 ELSE 0 END""",
}

UNFINISHED = {
    "a payment whose outcome is not known": f"SELECT id FROM payment WHERE status IN {UNDER_WAY}",
    "a refund that has no answer": "SELECT id FROM refund WHERE status = 'begun'",
    "a hold that is over": "SELECT id FROM orders WHERE status = 'held' AND hold_expires_at < :now",
    "an event that is not delivered": "SELECT id FROM outbox WHERE delivered_at IS NULL",
    "a message that is not sent": "SELECT id FROM webhook_delivery WHERE state != 'delivered'",
}


async def imbalances(database: Database) -> dict[str, list[object]]:
    """By the rule that is broken: the rows that break it. Nothing if the books balance."""
    return await _found(database, IMBALANCES)


async def unfinished(database: Database) -> dict[str, list[object]]:
    """What is still to be done by a worker, or by whoever began it."""
    return await _found(database, UNFINISHED)


async def let_dead_be_followed(database: Database) -> None:
    """Make due what waits until whoever began it must be done with it. Here we know that they are dead."""
    now = utc_now()
    leased = select(deliveries.c.id).where(deliveries.c.lease.is_not(None))
    # What somebody has locked is in the hands of the living.
    orphans = deliveries.c.id.in_(leased.with_for_update(skip_locked=True))
    async with database.writing() as connection:
        await connection.execute(update(payments).values(next_check_at=now))
        await connection.execute(update(refunds).values(next_check_at=now))
        await connection.execute(
            update(outbox)
            .where(outbox.c.delivered_at.is_(None))
            .values(created_at=now - timedelta(minutes=1))
        )
        await connection.execute(
            update(deliveries).where(orphans).values(due_at=now - timedelta(seconds=1))
        )


async def settled(database: Database) -> None:
    """Wait until nothing is left to be done. Raises AssertionError that says what is."""

    async def is_settled() -> bool:
        return not await unfinished(database)

    try:
        await until_told(is_settled)
    except TimeoutError:
        raise AssertionError(f"still not done: {await unfinished(database)}") from None


async def _found(database: Database, statements: dict[str, str]) -> dict[str, list[object]]:
    def look(connection: Connection) -> dict[str, list[object]]:
        now = {"now": utc_now().replace(tzinfo=None) if database.is_sqlite else utc_now()}
        rows = {
            fact: connection.execute(text(sql), now if ":now" in sql else {}).all()
            for fact, sql in statements.items()
        }
        return {fact: [tuple(row) for row in found] for fact, found in rows.items() if found}

    async with database.reading() as connection:
        return await connection.run_sync(look)
