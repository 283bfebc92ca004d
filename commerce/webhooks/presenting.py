"""Webhooks and deliveries as their views."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import RowMapping

from commerce.webhooks.delivery import LIVE, State
from commerce.webhooks.store import webhooks as store_webhooks
from commerce.webhooks.views import (
    AttemptView,
    DeliveryDetailView,
    DeliveryState,
    DeliveryView,
    WebhookStatus,
    WebhookView,
)
from commerce.webhooks.webhook import Status, Webhook
from kit.clock import to_ms
from kit.unit_of_work import Tx

STATUS_SHOWN_AS: Mapping[Status, WebhookStatus] = {
    Status.ACTIVE: "active",
    Status.PAUSED: "paused",
    Status.GONE: "gone",
    Status.FAILING: "failing",
}
"""Nobody sees a removed one."""
SHOWN_AS: Mapping[State, DeliveryState] = {
    State.NEW: "pending",
    State.WAITING: "pending",
    State.DUE: "pending",
    State.DELIVERED: "delivered",
    State.FAILED: "failed",
}


async def webhook_views(tx: Tx, webhooks: Sequence[Webhook]) -> list[WebhookView]:
    counts = await store_webhooks.counts(tx, [webhook.id for webhook in webhooks])
    return [_webhook_view(webhook, counts, tx.now) for webhook in webhooks]


async def webhook_view(tx: Tx, webhook: Webhook) -> WebhookView:
    return (await webhook_views(tx, [webhook]))[0]


def delivery_view(row: RowMapping) -> DeliveryView:
    """A row of `store.log`."""
    return DeliveryView(
        id=row["id"],
        event_id=row["event_id"],
        kind=row["kind"],
        subject_id=row["subject_id"],
        sequence=row["sequence"],
        state=SHOWN_AS[State(row["state"])],
        attempts=row["attempts"],
        due_at_ms=_ms(row["due_at"]),
        created_at_ms=to_ms(row["created_at"]),
        finished_at_ms=_ms(row["finished_at"]),
        last_status=row["last_status"],
        last_error=row["last_error"],
    )


def delivery_detail(row: RowMapping, attempts: Sequence[RowMapping]) -> DeliveryDetailView:
    return DeliveryDetailView(
        delivery=delivery_view(row),
        body=row["body"],
        attempts=[_attempt_view(attempt) for attempt in attempts],
    )


def _webhook_view(
    webhook: Webhook, counts: Mapping[tuple[str, State], int], now: datetime
) -> WebhookView:
    return WebhookView(
        id=webhook.id,
        url=webhook.url,
        description=webhook.description,
        kinds=None if webhook.kinds is None else [kind.value for kind in webhook.kinds],
        status=STATUS_SHOWN_AS[webhook.status],
        failing_since_ms=_ms(webhook.failing_since),
        old_secret_until_ms=_ms(webhook.old_until) if len(webhook.salts(now)) > 1 else None,
        pending=sum(counts.get((webhook.id, state), 0) for state in LIVE),
        failed=counts.get((webhook.id, State.FAILED), 0),
        created_at_ms=to_ms(webhook.created_at),
    )


def _attempt_view(row: RowMapping) -> AttemptView:
    return AttemptView(
        number=row["number"],
        began_at_ms=to_ms(row["began_at"]),
        took_ms=row["took_ms"],
        status=row["status"],
        error=row["error"],
        excerpt=row["excerpt"],
    )


def _ms(at: datetime | None) -> int | None:
    return None if at is None else to_ms(at)
