"""How a person is erased, step by step, after nobody can sign in any more: first what others wait for, by each slice's own rules, then
rows. Any table that names an account is cleared here or stands in `KEPT`, which says why; a test holds that.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Delete, Table, Update, delete, select, update

import chat.tables as chat
import commerce.gifts.tables as gifts
import commerce.payments.sandbox.tables as sandbox
import commerce.payments.tables as payments
import commerce.shared_carts.tables as shared_carts
import commerce.tables as commerce
import commerce.vouchers.tables as vouchers
import commerce.wishes.tables as wishes
import membership.attendance.tables as attendance
import membership.campaigns.tables as campaigns
import membership.consents.tables as consents
import membership.privacy.tables as privacy
import membership.profiles.tables as profiles
import membership.relations.tables as relations
import membership.security.tables as security
import membership.segments.tables as segments
import membership.tables as membership
import membership.tiers.tables as tiers
import share.leaders.tables as leaders
import share.payees.tables as payees
import share.review.tables as review
import share.tables as share
from chat.forgetting import forget_messages
from commerce.leaving import cancel_holds, leave_lines
from kit import idempotency
from kit.unit_of_work import Tx
from membership.points.lapsing import lapse_points
from membership.privacy.erasing import Step
from share.stopping import stop_links


async def _clear_rows(tx: Tx, account_id: str) -> None:
    for statement in statements(account_id):
        await tx.execute(statement)


STEPS: tuple[Step, ...] = (
    cancel_holds,
    leave_lines,
    stop_links,
    forget_messages,
    lapse_points,
    _clear_rows,
)


def statements(account_id: str) -> Sequence[Delete | Update]:
    """What takes the person out of the rows that no rule is about."""
    exports = select(privacy.exports.c.id).where(privacy.exports.c.account_id == account_id)
    carts = shared_carts.shared_carts
    shared = select(carts.c.id).where(carts.c.account_id == account_id)
    paid = select(payments.payments.c.id).where(payments.payments.c.account_id == account_id)
    return (
        delete(privacy.export_parts).where(privacy.export_parts.c.export_id.in_(exports)),
        _gone(privacy.exports, account_id),
        _gone(membership.sessions, account_id),
        _gone(security.account_tokens, account_id),
        _gone(security.account_letters, account_id),
        _gone(membership.staff, account_id),
        _gone(profiles.profiles, account_id),
        _gone(profiles.profile_changes, account_id),
        _gone(consents.consents, account_id),
        _gone(attendance.show_visits, account_id),
        _gone(relations.looks, account_id),
        _gone(campaigns.inbox, account_id),
        _gone(segments.member_facts, account_id),
        _gone(chat.mutes, account_id),
        _gone(tiers.tier_entries, account_id),
        _gone(tiers.tier_moves, account_id),
        _gone(tiers.tier_decisions, account_id),
        _gone(vouchers.voucher_holders, account_id),
        _gone(wishes.wishes, account_id),
        delete(shared_carts.shared_lines).where(shared_carts.shared_lines.c.shared_cart_id.in_(shared)),
        _gone(shared_carts.shared_carts, account_id),
        _gone(gifts.gifts, account_id, gifts.gifts.c.accepted_at.is_(None)),
        _blank(gifts.gifts, account_id, message=""),
        _gone(leaders.unlisted, account_id),
        _gone(leaders.leaders, account_id),
        _blank(leaders.friends, account_id, account_id=None, browser=None, identity=leaders.friends.c.click_id),
        _gone(review.traces, account_id),
        _gone(payees.payout_details, account_id),
        _gone(payees.payout_accounts, account_id),
        _gone(payments.used_cards, account_id),
        delete(idempotency.idempotency_keys).where(
            idempotency.idempotency_keys.c.owner == account_id
        ),
        _blank(
            commerce.orders, account_id, claim_key=None, referral_token=None, card_last4=None,
            tracking=None,
        ),
        _blank(payments.payments, account_id, card_last4=None),
        update(sandbox.sandbox_charges).where(sandbox.sandbox_charges.c.payment_id.in_(paid)).values(card_last4=""),
        _blank(share.clicks, account_id, account_id=None, visitor=None, identity=share.clicks.c.id),
    )  # fmt: skip


_BOOKS = "A ledger that brands must keep; the account in it names nobody any more."
_OF_STAFF = "What was done for a brand stays done; the account names nobody any more."

KEPT: Mapping[str, str] = {
    "account": "The row stays for what must be kept, without handle, address and password.",
    "erasure": "That somebody was erased and when, and nothing of whom.",
    "member": "The points ledger stands on it. Nobody sees it among the brand's members.",
    "orders": _BOOKS,
    "deal_slot": "Units that were paid stay sold.",
    "payment": _BOOKS,
    "refund": _BOOKS,
    "handout": _BOOKS,
    "point_lot": _BOOKS,
    "point_entry": _BOOKS,
    "campaign_person": "What came of a campaign must add up; nobody is written to any more.",
    "voucher_use": "A voucher's budget must add up.",
    "reward": _BOOKS,
    "share_link": "Orders were credited to it. It leads nowhere and has lost its name.",
    "reward_entry": _BOOKS,
    "payout": _BOOKS,
    "payout_item": _BOOKS,
    "payout_step": _BOOKS,
    "point_spending": _BOOKS,
    "friend_welcome": "A voucher's budget must add up.",
    "screening": "Why a reward was paid or refused.",
    "review_decision": _OF_STAFF,
    "review_rulebook": _OF_STAFF,
    "team": "Orders were bought in it; who led it names nobody any more.",
    "team_place": "The same.",
    "challenge_member": "A pot was split by it; the account names nobody any more.",
    "challenge_score": "The same.",
    "packet_opening": "Anyone can check a packet for ever; the ticket names nobody.",
    "draw_entry": "Anyone can check a draw for ever; the ticket names nobody.",
    "chat_message": "That there was a message, without its text.",
    "chat_rules": _OF_STAFF,
    "clip": _OF_STAFF,
    "voucher": _OF_STAFF,
}
"""Tables that go on naming the account, and why."""

CLEARED_BY_RULE = frozenset({"waiter"})
"""Tables that steps before the last one leave empty of the person."""


def _gone(table: Table, account_id: str, *conditions: ColumnElement[bool]) -> Delete:
    return delete(table).where(_theirs(table, account_id), *conditions)


def _blank(table: Table, theirs: str, **values: Any) -> Update:
    return update(table).where(_theirs(table, theirs)).values(values)


def _theirs(table: Table, account_id: str) -> ColumnElement[bool]:
    return table.c.account_id == account_id
