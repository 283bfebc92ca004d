"""With which cards people paid: known again for a while, and never by their numbers."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from commerce.errors import PaymentDeclined
from commerce.payments.tables import used_cards
from commerce.payments.used_cards import KEPT, UsedCards
from commerce.views import Card
from kit.auth import Principal
from kit.ids import new_id

from .conftest import DECLINED_CARD, GOOD_CARD, LOST_ANSWER_CARD, Shop

OTHER_CARD = Card(number="5555 5555 5555 4444", expiry="12/34", cvc="123")


async def pay(shop: Shop, person: Principal, card: Card) -> None:
    order = await shop.claim(person, await shop.live_deal())
    await shop.paying.pay(person, order.id, card, new_id())


async def test_two_who_paid_with_one_card_are_known_until_it_is_forgotten(shop: Shop) -> None:
    cards = UsedCards(shop.world.work)
    ada, bo, cy = [await shop.world.person(name) for name in ("ada", "bo", "cy")]
    for person, card in ((ada, GOOD_CARD), (ada, GOOD_CARD), (bo, GOOD_CARD), (cy, OTHER_CARD)):
        await pay(shop, person, card)
    pairs = {(ada.account(), bo.account()), (ada.account(), cy.account())}
    async with shop.world.work.read() as tx:
        assert await cards.shared(tx, pairs) == {(ada.account(), bo.account()): 1}
        kept = await tx.all(select(used_cards))
    assert len(kept) == 3
    assert all("4242" not in row["card_hash"] for row in kept)

    assert await cards.forget() == 0
    shop.world.pass_time(KEPT - timedelta(days=1))
    await pay(shop, ada, GOOD_CARD)
    shop.world.pass_time(timedelta(days=1))
    async with shop.world.work.read() as tx:
        assert await cards.shared(tx, pairs) == {}
    assert await cards.forget() == 2


async def test_a_card_that_was_declined_tells_nothing_and_one_whose_answer_was_lost_does(
    shop: Shop, buyer: Principal
) -> None:
    with pytest.raises(PaymentDeclined):
        await pay(shop, buyer, DECLINED_CARD)
    async with shop.world.work.read() as tx:
        assert await tx.all(select(used_cards)) == []
    await pay(shop, await shop.world.person("other"), LOST_ANSWER_CARD)
    await shop.reconcile()
    async with shop.world.work.read() as tx:
        assert len(await tx.all(select(used_cards))) == 1
