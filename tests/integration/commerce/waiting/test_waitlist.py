"""The waitlist: who waits is offered what comes back, in order, and nobody else can take it."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from commerce import events
from commerce.errors import DealEnded, OverBuyerLimit, SoldOut, TierTooLow
from commerce.payments.views import NewRefund
from commerce.store import orders as store_orders
from commerce.tables import deals
from commerce.views import DealView, NewClaim, OrderView
from commerce.waiting.errors import NotSoldOut
from commerce.waiting.line import OFFER_LASTS
from commerce.waiting.views import NewWaiter
from kit.auth import GUEST, Principal
from kit.errors import NotSignedIn

from ..conftest import GOOD_CARD, LATE_CARD, Shop

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def people(shop: Shop) -> list[Principal]:
    return await shop.buyers(4)


async def taken(shop: Shop, buyer: Principal, **terms: int) -> tuple[DealView, OrderView]:
    """A deal of which the buyer holds all units."""
    deal = await shop.live_deal(**{"stock": 1, "duration_s": 3_600, **terms})
    return deal, await shop.claim(buyer, deal, deal.stock)


async def offers(shop: Shop, buyer: Principal) -> list[OrderView]:
    """What is offered to someone now."""
    orders = await shop.checkout.cart(buyer)
    return [order for order in orders if order.was_offered and order.status == "held"]


async def test_who_may_not_come_in_does_not_wait_there(shop: Shop, people: list[Principal]) -> None:
    ann, bob, *_ = people
    deal, _ = await taken(shop, ann)
    shop.open_to(2)
    with pytest.raises(TierTooLow):
        await shop.wait(bob, deal)
    await shop.world.put_on_tier(bob, shop.brand, 2)
    assert (await shop.wait(bob, deal)).place == 1


async def test_a_unit_that_expires_is_offered_to_the_first_who_waits(
    shop: Shop, people: list[Principal]
) -> None:
    ann, bob, cid, _ = people
    deal, _ = await taken(shop, ann)
    assert (await shop.wait(bob, deal)).place == 1
    assert (await shop.wait(cid, deal)).place == 2

    shop.world.pass_time(timedelta(minutes=10))
    assert await shop.checkout.expire_holds() == 1

    [offer] = await offers(shop, bob)
    assert offer.hold_expires_at_ms - offer.created_at_ms == OFFER_LASTS.total_seconds() * 1_000
    assert await offers(shop, cid) == []
    assert [place.place for place in await shop.waitlist.places(cid, shop.show_id)] == [1]
    assert await shop.waitlist.places(bob, shop.show_id) == []
    view = await shop.deals.get(deal.id)
    assert (view.stock_left, view.waiting, view.line_served) == (0, 1, 1)

    paid = await shop.checkout.pay(bob, offer.id, GOOD_CARD, None)
    assert paid.status == "paid"
    books = await shop.books(deal)
    assert books.sold == books.held_units == books.taken_slots == 1


async def test_an_offer_that_is_not_taken_in_time_goes_to_the_next(
    shop: Shop, people: list[Principal]
) -> None:
    ann, bob, cid, _ = people
    deal, order = await taken(shop, ann)
    await shop.wait(bob, deal)
    await shop.wait(cid, deal)
    await shop.checkout.cancel(ann, order.id)
    shop.world.pass_time(OFFER_LASTS - timedelta(seconds=1))
    assert await shop.checkout.expire_holds() == 0
    shop.world.pass_time(timedelta(seconds=1))
    assert await shop.checkout.expire_holds() == 1
    assert await offers(shop, bob) == []
    assert len(await offers(shop, cid)) == 1
    assert (await shop.wait(bob, deal)).place == 1, "one may join again, behind the others"


async def test_who_declines_an_offer_gives_it_to_the_next_at_once(
    shop: Shop, people: list[Principal]
) -> None:
    ann, bob, cid, _ = people
    deal, order = await taken(shop, ann)
    await shop.wait(bob, deal)
    await shop.wait(cid, deal)
    await shop.checkout.cancel(ann, order.id)
    [offer] = await offers(shop, bob)
    await shop.checkout.cancel(bob, offer.id)
    assert len(await offers(shop, cid)) == 1


async def test_units_that_were_refunded_are_offered(shop: Shop, people: list[Principal]) -> None:
    ann, bob, _, _ = people
    manager = await shop.world.person("manager", shop.brand, "manager")
    deal, order = await taken(shop, ann)
    await shop.checkout.pay(ann, order.id, GOOD_CARD, None)
    await shop.wait(bob, deal)
    await shop.refunding.refund(manager, order.id, NewRefund(reason="Broken"), None)
    assert len(await offers(shop, bob)) == 1


async def test_new_stock_goes_to_those_who_wait_and_the_rest_to_everyone(
    shop: Shop, people: list[Principal]
) -> None:
    ann, bob, cid, dan = people
    deal, _ = await taken(shop, ann, stock=2, per_buyer_limit=2)
    await shop.wait(bob, deal, 2)
    await shop.wait(cid, deal)
    after = await shop.change(deal, stock=3)
    assert (after.stock, after.stock_left, after.waiting) == (3, 0, 1)
    assert [order.lines[0].quantity for order in await offers(shop, bob)] == [1], "as many as came"
    with pytest.raises(SoldOut, match=r"Join the waitlist \(1 in line\)"):
        await shop.claim(dan, deal)
    after = await shop.change(deal, stock=6)
    assert (after.stock_left, after.waiting) == (2, 0)
    assert len(await offers(shop, cid)) == 1
    assert (await shop.claim(dan, deal)).was_offered is False
    placed = shop.world.happened(events.OrdersPlaced)
    assert len(placed) == 4


async def test_a_restock_reaches_a_process_that_saw_the_deal_sold_out(
    shop: Shop, people: list[Principal]
) -> None:
    ann, bob, cid, _ = people
    deal, _ = await taken(shop, ann)
    other = shop.checkout_at(shop.world.now)
    with pytest.raises(SoldOut):
        await other.claim(bob, deal.id, NewClaim(), None, None)
    await shop.change(deal, stock=2)
    assert (await other.claim(cid, deal.id, NewClaim(), None, None)).status == "held"
    await other.close()


async def test_one_waits_only_for_what_is_sold_out_and_what_one_may_have(
    shop: Shop, people: list[Principal]
) -> None:
    ann, bob, _, _ = people
    deal, _ = await taken(shop, ann, stock=2, per_buyer_limit=2)
    with pytest.raises(OverBuyerLimit):
        await shop.wait(ann, deal)
    with pytest.raises(OverBuyerLimit):
        await shop.wait(bob, deal, 3)
    with pytest.raises(NotSoldOut, match="5 left"):
        await shop.wait(bob, await shop.live_deal())
    members = await shop.live_deal(stock=1, min_tier_rank=2)
    await shop.world.put_on_tier(ann, shop.brand, 2)
    await shop.claim(ann, members)
    with pytest.raises(TierTooLow):
        await shop.wait(bob, members)
    await shop.world.put_on_tier(bob, shop.brand, 3)
    assert (await shop.wait(bob, members)).place == 1
    with pytest.raises(NotSignedIn):
        await shop.wait(GUEST, deal)


async def test_joining_again_changes_nothing_but_the_number_of_units(
    shop: Shop, people: list[Principal]
) -> None:
    ann, bob, cid, _ = people
    deal, order = await taken(shop, ann, stock=2, per_buyer_limit=2)
    first = await shop.wait(bob, deal)
    await shop.wait(cid, deal)
    again = await shop.wait(bob, deal, 2)
    assert (again.number, again.place, again.quantity) == (first.number, 1, 2)
    await shop.checkout.cancel(ann, order.id)
    assert [each.lines[0].quantity for each in await offers(shop, bob)] == [2]


async def test_who_leaves_is_offered_nothing_and_those_behind_move_up(
    shop: Shop, people: list[Principal]
) -> None:
    ann, bob, cid, _ = people
    deal, order = await taken(shop, ann)
    await shop.wait(bob, deal)
    await shop.wait(cid, deal)
    await shop.waitlist.leave(bob, deal.id)
    await shop.waitlist.leave(bob, deal.id)
    [place] = await shop.waitlist.places(cid, shop.show_id)
    assert place.place == 1
    await shop.checkout.cancel(ann, order.id)
    assert await offers(shop, bob) == []
    assert len(await offers(shop, cid)) == 1
    books = await shop.books(deal)
    assert books.waiting == books.in_line == 0


async def test_offers_go_on_after_the_deals_time_until_nothing_can_come_back(
    shop: Shop, people: list[Principal]
) -> None:
    ann, bob, cid, dan = people
    deal, _ = await taken(shop, ann, duration_s=60)
    for who in (bob, cid):
        await shop.wait(who, deal)
    shop.world.pass_time(2 * MINUTE)
    assert await shop.hosting.close_lapsed() == 1
    assert await shop.waitlist.close_lines() == 0
    with pytest.raises(DealEnded):
        await shop.wait(dan, deal)
    shop.world.pass_time(8 * MINUTE)
    await shop.checkout.expire_holds()
    [offer] = await offers(shop, bob)
    assert await shop.waitlist.close_lines() == 0, "it may not be paid"
    await shop.checkout.pay(bob, offer.id, GOOD_CARD, None)
    assert await shop.waitlist.close_lines() == 1
    assert await shop.waitlist.close_lines() == 0
    assert await shop.waitlist.places(cid, shop.show_id) == []
    view = await shop.deals.get(deal.id)
    assert (view.status, view.waiting) == ("ended", 0)


async def test_a_payment_under_way_keeps_the_line_open(shop: Shop, people: list[Principal]) -> None:
    ann, bob, _, _ = people
    deal, order = await taken(shop, ann, duration_s=60)
    await shop.wait(bob, deal)
    await shop.checkout.pay(ann, order.id, LATE_CARD, None)
    shop.world.pass_time(2 * MINUTE)
    await shop.hosting.close_lapsed()
    assert await shop.waitlist.close_lines() == 0


async def test_who_ends_a_deal_or_the_show_sends_the_line_away(
    shop: Shop, people: list[Principal]
) -> None:
    ann, bob, _, _ = people
    (ended, first), (live, second), (lapsed, third) = [
        await taken(shop, ann, duration_s=duration_s) for duration_s in (900, 900, 60)
    ]
    for deal in (ended, live, lapsed):
        await shop.wait(bob, deal)
    await shop.hosting.end_deal(shop.host, ended.id)
    shop.world.pass_time(2 * MINUTE)
    await shop.hosting.close_lapsed()
    assert len(await shop.waitlist.places(bob, shop.show_id)) == 2
    shop.end_show()
    assert await shop.hosting.end_deals_of(shop.show_id) == 2
    assert await shop.waitlist.places(bob, shop.show_id) == []
    for order in (first, second, third):
        await shop.checkout.cancel(ann, order.id)
    assert await offers(shop, bob) == []
    for deal in (ended, live, lapsed):
        view = await shop.deals.get(deal.id)
        assert (view.status, view.waiting, view.stock_left) == ("ended", 0, 1)


async def test_an_offer_remembers_by_which_link_its_buyer_came_to_the_line(
    shop: Shop, people: list[Principal]
) -> None:
    ann, bob, _, _ = people
    deal, order = await taken(shop, ann)
    await shop.waitlist.join(bob, deal.id, NewWaiter(), "click-1")
    await shop.checkout.cancel(ann, order.id)
    [offer] = await offers(shop, bob)
    async with shop.world.work.read() as tx:
        stored = await store_orders.order(tx, offer.id)
    assert stored is not None
    assert stored.referral_token == "click-1"


async def test_the_database_leaves_no_unit_to_others_while_someone_waits(
    shop: Shop, people: list[Principal]
) -> None:
    ann, bob, _, _ = people
    deal, _ = await taken(shop, ann)
    await shop.wait(bob, deal)
    with pytest.raises(IntegrityError):
        async with shop.world.work.write() as tx:
            await tx.execute(update(deals).where(deals.c.id == deal.id).values(sold=0))
