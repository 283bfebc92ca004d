"""The demo festival: whole, believable, and obedient to every rule of the product."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from chat.tables import messages
from commerce.presale.tables import sale_windows
from commerce.shared_carts.tables import shared_carts
from commerce.tables import deal_slots, deals, order_lines, orders, products
from commerce.teams.tables import teams
from commerce.vouchers.store.uses import ledger_sum
from commerce.vouchers.tables import vouchers
from kit import outbox
from kit.auth import Principal, Role
from kit.clock import utc_now
from kit.db import Database, metadata
from kit.rate_limit import RateLimiter
from kit.unit_of_work import UnitOfWork
from membership import directory
from membership.accounts import Accounts
from membership.campaigns.measuring import Measuring
from membership.campaigns.tables import campaigns
from membership.passwords import cheap_passwords
from membership.people import Brand, Tier
from membership.points.tending import Tending
from membership.points.wallets import Wallets
from membership.store import add_brand
from membership.tables import accounts, brands, members, staff, tiers
from membership.views import Credentials
from server import demo
from server.demo.people import LAB, LAB_MANAGER, LAB_SHARER, PASSWORD, SHARER
from share.challenges.tables import challenges, scores
from share.leaders.tables import leaders
from share.packets.tables import openings, packets
from share.payees.sealing import Sealing
from share.review.reviewing import Reviewing
from share.rewards.paying import Paying
from share.rewards.statements import Statements
from share.tables import clicks, credits, links, rewards
from streams.tables import shows
from web.pictures import KINDS

HOLDS_UNITS = ("held", "deposit_paid", "awaiting_team", "paid")
FIRST_LIVE = (
    select(shows.c.id).where(shows.c.status == "live").order_by(shows.c.started_at.desc()).limit(1)
)
"""Which the festival page shows large."""


@pytest.fixture
async def work(database_url: str) -> AsyncIterator[UnitOfWork]:
    database = Database(database_url)
    yield UnitOfWork(database, utc_now)
    await database.close()


@pytest.fixture
async def filled(filled_url: str) -> AsyncIterator[UnitOfWork]:
    database = Database(filled_url)
    yield UnitOfWork(database, utc_now)
    await database.close()


async def test_filling_again_changes_nothing(filled: UnitOfWork) -> None:
    first = await demo.summary(filled)
    counts = await _counts(filled)
    again = await demo.fill(filled)
    assert await _counts(filled) == counts
    assert again == first


async def test_it_is_as_large_as_a_festival(filled: UnitOfWork) -> None:
    async with filled.read() as tx:
        found = await tx.all(select(brands))
        sizes = await tx.all(
            select(func.count(products.c.id).label("n")).group_by(products.c.brand_id)
        )
        kinds = {row["category"] for row in await tx.all(select(products.c.category).distinct())}
    assert len(found) >= 6
    assert len({brand["country"] for brand in found}) >= 6
    assert len({brand["currency"] for brand in found}) >= 6
    assert "JPY" in {brand["currency"] for brand in found}
    assert {brand["hue"] % 10 for brand in found} == {0}
    assert sum(row["n"] for row in sizes) >= 60
    assert min(row["n"] for row in sizes) >= 10
    assert kinds <= KINDS
    assert len(kinds) >= 14


async def test_every_tier_of_every_brand_has_a_member(filled: UnitOfWork) -> None:
    async with filled.read() as tx:
        rows = await tx.all(select(tiers).order_by(tiers.c.brand_id, tiers.c.rank))
        held = {
            (row["brand_id"], row["tier_rank"])
            for row in await tx.all(select(members.c.brand_id, members.c.tier_rank))
        }
    assert {(row["brand_id"], row["rank"]) for row in rows} == held
    for brand_id in {row["brand_id"] for row in rows}:
        rates = [row["share_rate_bp"] for row in rows if row["brand_id"] == brand_id]
        assert len(rates) == 4
        assert rates == sorted(set(rates))


async def test_shows_are_past_on_and_to_come(filled: UnitOfWork) -> None:
    now = filled.clock()
    async with filled.read() as tx:
        found = await tx.all(select(shows))
    by_status = {
        status: [show for show in found if show["status"] == status]
        for status in ("live", "scheduled", "ended")
    }
    assert [len(some) for some in by_status.values()] == [3, 2, 3]
    ago = now - max(show["started_at"] for show in by_status["live"])
    assert timedelta(minutes=35) < ago < timedelta(minutes=45)
    assert all(show["scheduled_at"] > now for show in by_status["scheduled"])
    assert all(show["ended_at"] < now - timedelta(hours=20) for show in by_status["ended"])


async def test_the_live_show_has_something_of_everything(filled: UnitOfWork) -> None:
    async with filled.read() as tx:
        show_id = await tx.scalar(FIRST_LIVE)
        found = await tx.all(select(deals).where(deals.c.show_id == show_id))
        placed = await tx.all(select(orders).where(orders.c.show_id == show_id))
        said = await tx.scalar(
            select(func.count()).select_from(messages).where(messages.c.show_id == show_id)
        )
    by_status = [deal["status"] for deal in found]
    assert [by_status.count(status) for status in ("live", "queued", "ended")] == [3, 3, 1]
    live = [deal for deal in found if deal["status"] == "live"]
    assert [deal["is_pinned"] for deal in live].count(True) == 1
    assert [deal["min_tier_rank"] > 0 for deal in live].count(True) == 1
    assert all(deal["closes_at"] > filled.clock() + timedelta(hours=20) for deal in live)
    assert all(deal["sold"] == deal["stock"] for deal in found if deal["status"] == "ended")
    statuses = {order["status"] for order in placed}
    assert statuses >= {"paid", "held"}
    awaiting = [order for order in placed if order["status"] == "held"]
    assert all(order["hold_expires_at"] > filled.clock() for order in awaiting)
    assert said >= 25


async def test_each_of_two_sale_windows_has_a_presale(filled: UnitOfWork) -> None:
    now = filled.clock()
    async with filled.read() as tx:
        windows = await tx.all(select(sale_windows).order_by(sale_windows.c.deposit_from))
        in_advance = await tx.all(select(deals).where(deals.c.sale_window_id.is_not(None)))
        reserved = await tx.all(select(orders).where(orders.c.status == "deposit_paid"))
    first, second = windows
    assert timedelta(0) < first["balance_from"] - now < timedelta(minutes=30)
    assert second["deposit_from"] < now < second["deposit_until"]
    assert {deal["sale_window_id"] for deal in in_advance} == {first["id"], second["id"]}
    assert {order["balance_from"] for order in reserved} == {
        first["balance_from"],
        second["balance_from"],
    }
    assert all(order["remind_at"] == order["balance_from"] for order in reserved)


async def test_what_is_sold_is_held_or_paid(filled: UnitOfWork) -> None:
    async with filled.read() as tx:
        sold = {row["id"]: row["sold"] for row in await tx.all(select(deals.c.id, deals.c.sold))}
        held = await tx.all(
            select(order_lines.c.deal_id, func.sum(order_lines.c.quantity).label("units"))
            .join(orders, orders.c.id == order_lines.c.order_id)
            .where(orders.c.status.in_(HOLDS_UNITS))
            .group_by(order_lines.c.deal_id)
        )
        slots = await tx.all(
            select(deal_slots.c.deal_id, func.count().label("units")).group_by(deal_slots.c.deal_id)
        )
    sold = {deal_id: units for deal_id, units in sold.items() if units}
    assert sold
    assert {row["deal_id"]: row["units"] for row in held} == sold
    assert {row["deal_id"]: row["units"] for row in slots} == sold


async def test_no_time_lies_in_the_future_that_should_not(filled: UnitOfWork) -> None:
    past = (
        (accounts, "created_at"), (members, "joined_at"), (staff, "since"), (orders, "created_at"),
        (orders, "paid_at"), (messages, "sent_at"), (clicks, "clicked_at"), (shows, "started_at"),
        (deals, "opened_at"), (links, "created_at"),
    )  # fmt: skip
    async with filled.read() as tx:
        for table, column in past:
            latest = await tx.scalar(select(func.max(table.c[column])))
            assert latest <= filled.clock(), f"{table.name}.{column}"


async def test_there_are_vouchers_to_use_to_enter_and_to_collect(filled: UnitOfWork) -> None:
    async with filled.read() as tx:
        found = {row["how"]: row for row in await tx.all(select(vouchers))}
        live = await tx.all(select(shows.c.brand_id).where(shows.c.status == "live"))
        currencies = await tx.all(
            select(brands.c.currency).where(brands.c.id.in_(row["brand_id"] for row in live))
        )
        kept = await ledger_sum(tx, found["everyone"]["id"])
    assert [row["currency"] for row in currencies].count("EUR") == 2
    festival, code, collected = found["everyone"], found["code"], found["collect"]
    assert festival["brand_id"] is None
    assert kept == festival["budget_minor"] - festival["spent_minor"] < festival["budget_minor"]
    assert code["code"] in (await demo.fill(filled)).text()
    assert 0 < collected["taken"] < collected["total_limit"]
    assert all(row["ends_at"] > filled.clock() + timedelta(days=5) for row in found.values())


async def test_buyers_have_points_and_there_is_something_to_buy_with_them(
    filled: UnitOfWork,
) -> None:
    await Tending(filled).tend()  # as the worker does it at once
    async with filled.read() as tx:
        sharer = await directory.account_by_handle(tx, SHARER)
    assert sharer is not None
    wallets = await Wallets(filled).mine(Principal(sharer.id, SHARER))
    [wallet] = [each for each in wallets if each.redeemables]
    assert wallet.active >= wallet.redeemables[0].points
    assert all(each.progress for each in wallets if each.tier.rank < 4)


async def test_the_sharer_earned_at_the_rate_of_their_tier(filled: UnitOfWork) -> None:
    async with filled.read() as tx:
        rows = await tx.all(select(rewards))
        live_show = await tx.scalar(FIRST_LIVE)
        link = await tx.first(select(links).where(links.c.show_id == live_show))
        assert link is not None
        clicked = await tx.scalar(
            select(func.count()).select_from(clicks).where(clicks.c.link_id == link["id"])
        )
        credited = await tx.scalar(select(func.count()).select_from(credits))
        totals = {
            row["id"]: row["total_minor"]
            for row in await tx.all(select(orders.c.id, orders.c.total_minor))
        }
    assert clicked >= 5
    assert credited >= 1
    (reward,) = (row for row in rows if row["link_id"] == link["id"])
    assert reward["rate_bp"] == 1200
    assert reward["amount_minor"] == totals[reward["order_id"]] * 1200 // 10_000


async def test_everyone_listed_can_sign_in(filled: UnitOfWork) -> None:
    summary = await demo.fill(filled)
    service = Accounts(filled, cheap_passwords(), RateLimiter())
    me = {}
    for person in summary.sign_ins:
        credentials = Credentials(login=person.handle, password=PASSWORD)
        me[person.handle], _session = await service.sign_in(credentials, "192.0.2.9")
    assert me["olu"].is_operator
    assert me["vera"].memberships == []
    roles = {handle: [role.role for role in view.roles] for handle, view in me.items()}
    assert [roles["greta"], roles["jonas"], roles["mina"]] == [["manager"], ["host"], ["moderator"]]


async def test_nothing_waits_to_be_delivered(filled: UnitOfWork) -> None:
    async with filled.read() as tx:
        assert await tx.scalar(select(func.count()).select_from(outbox.outbox)) == 0


async def test_the_summary_names_pages_and_people(filled: UnitOfWork) -> None:
    summary = await demo.fill(filled)
    text = summary.text("http://localhost:9000")
    async with filled.read() as tx:
        live_show = await tx.scalar(FIRST_LIVE)
        code = await tx.scalar(select(links.c.code).where(links.c.show_id == live_show))
    for part in (f"http://localhost:9000/shows/{live_show}", f"/s/{code}", "jonas", PASSWORD):
        assert part in text


async def test_data_that_are_not_the_demos_stay_alone(work: UnitOfWork) -> None:
    brand = Brand(
        "b" * 20, "mine", "Mine", "NL", "EUR", "nl_NL", "", 10, (Tier(1, "One", 100, ""),)
    )
    async with work.write() as tx:
        await add_brand(tx, brand)
    counts = await _counts(work)
    summary = await demo.fill(work)
    assert await _counts(work) == counts
    assert summary.sign_ins == ()
    assert "no demo" in summary.text()
    assert await demo.summary(work) is None


@pytest.mark.parametrize("hour", [0, 11, 23])
async def test_it_can_be_filled_at_any_hour(sqlite_url: str, hour: int) -> None:
    database = Database(sqlite_url)
    at = datetime(2028, 12, 31, hour, 59, 59, tzinfo=UTC)
    await demo.fill(UnitOfWork(database, lambda: at))
    async with UnitOfWork(database, lambda: at).read() as tx:
        starts = await tx.all(select(shows.c.scheduled_at).where(shows.c.status == "scheduled"))
    assert all(row["scheduled_at"] > at for row in starts)
    await database.close()


async def _counts(work: UnitOfWork) -> dict[str, int]:
    async with work.read() as tx:
        return {
            table.name: await tx.scalar(select(func.count()).select_from(table))
            for table in metadata.sorted_tables
        }


async def test_yesterdays_packet_was_opened_and_booked_and_a_sharer_led(
    filled: UnitOfWork,
) -> None:
    async with filled.read() as tx:
        packet = await tx.first(select(packets))
        given = await tx.scalar(
            select(func.sum(openings.c.points)).where(openings.c.status == "given")
        )
        friends = await tx.scalar(select(func.max(leaders.c.friends)))
    assert packet is not None
    assert packet["ended_at"] is not None
    assert 0 < given == packet["opened_points"] < packet["points"]
    assert friends >= 2


async def principal(work: UnitOfWork, handle: str) -> Principal:
    async with work.read() as tx:
        account = await directory.account_by_handle(tx, handle)
        brand = await directory.brand_by_slug(tx, LAB)
    assert account is not None
    assert brand is not None
    return Principal(account.id, handle, roles={brand.id: Role.MANAGER})


async def test_the_labs_sharer_has_money_in_every_state(filled: UnitOfWork) -> None:
    statement = await Statements(filled).mine(await principal(filled, LAB_SHARER))
    [lab] = statement.accounts
    assert lab.pending_minor > 0
    assert lab.payable_minor > 0
    assert lab.in_payout_minor > 0
    assert lab.paid_minor > 0
    assert lab.owed_minor > 0
    reasons = {entry.reason for entry in statement.entries}
    assert reasons >= {"earned", "matured", "refunded", "refused", "batched", "paid"}


async def test_one_payout_of_the_lab_is_paid_and_one_waits_for_another_manager(
    filled: UnitOfWork,
) -> None:
    manager = await principal(filled, LAB_MANAGER)
    desk = await Paying(filled, Sealing("")).all(manager, LAB)
    payouts = desk.payouts
    assert [payee.handle for payee in desk.missing] == ["mateo"]
    assert [payout.status for payout in payouts] == ["draft", "paid"]
    approved = await Paying(filled, Sealing("")).approve(manager, LAB, payouts[0].id)
    assert approved.status == "approved"


async def test_rewards_wait_for_review_by_several_rules_and_some_are_decided(
    filled: UnitOfWork,
) -> None:
    reviewing, manager = Reviewing(filled), await principal(filled, LAB_MANAGER)
    waiting = (await reviewing.cases(manager, LAB)).cases
    decided = (await reviewing.cases(manager, LAB, is_waiting=False)).cases
    assert {finding.rule for case in waiting for finding in case.findings} == {
        "disposable_email",
        "same_browser",
    }
    assert {case.status for case in decided} == {"released", "refused"}
    assert {case.decision.by for case in decided if case.decision} == {None, LAB_MANAGER}


async def test_a_team_is_full_one_waits_and_a_challenge_is_under_way(filled: UnitOfWork) -> None:
    async with filled.read() as tx:
        found = {row["status"]: row for row in await tx.all(select(teams))}
        challenge = await tx.first(select(challenges))
        scored = await tx.scalar(select(func.count()).select_from(scores))
        shared = await tx.scalar(select(func.count()).select_from(shared_carts))
    assert set(found) == {"complete", "forming"}
    assert found["forming"]["fills_by"] > filled.clock() + timedelta(hours=20)
    assert challenge is not None
    assert challenge["status"] == "open"
    assert challenge["ends_at"] > filled.clock() + timedelta(hours=8)
    assert scored > 0
    assert shared == 1


async def test_a_campaign_has_a_measured_lift_and_others_are_yet_to_be_sent(
    filled: UnitOfWork,
) -> None:
    async with filled.read() as tx:
        found = {row["name"]: row for row in await tx.all(select(campaigns))}
    assert sorted(row["status"] for row in found.values()) == [
        "done",
        "draft",
        "scheduled",
        "scheduled",
    ]
    done = found["Win over who only watched"]
    results = await Measuring(filled).results(await principal(filled, LAB_MANAGER), done["id"])
    assert results.is_final
    assert results.treated.buyers > results.held_out.buyers > 0
    assert results.rate is not None
    assert results.rate.value > 0
