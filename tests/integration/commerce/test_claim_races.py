"""Many claims at once: first what happens without the lock, then that it cannot happen."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import update

from commerce.claims import decide_claim
from commerce.errors import DealEnded, OverBuyerLimit, SoldOut
from commerce.store import deals as store
from commerce.tables import deals
from commerce.views import DealView, OrderView
from kit.auth import Principal
from kit.errors import Refusal
from kit.idempotency import KeyReused

from .conftest import Shop


async def outcomes(*attempts: Any) -> tuple[list[OrderView], list[Refusal]]:
    """What came of attempts made at the same time. Anything but an order or a refusal is raised."""
    results: Sequence[Any] = await asyncio.gather(*attempts, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException) and not isinstance(result, Refusal):
            raise result
    placed = [result for result in results if isinstance(result, OrderView)]
    return placed, [result for result in results if isinstance(result, Refusal)]


async def claim_unguarded(
    shop: Shop, deal: DealView, buyer: Principal, everyone_has_looked: asyncio.Barrier
) -> bool:
    """What a claim must not be: look, decide, and write in another transaction."""
    async with shop.world.work.read() as tx:
        seen = await store.deal(tx, deal.id)
        assert seen is not None
        granted = decide_claim(seen, tx.now, rank=0, held=(), quantity=1)
    await everyone_has_looked.wait()
    if isinstance(granted, Refusal):
        return False
    async with shop.world.work.write() as tx:
        await tx.execute(update(deals).where(deals.c.id == deal.id).values(sold=seen.sold + 1))
    return True


async def test_without_the_lock_one_unit_is_sold_five_times_and_with_it_once(shop: Shop) -> None:
    buyers = await shop.buyers(5)

    unguarded = await shop.live_deal(stock=1)
    barrier = asyncio.Barrier(5)
    sold = await asyncio.gather(
        *(claim_unguarded(shop, unguarded, buyer, barrier) for buyer in buyers)
    )
    assert sold.count(True) == 5

    guarded = await shop.live_deal(stock=1)
    placed, refused = await outcomes(*(shop.claim(buyer, guarded) for buyer in buyers))
    assert len(placed) == 1
    assert all(isinstance(refusal, SoldOut) for refusal in refused)


async def test_of_200_claimants_for_20_units_exactly_20_get_one(shop: Shop) -> None:
    deal = await shop.live_deal(stock=20)
    buyers = await shop.buyers(200)

    placed, refused = await outcomes(*(shop.claim(buyer, deal) for buyer in buyers))

    assert len(placed) == 20
    assert len({order.buyer_handle for order in placed}) == 20
    assert [type(refusal) for refusal in refused] == [SoldOut] * 180
    books = await shop.books(deal)
    assert (books.sold, books.held_units, books.taken_slots, books.orders) == (20, 20, 20, 20)
    assert books.most_of_one_buyer == 1
    after = await shop.deals.get(deal.id)
    assert after.stock_left == 0
    assert deal.version < after.version <= deal.version + 20, "once for each batch"


async def test_buyers_who_claim_again_and_again_stay_within_their_limit(shop: Shop) -> None:
    deal = await shop.live_deal(stock=20, per_buyer_limit=3)
    buyers = await shop.buyers(5)

    placed, refused = await outcomes(
        *(shop.claim(buyer, deal, quantity) for buyer in buyers for quantity in (1, 2, 1, 2, 1))
    )

    assert {type(refusal) for refusal in refused} == {OverBuyerLimit}
    books = await shop.books(deal)
    assert books.most_of_one_buyer == 3
    assert books.sold == books.held_units == books.taken_slots == 15
    assert len(placed) == books.orders


async def test_the_same_claim_sent_20_times_at_once_gives_one_order(
    shop: Shop, buyer: Principal
) -> None:
    deal = await shop.live_deal(stock=20, per_buyer_limit=20)

    placed, refused = await outcomes(
        *(shop.claim(buyer, deal, key="one-attempt") for _ in range(20))
    )

    assert len(placed) == 20
    assert len({order.id for order in placed}) == 1
    assert refused == []
    assert (await shop.books(deal)).orders == 1


async def test_two_claims_of_one_buyer_at_the_limit_of_one_give_one_order(
    shop: Shop, buyer: Principal
) -> None:
    deal = await shop.live_deal(per_buyer_limit=1)

    placed, refused = await outcomes(
        shop.claim(buyer, deal, key="first"), shop.claim(buyer, deal, key="second")
    )

    assert len(placed) == 1
    assert [type(refusal) for refusal in refused] == [OverBuyerLimit]


async def test_one_key_for_claims_of_two_deals_at_once_places_one_order(
    shop: Shop, buyer: Principal
) -> None:
    first, second = await shop.live_deal(), await shop.live_deal()

    placed, refused = await outcomes(
        shop.claim(buyer, first, key="shared"), shop.claim(buyer, second, key="shared")
    )

    assert len(placed) == 1
    assert [type(refusal) for refusal in refused] == [KeyReused]
    assert (await shop.books(first)).sold + (await shop.books(second)).sold == 1


async def test_a_deal_that_ends_among_claims_keeps_those_before_and_takes_none_after(
    shop: Shop,
) -> None:
    deal = await shop.live_deal(stock=100)
    buyers = await shop.buyers(30)

    claims = [shop.claim(buyer, deal) for buyer in buyers]
    end = shop.hosting.end_deal(shop.host, deal.id)
    results = await asyncio.gather(*claims[:15], end, *claims[15:], return_exceptions=True)

    placed = [result for result in results if isinstance(result, OrderView)]
    refused = [result for result in results if isinstance(result, Refusal)]
    assert len(placed) + len(refused) == 30
    assert {type(refusal) for refusal in refused} <= {DealEnded}
    books = await shop.books(deal)
    assert books.sold == books.held_units == len(placed)
    after = await shop.deals.get(deal.id)
    assert after.status == "ended"
    with pytest.raises(DealEnded):
        await shop.claim((await shop.world.person("late")), deal)


async def test_claims_of_people_who_claimed_before_are_told_apart_among_new_ones(
    shop: Shop,
) -> None:
    """Each batch begins as if all of it were new; what is not is found by the constraints, and asked about."""
    deal = await shop.live_deal(stock=60)
    everyone = await shop.buyers(40)
    early, late = everyone[:20], everyone[20:]
    first, _ = await outcomes(*(shop.claim(who, deal, key="k") for who in early))

    for _ in range(2):
        again, refused = await outcomes(
            *(shop.claim(who, deal, key="k") for who in early),
            *(shop.claim(who, deal, key="another") for who in early),
            *(shop.claim(who, deal, key="k") for who in late),
        )
        assert again[:20] == first
        assert {type(refusal) for refusal in refused} == {OverBuyerLimit}
        assert (len(again), len(refused)) == (40, 20)
    books = await shop.books(deal)
    assert (books.sold, books.taken_slots, books.orders, books.most_of_one_buyer) == (40, 40, 40, 1)


async def test_a_slot_that_was_given_back_is_taken_before_a_higher_one(shop: Shop) -> None:
    deal, (buyer,) = await shop.live_deal(stock=9, per_buyer_limit=2), await shop.buyers(1)
    lower = await shop.claim(buyer, deal)
    await shop.claim(buyer, deal)
    await shop.checkout.cancel(buyer, lower.id)
    placed, refused = await outcomes(*(shop.claim(buyer, deal) for _ in range(2)))
    assert (len(placed), len(refused)) == (1, 1)
    assert (await shop.books(deal)).most_of_one_buyer == 2
