"""Payouts, and a sharer's statement of them (docs/sharing.md, R6 to R9)."""

import asyncio
import csv
from io import StringIO

import pytest

from kit.auth import Principal
from kit.errors import Forbidden
from kit.ids import new_id
from kit.spreadsheet import BOM
from share.events import PayoutChanged
from share.rewards import paying
from share.rewards.errors import (
    NoSuchPayout,
    NothingToPay,
    OwnPayout,
    PayoutMovedOn,
    PayoutWaits,
)
from share.rewards.routes import RewardRoutes
from share.rewards.views import PayoutView
from share.views import NewLink
from tests.support.slices import client_as

from ..conftest import BASE_URL
from .conftest import Shop


async def paid_out(shop: Shop) -> PayoutView:
    made = await shop.paying.make(shop.manager, shop.slug)
    await shop.paying.approve(shop.other, shop.slug, made.id)
    return await shop.paying.pay(shop.manager, shop.slug, made.id, "By bank")


async def owed(shop: Shop) -> tuple[int, ...]:
    account = await shop.account()
    return (
        account.payable_minor, account.in_payout_minor, account.paid_minor, account.owed_minor
    )  # fmt: skip


async def test_a_payout_takes_so_many_rewards_that_it_can_be_made_and_the_next_the_others(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paying, "MOST_REWARDS", 4)
    sharing, other = shop.sharing, await shop.sharing.world.person("second")
    await sharing.world.put_on_tier(other, sharing.brand, 2)
    await shop.say_where_to(other)
    target = NewLink(kind="show", target_id=sharing.add_target("show"))
    links = [await sharing.link(), await sharing.linking.make_link(other, target, BASE_URL)]
    for link, orders in zip(links, (5, 2), strict=True):
        for _ in range(orders):
            await shop.order(link)
    await shop.mature()
    taken = [(await paid_out(shop)).payees for _ in range(2)]
    assert [[(payee.handle, payee.rewards) for payee in payees] for payees in taken] == [
        [("sharer", 5)],
        [("second", 2)],
    ]


async def test_a_payout_goes_from_one_manager_to_another_and_to_the_bank(shop: Shop) -> None:
    link = await shop.sharing.link()
    for _ in range(2):
        await shop.order(link)
    with pytest.raises(NothingToPay):
        await shop.paying.make(shop.manager, shop.slug)
    await shop.mature()
    before = await shop.paying.all(shop.manager, shop.slug)
    assert (before.payable_minor, before.sharers, before.payouts) == (1_000, 1, [])
    made = await shop.paying.make(shop.manager, shop.slug)
    assert (made.status, made.total_minor, made.sharers) == ("draft", 1_000, 1)
    assert [(payee.handle, payee.amount_minor, payee.rewards) for payee in made.payees] == [
        ("sharer", 1_000, 2)
    ]
    assert await owed(shop) == (0, 1_000, 0, 0)
    with pytest.raises(OwnPayout):
        await shop.paying.approve(shop.manager, shop.slug, made.id)
    with pytest.raises(PayoutMovedOn):
        await shop.paying.bank_file(shop.manager, shop.slug, made.id)
    with pytest.raises(PayoutMovedOn):
        await shop.paying.pay(shop.manager, shop.slug, made.id, "")
    await shop.paying.approve(shop.other, shop.slug, made.id)
    number, text = await shop.paying.bank_file(shop.manager, shop.slug, made.id)
    [row] = csv.DictReader(StringIO(text.removeprefix(BOM)))
    assert (row["payout"], row["payee"], row["email"]) == (number, "sharer", "sharer@example.com")
    assert (row["amount"], row["currency"], row["rewards"]) == ("10.00", "EUR", "2")
    done = await shop.paying.pay(shop.manager, shop.slug, made.id, " By bank ")
    assert [(step.status, step.handle, step.note) for step in done.steps] == [
        ("draft", "manager", ""),
        ("approved", "other", ""),
        ("paid", "manager", "By bank"),
    ]
    assert await owed(shop) == (0, 0, 1_000, 0)
    assert await shop.statuses() == ["paid", "paid"]
    with pytest.raises(PayoutMovedOn):
        await shop.paying.reject(shop.manager, shop.slug, made.id, "")


