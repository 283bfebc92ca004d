"""All tables, gathered: importing this module registers each slice's tables on the one `metadata`."""

import chat.tables
import commerce.gifts.tables
import commerce.payments.sandbox.tables
import commerce.payments.tables
import commerce.pictures.tables
import commerce.presale.tables
import commerce.protection.tables
import commerce.quotes.tables
import commerce.shared_carts.tables
import commerce.shipping.tables
import commerce.tables
import commerce.teams.tables
import commerce.vouchers.tables
import commerce.waiting.tables
import commerce.webhooks.tables
import commerce.wishes.tables
import kit.idempotency
import kit.mail_catcher
import kit.outbox
import membership.attendance.tables
import membership.campaigns.tables
import membership.consents.tables
import membership.handouts.tables
import membership.points.tables
import membership.privacy.tables
import membership.profiles.tables
import membership.relations.tables
import membership.security.tables
import membership.segments.tables
import membership.tables
import membership.tiers.tables
import share.challenges.tables
import share.draws.tables
import share.leaders.tables
import share.packets.tables
import share.payees.tables
import share.review.tables
import share.rewards.tables
import share.tables
import streams.broadcast.tables
import streams.replay.tables
import streams.tables
from kit.db import metadata

HOLDERS = (
    chat.tables,
    commerce.gifts.tables,
    commerce.payments.sandbox.tables,
    commerce.payments.tables,
    commerce.pictures.tables,
    commerce.presale.tables,
    commerce.protection.tables,
    commerce.quotes.tables,
    commerce.shared_carts.tables,
    commerce.shipping.tables,
    commerce.tables,
    commerce.teams.tables,
    commerce.vouchers.tables,
    commerce.waiting.tables,
    commerce.webhooks.tables,
    commerce.wishes.tables,
    kit.idempotency,
    kit.mail_catcher,
    kit.outbox,
    membership.attendance.tables,
    membership.campaigns.tables,
    membership.consents.tables,
    membership.privacy.tables,
    membership.profiles.tables,
    membership.relations.tables,
    membership.handouts.tables,
    membership.points.tables,
    membership.security.tables,
    membership.segments.tables,
    membership.tables,
    membership.tiers.tables,
    share.challenges.tables,
    share.draws.tables,
    share.leaders.tables,
    share.packets.tables,
    share.review.tables,
    share.rewards.tables,
    share.tables,
    streams.broadcast.tables,
    streams.replay.tables,
    streams.tables,
)

__all__ = ["HOLDERS", "metadata"]
