"""Where sharers want their money to go, and payouts that leave out who has not said so (docs/sharing.md, R11)."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from sqlalchemy import select

from kit.auth import Principal
from kit.clock import to_ms
from kit.errors import Invalid
from kit.spreadsheet import BOM
from membership.campaigns.reading import Reading
from membership.security.confirming import COUNTS_FOR
from membership.security.errors import PasswordNeeded
from membership.security.tables import account_letters
from share.events import PayeeChanged
from share.payees.routes import PayeeRoutes
from share.payees.sealing import Sealing
from share.payees.tables import payout_details
from share.payees.views import NewPayoutDetails
from share.rewards.errors import NothingToPay
from share.rewards.paying import Paying
from tests.support.slices import client_as

from .conftest import IBAN, Shop

PATH = "/api/me/payout-details"


async def told(shop: Shop, person: Principal) -> list[tuple[str | None, str]]:
    inbox = await Reading(shop.sharing.world.work).inbox(person)
    return [(message.notice, message.brand_slug) for message in inbox.messages]


async def test_who_has_not_said_where_to_is_left_out_and_told_once(shop: Shop) -> None:
    sharer = shop.sharing.sharer
    await shop.payees.take_back(await shop.confirmed(sharer))
    link = await shop.sharing.link()
    for _ in range(2):
        await shop.order(link)
        await shop.mature()
    assert await told(shop, sharer) == [("payout_details", shop.slug)]
    desk = await shop.paying.all(shop.manager, shop.slug)
    assert (desk.payable_minor, desk.sharers, desk.payees) == (0, 0, [])
    assert (desk.missing_minor, desk.missing_sharers) == (1_000, 1)
    assert [payee.handle for payee in desk.missing] == [sharer.handle]
    with pytest.raises(NothingToPay):
        await shop.paying.make(shop.manager, shop.slug)
    await shop.say_where_to(sharer)
    made = await shop.paying.make(shop.manager, shop.slug)
    assert (made.total_minor, made.sharers) == (1_000, 1)


async def test_who_said_where_to_is_told_nothing(shop: Shop) -> None:
    await shop.order(await shop.sharing.link())
    await shop.mature()
    assert await told(shop, shop.sharing.sharer) == []


async def test_the_totals_follow_the_money(shop: Shop) -> None:
    async def totals() -> tuple[int, int, int]:
        desk = await shop.paying.all(shop.manager, shop.slug)
        return desk.payable_minor, desk.in_payout_minor, desk.paid_minor

    await shop.order(await shop.sharing.link())
    await shop.mature()
    assert await totals() == (500, 0, 0)
    made = await shop.paying.make(shop.manager, shop.slug)
    assert await totals() == (0, 500, 0)
    await shop.paying.approve(shop.other, shop.slug, made.id)
    assert await totals() == (0, 500, 0)
    await shop.paying.pay(shop.manager, shop.slug, made.id, "")
    assert await totals() == (0, 0, 500)


async def test_the_bank_gets_the_account_that_was_approved(shop: Shop) -> None:
    await shop.order(await shop.sharing.link())
    await shop.mature()
    made = await shop.paying.make(shop.manager, shop.slug)
    new = NewPayoutDetails(holder="=Ada", number="110-234-567890", bic="cznbkrse")
    await shop.payees.give(await shop.confirmed(shop.sharing.sharer), new)
    await shop.paying.approve(shop.other, shop.slug, made.id)

    async def row() -> tuple[str, str, str]:
        _, text = await shop.paying.bank_file(shop.manager, shop.slug, made.id)
        [found] = csv.DictReader(StringIO(text.removeprefix(BOM)))
        return found["holder"], found["account"], found["bic"]

    approved = ("'=Ada", "110234567890", "CZNBKRSE")
    assert await row() == approved
    await shop.say_where_to(shop.sharing.sharer)
    assert await row() == approved
    await shop.payees.take_back(await shop.confirmed(shop.sharing.sharer))
    await shop.paying.pay(shop.manager, shop.slug, made.id, "")
    assert await row() == approved


async def test_who_approves_and_who_pays_are_told_of_accounts_that_are_new(shop: Shop) -> None:
    world, sharer = shop.sharing.world, shop.sharing.sharer
    await shop.order(await shop.sharing.link())
    await shop.mature()

    async def changes() -> list[int | None]:
        payout = (await shop.paying.all(shop.manager, shop.slug)).payouts[0]
        assert {each.handle for each in payout.account_changes} <= {sharer.handle}
        return [each.changed_at_ms for each in payout.account_changes]

    world.pass_time(timedelta(days=8))
    made = await shop.paying.make(shop.manager, shop.slug)
    assert await changes() == []
    await shop.say_where_to(sharer)
    assert await changes() == [to_ms(world.now)]
    await shop.payees.take_back(await shop.confirmed(sharer))
    assert await changes() == [None]
    await shop.say_where_to(sharer)
    world.pass_time(timedelta(minutes=1))
    await shop.paying.approve(shop.other, shop.slug, made.id)
    assert await changes() == []
    world.pass_time(timedelta(minutes=1))
    await shop.say_where_to(sharer)
    assert await changes() == [to_ms(world.now)]
    await shop.paying.pay(shop.manager, shop.slug, made.id, "")
    assert await changes() == []


async def test_a_number_stands_nowhere_in_clear_words(shop: Shop) -> None:
    work, sharer = shop.sharing.world.work, shop.sharing.sharer
    async with work.read() as tx:
        [row] = await tx.all(select(payout_details))
    assert IBAN.replace(" ", "") not in str(dict(row))
    assert row["hint"] == "•••• 3000"
    [event, *_] = [event for event in shop.sharing.world.events if isinstance(event, PayeeChanged)]
    assert event == PayeeChanged(account_id=sharer.account())


async def test_with_another_key_of_the_installation_details_are_missing(shop: Shop) -> None:
    await shop.order(await shop.sharing.link())
    await shop.mature()
    paying = Paying(shop.sharing.world.work, Sealing("a new key"))
    desk = await paying.all(shop.manager, shop.slug)
    assert (desk.payable_minor, desk.missing_minor) == (0, 500)


async def test_over_http_a_person_sees_their_own_and_never_the_number(shop: Shop) -> None:
    endpoints = PayeeRoutes(shop.payees).endpoints()
    async with client_as(await shop.confirmed(shop.sharing.sharer), of=endpoints) as client:
        mine = (await client.get(PATH)).json()["details"]
        assert (mine["holder"], mine["hint"]) == ("Ada Lind", "•••• 3000")
        wrong = await client.put(PATH, json={"holder": "Ada", "number": "DE00 1234"})
        assert (wrong.status_code, set(wrong.json()["fields"])) == (422, {"number"})
        new = {"holder": "Ada", "number": "GB82WEST12345698765432"}
        assert (await client.put(PATH, json=new)).json()["details"]["hint"] == "•••• 5432"
        assert (await client.delete(PATH)).status_code == 204
        assert (await client.get(PATH)).json() == {"details": None}


async def test_what_is_wrong_changes_nothing(shop: Shop) -> None:
    with pytest.raises(Invalid):
        await shop.say_where_to(shop.sharing.sharer, "DE00 1234")
    mine = await shop.payees.mine(shop.sharing.sharer)
    assert mine.details is not None
    assert mine.details.hint == "•••• 3000"


async def test_a_session_alone_changes_nothing_and_its_owner_is_told_of_what_changes(
    shop: Shop,
) -> None:
    sharer, world = shop.sharing.sharer, shop.sharing.world
    new = NewPayoutDetails(holder="Mallory", number="GB82WEST12345698765432")
    stolen = await shop.confirmed(sharer)
    world.pass_time(COUNTS_FOR + timedelta(seconds=1))
    for thief in (sharer, stolen):
        with pytest.raises(PasswordNeeded):
            await shop.payees.give(thief, new)
        with pytest.raises(PasswordNeeded):
            await shop.payees.take_back(thief)
    mine = await shop.payees.mine(sharer)
    assert mine.details is not None
    assert mine.details.holder == "Ada Lind"
    owner = await shop.confirmed(sharer)
    for _ in range(2):
        await shop.payees.take_back(owner, "zh_Hans_CN")
    async with world.work.read() as tx:
        letters = await tx.all(select(account_letters).order_by(account_letters.c.id))
    assert [(row["about"], row["detail"], row["locale"]) for row in letters] == [
        ("payee_changed", "•••• 3000", "en"),
        ("payee_forgotten", "", "zh_Hans_CN"),
    ]
