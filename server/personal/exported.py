"""What an export has: everything that says who someone is, what they did, and what they have. Any column that names an account is
either here or in `LEFT_OUT`, which says why; a test holds that.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from sqlalchemy import Select, Table, func, select

import chat.tables as chat
import commerce.gifts.tables as gifts
import commerce.payments.tables as payments
import commerce.protection.tables as protection
import commerce.shared_carts.tables as shared_carts
import commerce.tables as commerce
import commerce.teams.tables as teams
import commerce.vouchers.tables as vouchers
import commerce.waiting.tables as waiting
import commerce.wishes.tables as wishes
import membership.attendance.tables as attendance
import membership.campaigns.tables as campaigns
import membership.consents.tables as consents
import membership.handouts.tables as handouts
import membership.points.tables as points
import membership.privacy.tables as privacy
import membership.profiles.tables as profiles
import membership.relations.tables as relations
import membership.segments.tables as segments
import membership.tables as membership
import membership.tiers.tables as tiers
import share.challenges.tables as challenges
import share.draws.tables as draws
import share.leaders.tables as leaders
import share.packets.tables as packets
import share.payees.tables as payees
import share.rewards.tables as rewards
import share.tables as share
from membership.privacy.files import File

Rows = Callable[[str], Select[Any]]


def _all(table: Table, by: str = "account_id") -> Rows:
    """The rows of the table that name the account."""
    return lambda account_id: select(table).where(table.c[by] == account_id)


def _of_orders(table: Table) -> Rows:
    """The rows of the table that belong to the account's orders."""
    return lambda account_id: select(table).where(
        table.c.order_id.in_(
            select(commerce.orders.c.id).where(commerce.orders.c.account_id == account_id)
        )
    )


def _json(
    table: Table,
    says: str,
    *,
    rows: Rows | None = None,
    without: Collection[str] = (),
    name: str | None = None,
) -> File:
    return File(
        name=f"{name or table.name}.json",
        says=says,
        rows=rows or _all(table),
        key=tuple(table.primary_key.columns),
        columns=tuple(column.name for column in table.columns if column.name not in without),
    )


def _orders_csv(account_id: str) -> Select[Any]:
    orders, brands = commerce.orders, membership.brands
    return (
        select(orders, brands.c.name.label("brand"))
        .join(brands, brands.c.id == orders.c.brand_id)
        .where(orders.c.account_id == account_id)
    )


def _points_csv(account_id: str) -> Select[Any]:
    entries, brands = points.entries, membership.brands
    return (
        select(entries, brands.c.name.label("brand"))
        .join(brands, brands.c.id == entries.c.brand_id)
        .where(entries.c.account_id == account_id)
    )


def _shared_lines(account_id: str) -> Select[Any]:
    carts = shared_carts.shared_carts
    mine = select(carts.c.id).where(carts.c.account_id == account_id)
    lines = shared_carts.shared_lines
    return select(lines).where(lines.c.shared_cart_id.in_(mine))


def _brands(account_id: str) -> Select[Any]:
    members, orders, brands = membership.members, commerce.orders, membership.brands
    joined = select(members.c.brand_id).where(members.c.account_id == account_id)
    bought = select(orders.c.brand_id).where(orders.c.account_id == account_id)
    return select(brands).where(brands.c.id.in_(joined.union(bought)))


def _inbox(account_id: str) -> Select[Any]:
    inbox, sent = campaigns.inbox, campaigns.campaigns
    brand_id = func.coalesce(sent.c.brand_id, inbox.c.brand_id).label("brand_id")
    of_inbox = (inbox.c.id, inbox.c.notice, inbox.c.sent_at, inbox.c.read_at)
    return (
        select(*of_inbox, brand_id, sent.c.subject, sent.c.body)
        .outerjoin(sent, sent.c.id == inbox.c.campaign_id)
        .where(inbox.c.account_id == account_id)
    )


