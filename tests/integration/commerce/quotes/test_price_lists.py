"""Price lists of deals, and exchange rates."""

import pytest

from commerce.errors import NoSuchDeal, NotQueued
from commerce.quotes.errors import BadPriceList, BadRates
from commerce.quotes.exchange import Exchange
from commerce.quotes.price_lists import PriceLists
from commerce.quotes.views import NewPriceList, PriceView, RatesView
from kit.auth import GUEST, Principal
from kit.errors import Forbidden
from kit.ids import new_id

from ..conftest import Shop

OPERATOR = Principal("operator", "root", is_operator=True)


def listed(*prices: tuple[int, str, int]) -> list[PriceView]:
    return [PriceView(min_tier_rank=r, currency=c, price_minor=p) for r, c, p in prices]


@pytest.fixture
def lists(shop: Shop) -> PriceLists:
    return PriceLists(shop.world.work)


async def test_a_host_sets_a_price_list_and_anyone_reads_it_after_the_drop(
    shop: Shop, lists: PriceLists
) -> None:
    deal = await shop.queued_deal()
    new = listed((0, "USD", 2_200), (2, "EUR", 1_500), (2, "USD", 1_600))
    own = listed((0, "EUR", 2_000))
    assert await lists.set_prices(shop.host, deal.id, NewPriceList(prices=new)) == own + new
    with pytest.raises(NoSuchDeal):
        await lists.prices(GUEST, deal.id)
    await shop.hosting.drop_deal(shop.host, deal.id)
    assert await lists.prices(GUEST, deal.id) == own + new
    with pytest.raises(NotQueued):
        await lists.set_prices(shop.host, deal.id, NewPriceList(prices=[]))


async def test_a_new_list_replaces_the_old_one(shop: Shop, lists: PriceLists) -> None:
    deal = await shop.queued_deal()
    for prices in (listed((1, "EUR", 1_500)), []):
        await lists.set_prices(shop.host, deal.id, NewPriceList(prices=prices))
    assert await lists.prices(shop.host, deal.id) == listed((0, "EUR", 2_000))


async def test_a_deal_with_a_price_list_can_be_removed(shop: Shop, lists: PriceLists) -> None:
    deal = await shop.queued_deal()
    prices = NewPriceList(prices=listed((1, "EUR", 1_500)))
    await lists.set_prices(shop.host, deal.id, prices)
    await shop.hosting.remove_deal(shop.host, deal.id)
    with pytest.raises(NoSuchDeal):
        await lists.prices(shop.host, deal.id)


@pytest.mark.parametrize(
    "prices",
    [
        [(0, "EUR", 1_500)],
        [(1, "EUR", 1_500), (1, "EUR", 1_400)],
        [(1, "EUR", 2_000)],
        [(1, "USD", 1_500)],
        [(9, "EUR", 1_500)],
        [(0, "ABC", 1_500)],
    ],
    ids=["own", "twice", "not_below", "no_own_currency", "no_tier", "no_currency"],
)
async def test_a_list_that_does_not_fit_is_refused(
    shop: Shop, lists: PriceLists, prices: list[tuple[int, str, int]]
) -> None:
    deal = await shop.queued_deal()
    with pytest.raises(BadPriceList):
        await lists.set_prices(shop.host, deal.id, NewPriceList(prices=listed(*prices)))


async def test_only_the_brands_hosts_set_prices(
    shop: Shop, lists: PriceLists, buyer: Principal
) -> None:
    deal = await shop.queued_deal()
    with pytest.raises(Forbidden):
        await lists.set_prices(buyer, deal.id, NewPriceList(prices=[]))
    for unknown in (new_id(), "nonsense"):
        with pytest.raises(NoSuchDeal):
            await lists.set_prices(shop.host, unknown, NewPriceList(prices=[]))


async def test_the_operator_sets_the_rates_in_place_of_the_old_ones(shop: Shop) -> None:
    exchange = Exchange(shop.world.work)
    assert await exchange.rates() == RatesView(rates={})
    await exchange.set_rates(OPERATOR, RatesView(rates={"EUR": "1", "USD": "1.0837"}))
    new = RatesView(rates={"EUR": "1.0", "JPY": "158.73", "BTN": "0.00000001"})
    assert await exchange.set_rates(OPERATOR, new) == new
    assert await exchange.rates() == new
    with pytest.raises(Forbidden):
        await exchange.set_rates(shop.host, new)


@pytest.mark.parametrize(
    "rates",
    [
        {},
        {"EUR": "2"},
        {"EUR": "1", "USD": "0"},
        {"EUR": "1", "USD": "-1"},
        {"EUR": "1", "USD": "NaN"},
        {"EUR": "1", "USD": "1e99"},
        {"EUR": "1", "USD": "much"},
        {"EUR": "1", "ABC": "2"},
    ],
)
async def test_what_is_no_rate_is_refused(shop: Shop, rates: dict[str, str]) -> None:
    exchange = Exchange(shop.world.work)
    with pytest.raises(BadRates):
        await exchange.set_rates(OPERATOR, RatesView(rates=rates))
