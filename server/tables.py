"""All tables, gathered: importing this module registers each slice's tables on the one `metadata`."""

import chat.tables
import commerce.payments.sandbox.tables
import commerce.payments.tables
import commerce.presale.tables
import commerce.protection.tables
import commerce.quotes.tables
import commerce.tables
import commerce.vouchers.tables
import commerce.waiting.tables
import commerce.webhooks.tables
import kit.idempotency
import kit.outbox
import membership.handouts.tables
import membership.points.tables
import membership.tables
import membership.tiers.tables
import share.draws.tables
import share.rewards.tables
import share.tables
import streams.broadcast.tables
import streams.replay.tables
import streams.tables
from kit.db import metadata

HOLDERS = (
    chat.tables,
    commerce.payments.sandbox.tables,
    commerce.payments.tables,
    commerce.presale.tables,
    commerce.protection.tables,
    commerce.quotes.tables,
    commerce.tables,
    commerce.vouchers.tables,
    commerce.waiting.tables,
    commerce.webhooks.tables,
    kit.idempotency,
    kit.outbox,
    membership.handouts.tables,
    membership.points.tables,
    membership.tables,
    membership.tiers.tables,
    share.draws.tables,
    share.rewards.tables,
    share.tables,
    streams.broadcast.tables,
    streams.replay.tables,
    streams.tables,
)

__all__ = ["HOLDERS", "metadata"]