FILES: tuple[File, ...] = (
    _json(membership.accounts, "Your account: how you are called and reached.",
          rows=_all(membership.accounts, "id"),
          without=("password_hash", "handle_key", "email_key"), name="account"),
    _json(profiles.profiles, "What you say of yourself."),
    _json(profiles.profile_changes, "When you changed it, and which parts."),
    _json(consents.consents, "What you allowed brands, and when and where you said so."),
    _json(membership.sessions, "Where you are signed in: since when, and until when.",
          without=("id",), name="sessions"),
    _json(membership.members, "The brands that you joined, and your tier with each."),
    _json(membership.brands, "The names of these brands, and of those where you bought.",
          rows=_brands, name="brands"),
    _json(membership.staff, "Your roles on brands' staff."),
    _json(tiers.tier_entries, "When you first came to each tier."),
    _json(tiers.tier_moves, "How your tiers changed."),
    _json(relations.looks, "When brands' staff looked at your page as a member.",
          without=("looked_by",), name="looks_at_you"),
    _json(segments.member_facts, "What brands choose their members by.", without=("is_stale",)),
    _json(campaigns.campaign_people, "The campaigns of brands for which you were chosen.",
          without=("attempts", "due_at", "reason")),
    File(name="inbox.json", says="What brands wrote to you.", rows=_inbox,
         key=(campaigns.inbox.c.id,),
         columns=("id", "brand_id", "notice", "subject", "body", "sent_at", "read_at")),
    _json(attendance.show_visits, "The shows that you watched live, and for how many seconds."),
    _json(chat.messages, "What you said in shows' chats, also what was deleted later.",
          without=("deleted_by", "is_shadowed")),
    _json(chat.mutes, "Where you were muted, and until when.",
          rows=lambda account_id: select(chat.mutes).where(
              chat.mutes.c.account_id == account_id, chat.mutes.c.is_shadow.is_(False)),
          without=("muted_by", "is_shadow")),
    _json(commerce.orders, "Your orders, each with the prices that it was quoted.",
          without=("referral_token",)),
    _json(commerce.order_lines, "What you ordered.", rows=_of_orders(commerce.order_lines)),
    File(name="orders.csv", says="Your orders for a spreadsheet.", rows=_orders_csv,
         key=(commerce.orders.c.id,),
         columns=("id", "brand", "status", "units", "total_minor", "shipping_minor", "currency", "created_at",
                  "paid_at", "refunded_minor", "fulfilled_at", "tracking")),
    _json(payments.payments, "Your payments."),
    _json(payments.payment_orders, "Which payment was for which order.",
          rows=_of_orders(payments.payment_orders)),
    _json(payments.refunds, "What went back to you.", rows=_of_orders(payments.refunds),
          without=("begun_by",)),
    _json(protection.price_grants, "What went back because a price fell after you bought.",
          rows=_of_orders(protection.price_grants)),
    _json(waiting.waiters, "The lines in which you wait for what is sold out.",
          without=("referral_token",)),
    _json(vouchers.voucher_uses, "The vouchers that you took, were given, or used."),
    _json(vouchers.voucher_holders, "The voucher codes that you entered."),
    _json(handouts.handouts, "The vouchers that you were due, for points or for a tier."),
    _json(points.lots, "The points that each order earned, and where they are now."),
    _json(points.entries, "How your points came about, move by move."),
    File(name="points.csv", says="The same for a spreadsheet.", rows=_points_csv,
         key=(points.entries.c.id,),
         columns=("entered_at", "brand", "points", "reason", "title", "taken_from", "put_into")),
    _json(share.links, "The links that you made."),
    _json(share.clicks, "The links of others by which you came, as far as it is known.",
          without=("identity", "visitor", "rate_bp", "tier_rank")),
    _json(share.rewards, "What your links earned."),
    _json(rewards.entries, "Each move of what your links earned."),
    _json(payees.payout_details, "Where your rewards are paid to; of the account's number its end, since it is kept sealed.",
          without=("sealed", "key_id")),
    _json(payees.payout_accounts, "Where payouts pay you; of the account without its number, since it is kept sealed.",
          without=("sealed",)),
    _json(rewards.items, "What payouts took for your rewards."),
    _json(rewards.welcomes, "The vouchers that you were due because you came by a friend's link."),
    _json(leaders.leaders, "How many friends you brought to each show."),
    _json(leaders.friends, "The shows to which you came by a friend's link.",
          without=("sharer_id", "browser", "identity")),
    _json(leaders.unlisted, "Since when you are not shown among those who bring most friends."),
    _json(wishes.wishes, "Your wish list."),
    _json(shared_carts.shared_carts, "The carts and wish lists that you shared."),
    _json(shared_carts.shared_lines, "What stands in them.", rows=_shared_lines),
    _json(gifts.gifts, "The orders that you gave to friends.", without=("secret",)),
    _json(gifts.gifts, "The gifts that you accepted.", rows=_all(gifts.gifts, "recipient_id"),
          without=("secret",), name="gifts_you_got"),
    _json(teams.teams, "The teams that you led.", rows=_all(teams.teams, "leader_id")),
    _json(teams.team_places, "Your places in teams that bought together."),
    _json(challenges.members, "The teams of challenges that you were in."),
    _json(challenges.scores, "What you scored for them."),
    _json(packets.openings, "The red packets that you opened."),
    _json(draws.entries, "Your tickets in draws."),
    _json(points.spendings, "The points that you used as money."),
    _json(tiers.tier_decisions, "The tiers that a brand gave you by hand.", without=("decided_by",)),
    _json(privacy.exports, "When you asked for your data.", without=("due_at",)),
)  # fmt: skip

_OF_STAFF = "It says which of a brand's staff did something for the brand."

LEFT_OUT: Mapping[str, str] = {
    "deal_slot": "It says again, unit by unit, what the orders say.",
    "idempotency_key": "Answers to requests, kept for two days in case one is repeated.",
    "erasure": "Who was erased has no account that could ask.",
    "account_letter": "Letters about the account that are on their way to its owner.",
    "account_token": "Hashes of links in such letters, kept for half an hour.",
    "chat_rules": _OF_STAFF,
    "clip": _OF_STAFF,
    "payout": _OF_STAFF,
    "payout_step": _OF_STAFF,
    "review_decision": _OF_STAFF,
    "review_rulebook": _OF_STAFF,
    "screening": "What the rules against cheating saw in a reward. They would not work if it was told.",
    "trace": "Keyed hashes, kept for weeks, by which nobody can be found but who shares a device.",
    "used_card": "The same of cards.",
    "voucher": _OF_STAFF,
}
"""Tables that name an account and are not exported, and why."""