async def test_who_alone_manages_a_brand_approves_their_own(shop: Shop) -> None:
    world, brand = shop.sharing.world, await shop.sharing.world.brand()
    boss = await world.person("boss", brand, "manager")
    await world.put_on_tier(shop.sharing.sharer, brand, 2)
    link = await shop.sharing.link(shop.sharing.add_target(brand=brand))
    shop.sharing.brand = brand
    await shop.order(link)
    await shop.mature()
    made = await shop.paying.make(boss, brand.slug)
    assert (await shop.paying.approve(boss, brand.slug, made.id)).status == "approved"


async def test_a_rejected_payout_frees_what_it_took(shop: Shop) -> None:
    await shop.order(await shop.sharing.link())
    await shop.mature()
    made = await shop.paying.make(shop.manager, shop.slug)
    for _ in range(2):
        rejected = await shop.paying.reject(shop.other, shop.slug, made.id, "Wrong month")
        assert (rejected.status, rejected.steps[-1].note) == ("rejected", "Wrong month")
    assert (await owed(shop), await shop.statuses()) == ((500, 0, 0, 0), ["payable"])
    again = await paid_out(shop)
    assert (again.total_minor, await owed(shop)) == (500, (0, 0, 500, 0))


async def test_a_refund_after_the_payment_is_taken_from_the_next_payout(shop: Shop) -> None:
    link = await shop.sharing.link()
    order = await shop.order(link)
    await shop.mature()
    await paid_out(shop)
    for _ in range(2):
        await shop.sharing.crediting.correct_reward(order.order_id, 2_000)
    assert (await owed(shop), await shop.statuses()) == ((0, 0, 500, 400), ["owed"])
    with pytest.raises(NothingToPay):  # who only owes gets nothing
        await shop.paying.make(shop.manager, shop.slug)
    await shop.order(link)
    await shop.mature()
    assert (await paid_out(shop)).total_minor == 100
    assert (await owed(shop), await shop.statuses()) == ((0, 0, 600, 0), ["paid", "paid"])


@pytest.mark.parametrize(("end", "left"), [("pay", (0, 0, 500, 500)), ("reject", (0, 0, 0, 0))])
async def test_a_refund_meets_the_payout_that_its_reward_is_in(
    shop: Shop, end: str, left: tuple[int, ...]
) -> None:
    order = await shop.order(await shop.sharing.link())
    await shop.mature()
    made = await shop.paying.make(shop.manager, shop.slug)
    await shop.sharing.crediting.correct_reward(order.order_id, 0)
    if end == "pay":
        await shop.paying.approve(shop.other, shop.slug, made.id)
        await shop.paying.pay(shop.manager, shop.slug, made.id, "")
    else:
        await shop.paying.reject(shop.manager, shop.slug, made.id, "")
    assert await owed(shop) == left


async def test_refunds_and_payouts_at_once_leave_no_money_anywhere_else(shop: Shop) -> None:
    link = await shop.sharing.link()
    orders = [await shop.order(link) for _ in range(4)]
    await shop.mature()
    made, *_ = await asyncio.gather(
        shop.paying.make(shop.manager, shop.slug),
        *(shop.sharing.crediting.correct_reward(order.order_id, 0) for order in orders[:2]),
    )
    await shop.paying.approve(shop.other, shop.slug, made.id)
    await shop.paying.pay(shop.manager, shop.slug, made.id, "")
    payable, in_payout, paid, owing = await owed(shop)
    assert (payable, in_payout, paid - owing) == (0, 0, 1_000)


