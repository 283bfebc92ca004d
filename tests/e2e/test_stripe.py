"""Paying by Stripe on the site's pages, with localstripe's stand-in for Stripe's script.

The stand-in shows the card field and asks for the holder as 3-D Secure does, but its `createPaymentMethod` is empty and the API
behind it takes no browser's word for a card. So here that one function asks the test, which makes the card with the secret key.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Locator, Route, StorageState, expect

from tests.support.axe import accessibility_violations
from tests.support.backstage import Backstage
from tests.support.local_stripe import SCRIPT, LocalStripe, running_local_stripe
from tests.support.person import Member, Person
from tests.support.room import Room
from tests.support.site import Site, running_site

GOOD, DECLINED, ASKING = "4242424242424242", "4000000000000341", "4000002500003155"
LAMP, HEADPHONES = "Mond table lamp", "Aria wireless headphones"
MAKE_CARDS = """
{
  const standIn = Stripe;
  Stripe = (key) => ({
    ...standIn(key),
    createPaymentMethod: async ({ card }) => {
      const number = card.value?.card.number ?? "";
      if (number.length < 16) return { error: { message: "Your card number is incomplete." } };
      return { paymentMethod: { id: await makeCard(number) } };
    },
  });
}
"""


@pytest.fixture(scope="module")
def local_stripe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStripe]:
    with running_local_stripe(tmp_path_factory.mktemp("stripe")) as server:
        yield server


@pytest.fixture(scope="module")
def site(
    seeded: Path, tmp_path_factory: pytest.TempPathFactory, local_stripe: LocalStripe
) -> Iterator[Site]:
    """The product, with Stripe for its payments."""
    home = tmp_path_factory.mktemp("stripe-site")
    with running_site(home, seeded, **local_stripe.environment) as site:
        yield site


@pytest.fixture(scope="module")
def sessions() -> dict[str, StorageState]:
    return {}


async def a_buyer(
    member: Member, handle: str, site: Site, local_stripe: LocalStripe, **options: int
) -> Person:
    buyer = await member(handle, **options)
    await local_stripe.notify(f"{site.base_url}/api/payments/webhooks/stripe")
    await buyer.page.expose_function("makeCard", local_stripe.card)

    async def with_cards(route: Route) -> None:
        script = await route.fetch()
        await route.fulfill(response=script, body=await script.text() + MAKE_CARDS)

    await buyer.page.route(f"**{SCRIPT}", with_cards)
    return buyer


async def pay(form: Locator, number: str) -> None:
    for field, text in (
        ("number", number),
        ("exp_month", "12"),
        ("exp_year", "34"),
        ("cvc", "123"),
    ):
        await form.get_by_placeholder(field, exact=True).fill(text)
    await form.get_by_role("button", name=re.compile("^Pay ")).click()


async def test_in_the_room_another_card_is_tried_and_its_holder_confirms(
    member: Member, backstage: Backstage, site: Site, local_stripe: LocalStripe
) -> None:
    show_id = await backstage.live_show("Cards of another house")
    await backstage.dropped(show_id, LAMP)
    buyer = await a_buyer(member, "vera", site, local_stripe, width=390)
    buyer.expect_error("402")
    room = await Room.enter(buyer, show_id)
    await room.claim(LAMP).click()
    await room.pay_now(LAMP)
    card = room.dialog.get_by_role("group", name="Card")
    await expect(card.get_by_placeholder("number")).to_be_visible()
    assert await accessibility_violations(buyer.page) == []
    await pay(room.dialog, "4242")
    await expect(room.dialog.locator("form")).to_contain_text("card number is incomplete")
    await pay(room.dialog, DECLINED)
    await expect(room.dialog.locator("form")).to_contain_text("The bank declined this card")
    await pay(room.dialog, ASKING)
    await expect(room.dialog).to_contain_text("Your bank asks you to confirm")
    await room.dialog.get_by_role("button", name="Confirm the payment").press("Enter")
    await buyer.page.get_by_role("button", name="Complete authentication").click()
    await expect(room.dialog).to_contain_text("is paid")


async def test_in_the_cart_a_holder_refuses_and_then_pays_for_all(
    member: Member, backstage: Backstage, site: Site, local_stripe: LocalStripe
) -> None:
    show_id = await backstage.live_show("Two for the cart")
    buyer = await a_buyer(member, "rafael", site, local_stripe)
    for product in (LAMP, HEADPHONES):
        deal = await backstage.dropped(show_id, product)
        await buyer.call("POST", f"/api/deals/{deal['id']}/claims", {})
    page, main = buyer.page, buyer.page.locator("main")
    buyer.expect_error("ERR_BLOCKED_BY_CLIENT")
    await page.route(f"**{SCRIPT}", lambda route: route.abort("blockedbyclient"), times=1)
    await page.goto("/cart")
    await expect(main).to_contain_text("The card form did not come")
    await main.get_by_role("button", name="Try again").click()
    await expect(main).not_to_contain_text("The card form did not come")
    await pay(main, ASKING)
    await main.get_by_role("button", name="Confirm the payment").click()
    await page.get_by_role("button", name="Fail authentication").click()
    await expect(main).to_contain_text("The payment was not confirmed, so nothing was charged")
    await pay(main, GOOD)
    await expect(main.get_by_role("heading", name="Thank you, it is yours")).to_be_visible()
    await expect(main).to_contain_text("Nothing more to pay")
