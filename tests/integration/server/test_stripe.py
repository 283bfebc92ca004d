"""The whole application with Stripe for its payments, as far as a server that answers like Stripe goes."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import pytest

from commerce.payments import store
from commerce.payments.signing import sign
from kit.clock import utc_now
from tests.support.api import Api, Client, running_api
from tests.support.counter import Counter
from tests.support.local_stripe import WEBHOOK_SECRET, LocalStripe, running_local_stripe

GOOD, DECLINED, ASKING = "4242424242424242", "4000000000000341", "4000002500003155"


@pytest.fixture(scope="module")
def local_stripe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStripe]:
    with running_local_stripe(tmp_path_factory.mktemp("stripe")) as server:
        yield server


@pytest.fixture
async def api(database_url: str, local_stripe: LocalStripe) -> AsyncIterator[Api]:
    async with running_api(database_url, stripe=local_stripe.settings) as api:
        yield api


@pytest.fixture
async def manager(api: Api) -> Client:
    return await api.staff("maria", await api.brand("lumen"), "manager")


async def test_an_order_is_declined_paid_and_refunded(
    api: Api, manager: Client, local_stripe: LocalStripe
) -> None:
    counter, buyer = await Counter.open(api, manager), await api.sign_up("mira")
    order = await counter.claim(buyer)
    declined = {"payment_method": await local_stripe.card(DECLINED)}
    answer = await buyer.post(f"{order}/payment", json=declined)
    assert (answer.status_code, answer.json()["code"]) == (402, "payment.declined")
    unknown = await buyer.post(f"{order}/payment", json={"payment_method": "pm_nobody"})
    assert (unknown.status_code, [*unknown.json()["fields"]]) == (422, ["payment_method"])
    good = {"payment_method": await local_stripe.card(GOOD)}
    paid = (await buyer.post(f"{order}/payment", json=good)).json()
    assert (paid["status"], paid["card_last4"]) == ("paid", "4242")
    refunded = await manager.post(f"{order}/refunds", json={"reason": "Sorry"})
    assert refunded.json()["status"] == "refunded"
    no_card = await buyer.post(f"{order}/payment", json={"number": GOOD})
    assert no_card.status_code == 422


async def test_a_holder_who_confirms_is_heard_of_by_asking_or_by_a_notice(
    api: Api, manager: Client, local_stripe: LocalStripe
) -> None:
    counter, buyer = await Counter.open(api, manager), await api.sign_up("mira")
    orders = [await counter.claim(buyer) for _ in range(2)]
    secrets = []
    for order in orders:
        asking = {"payment_method": await local_stripe.card(ASKING)}
        waiting = (await buyer.post(f"{order}/payment", json=asking)).json()
        assert waiting["payment"]["status"] == "needs_confirmation"
        secrets.append((await buyer.get(f"{order}/confirmation")).json()["client_secret"])
        await local_stripe.answer(secrets[-1], is_confirmed=True)
        assert (await buyer.get(order)).json()["status"] == "awaiting_payment"

    # Of the first, Stripe tells.
    intent = secrets[0].partition("_secret_")[0]
    async with api.dealcast.work.read() as tx:
        payment = (await store.last_payments(tx, [orders[0].rpartition("/")[2]])).popitem()[1]
    body = (
        f'{{"id": "evt_1", "type": "payment_intent.succeeded", "data": {{"object": {{"id": "{intent}", '
        f'"status": "succeeded", "metadata": {{"payment_id": "{payment.id}"}}}}}}}}'
    ).encode()
    signed = {"stripe-signature": sign(WEBHOOK_SECRET, body, utc_now())}
    told = await api.guest().post("/api/payments/webhooks/stripe", content=body, headers=signed)
    assert told.status_code == 204
    assert (await buyer.get(orders[0])).json()["status"] == "paid"

    # Of the second nothing is heard, until the worker asks.
    api.dealcast.work.clock = lambda: utc_now() + timedelta(minutes=1)
    await api.dealcast.reconciling.check_payments()
    assert (await buyer.get(orders[1])).json()["status"] == "paid"


async def test_only_pages_that_take_payment_may_load_its_script(
    api: Api, local_stripe: LocalStripe
) -> None:
    buyer, look = await api.sign_up("mira"), {"accept": "text/html"}
    home, cart = [await buyer.get(path, headers=look) for path in ("/", "/cart")]
    assert "no money moves" not in home.text
    assert "stripe" not in home.text
    assert local_stripe.url not in home.headers["content-security-policy"]
    assert f'data-stripe-script="{local_stripe.settings.script_url}"' in cart.text
    assert f"script-src 'self' {local_stripe.url};" in cart.headers["content-security-policy"]