async def test_of_two_who_make_approve_or_pay_at_once_one_does(shop: Shop) -> None:
    await shop.order(await shop.sharing.link())
    await shop.mature()
    made = await asyncio.gather(
        *(shop.paying.make(who, shop.slug) for who in (shop.manager, shop.other, shop.manager)),
        return_exceptions=True,
    )
    [payout] = [each for each in made if isinstance(each, PayoutView)]
    assert all(isinstance(each, (PayoutView, PayoutWaits, NothingToPay)) for each in made)
    third = await shop.sharing.world.person("third", shop.sharing.brand, "manager")
    makers = {step.handle for step in payout.steps}
    others = [who for who in (shop.manager, shop.other, third) if who.handle not in makers]
    await asyncio.gather(*(shop.paying.approve(who, shop.slug, payout.id) for who in others))
    await asyncio.gather(*(shop.paying.pay(who, shop.slug, payout.id, "") for who in others))
    assert len(shop.sharing.world.happened(PayoutChanged)) == 3
    assert await owed(shop) == (0, 0, 500, 0)


async def test_who_has_less_than_the_least_waits(shop: Shop) -> None:
    link = await shop.sharing.link()
    await shop.set_terms(least_payout_minor=1_000)
    await shop.order(link)
    await shop.mature()
    assert (await shop.paying.all(shop.manager, shop.slug)).sharers == 0
    with pytest.raises(NothingToPay):
        await shop.paying.make(shop.manager, shop.slug)
    await shop.order(link)
    await shop.mature()
    assert (await paid_out(shop)).total_minor == 1_000


async def test_a_statement_says_each_move_and_comes_as_a_file(shop: Shop) -> None:
    order = await shop.order(await shop.sharing.link())
    await shop.mature()
    await paid_out(shop)
    await shop.sharing.crediting.correct_reward(order.order_id, 0)
    statement = await shop.statements.mine(shop.sharing.sharer)
    assert [(entry.reason, entry.amount_minor) for entry in statement.entries] == [
        ("refunded", 500),
        ("paid", 500),
        ("batched", 500),
        ("matured", 500),
        ("earned", 500),
    ]
    [oldest] = statement.entries[-1:]
    assert (oldest.order_number, oldest.link_title) == ("A1B2C3", "A show")
    later = await shop.statements.mine(shop.sharing.sharer, statement.entries[3].id)
    assert later.entries == [oldest]
    text = "".join([part async for part in await shop.statements.export(shop.sharing.sharer)])
    rows = list(csv.DictReader(StringIO(text.removeprefix(BOM))))
    assert [row["reason"] for row in rows] == ["refunded", "paid", "batched", "matured", "earned"]
    assert (rows[1]["from"], rows[1]["to"], rows[1]["amount"]) == ("in_payout", "paid", "5.00")
    nobody = await shop.statements.mine(shop.manager)
    assert (nobody.accounts, nobody.entries, nobody.next) == ([], [], None)


async def test_payouts_are_for_the_brands_managers_over_http(shop: Shop) -> None:
    endpoints = RewardRoutes(shop.offering, shop.paying, shop.statements).endpoints()
    host = await shop.sharing.world.person("host", shop.sharing.brand, "host")
    path = f"/api/brands/{shop.slug}/payouts"

    async def answer(who: Principal, method: str, address: str) -> tuple[int, str]:
        async with client_as(who, of=endpoints) as client:
            given = await client.request(method, address, json={} if method == "POST" else None)
        return given.status_code, given.headers["content-type"]

    assert (await answer(host, "GET", path))[0] == 403
    assert (await answer(shop.manager, "POST", path))[0] == 409
    assert (await answer(shop.manager, "POST", f"{path}/{new_id()}/payment"))[0] == 404
    statement = "/api/me/rewards/statement"
    assert (await answer(shop.sharing.sharer, "GET", statement))[0] == 200
    assert (await answer(shop.sharing.sharer, "GET", f"{statement}.csv")) == (
        200,
        "text/csv; charset=utf-8",
    )
    with pytest.raises(NoSuchPayout):
        await shop.paying.approve(shop.manager, shop.slug, "nonsense")
    with pytest.raises(Forbidden):
        await shop.paying.make(host, shop.slug)
