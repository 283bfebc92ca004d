"""Shared carts and gifts through the whole product: links, clicks, claims, credit, pages and sockets (docs/carts.md)."""

from pathlib import Path

from commerce.products import Product as CatalogueProduct
from commerce.store.products import add_product
from kit.ids import new_id
from tests.support.product import Festival, Someone, running_product, watching
from tests.support.waiting import until_told

CARD = {"number": "4242 4242 4242 4242", "expiry": "12/34", "cvc": "123"}
PHONE = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/142.0 Mobile"


async def test_a_friend_adds_what_was_shared_and_learns_of_nothing_else(
    database_url: str, tmp_path: Path
) -> None:
    async with running_product(database_url, tmp_path) as product:
        url = await product.start("--worker")
        festival = await Festival.begin(product, url)
        host = await festival.person("host", "host")
        sharer = await festival.person("sharer", tier=2)
        friend = await festival.person("friend")
        secrets = [await _hidden_claim(festival, host, sharer)]
        show_id = await festival.live_show(host)
        deals = [await festival.live_deal(host, show_id) for _ in range(2)]
        for deal_id in deals:
            order = (await festival.claim(sharer, deal_id, new_id())).json()
            secrets.append({"order": order["id"]})

        new = {"kind": "cart", "lines": [{"kind": "deal", "id": deal_id} for deal_id in deals]}
        cart = await festival.done(sharer, "POST", "/api/shared-carts", json=new)
        target = {"kind": "cart", "target_id": cart["id"]}
        refused = await festival.call(friend, "POST", "/api/links", json=target)
        assert (refused.status_code, refused.json()["code"]) == (409, "share.not_shareable")
        link = await festival.done(sharer, "POST", "/api/links", json=target)
        assert (link["title"], link["leads_to"]) == ("Enamel mug + 1", f"/carts/{cart['id']}")

        async with watching(url, "me", friend) as watcher:
            await watcher.until("welcome")
            path = f"/s/{link['code']}"
            preview = await product.clients[url].get(path, headers={"user-agent": PHONE})
            came = _came_by(friend, preview.cookies["dc_ref"])
            body = {
                "lines": [
                    {"item_id": deal_id, "deal_id": deal_id, "price_minor": 1900}
                    for deal_id in deals
                ]
            }
            add = f"/api/shared-carts/{cart['id']}/additions"
            headers = {"idempotency-key": "one press"}
            answers = [
                await festival.call(came, "POST", add, json=body, headers=headers) for _ in range(2)
            ]
            added = [[line["order"]["id"] for line in answer.json()["lines"]] for answer in answers]
            assert added[0] == added[1]
            await watcher.until("my_order", 2)
            told = [
                preview,
                *answers,
                await festival.call(friend, "GET", path),
                await festival.call(friend, "GET", link["leads_to"]),
                await festival.call(friend, "GET", f"/api/shared-carts/{cart['id']}"),
                await festival.call(friend, "GET", f"/api/oembed?url={link['url']}"),
            ]
            assert all(answer.is_success for answer in told)
            said = "\n".join([*(answer.text for answer in told), str(watcher.frames)])
        assert "Enamel mug" in said
        for secret in (value for each in secrets for value in each.values()):
            assert secret not in said

        pay = f"/api/orders/{added[0][0]}/payment"
        assert (await festival.done(came, "POST", pay, json=CARD))["status"] == "paid"

        async def is_credited() -> bool:
            desk = await festival.done(sharer, "GET", "/api/links")
            [mine] = desk["links"]
            return (mine["clicks"], mine["orders"], mine["pending_minor"]) == (1, 1, 95)

        await until_told(is_credited)
        await _taken_back(festival, sharer, cart["id"], path)


async def test_a_gift_is_accepted_and_points_stay_with_who_paid(
    database_url: str, tmp_path: Path
) -> None:
    async with running_product(database_url, tmp_path) as product:
        url = await product.start("--worker")
        festival = await Festival.begin(product, url)
        manager = await festival.person("boss", "manager")
        buyer, friend = await festival.person("buyer", tier=1), await festival.person("friend")
        rules = {
            "tiers": [{"name": "Bronze", "share_rate_bp": 300}],
            "earn_points": 1,
            "return_days": 0,
        }
        slug = festival.brand.slug
        await festival.done(manager, "PUT", f"/api/brands/{slug}/programme", json=rules)
        await festival.done(friend, "PUT", f"/api/brands/{slug}/membership")
        deal_id = await festival.live_deal(manager, await festival.live_show(manager))
        order = (await festival.claim(buyer, deal_id, new_id())).json()
        of_order = f"/api/orders/{order['id']}"
        meant = await festival.done(buyer, "PUT", f"{of_order}/gift", json={"message": "Enjoy!"})
        assert (meant["status"], meant["path"]) == ("waiting", None)
        async with watching(url, "me", buyer) as watcher:
            await watcher.until("welcome")
            await festival.done(buyer, "POST", f"{of_order}/payment", json=CARD)
            begun = await watcher.until_such(
                "my_gift", lambda told: told["gift"]["status"] == "open"
            )
        gift = begun["gift"]
        page = await product.clients[url].get(gift["path"])
        assert "Enjoy!" in page.text
        assert "19.00" not in page.text
        async with watching(url, "me", buyer) as watcher:
            await watcher.until("welcome")
            await festival.done(friend, "POST", f"/api{gift['path']}/acceptance")
            frame = await watcher.until_such(
                "my_gift", lambda told: told["gift"]["status"] == "accepted"
            )
        assert frame["gift"]["recipient_handle"] == friend.handle
        page = await festival.call(friend, "GET", "/orders")
        assert "Gifts for you" in page.text
        assert "19.00" not in page.text
        asked = await festival.call(friend, "GET", f"/api/orders/{order['id']}")
        assert asked.status_code == 404
        seen = await festival.done(manager, "GET", f"/api/brands/{slug}/orders")
        assert seen["orders"][0]["recipient_handle"] == friend.handle

        async def has_points() -> bool:
            wallets = [
                await festival.done(who, "GET", f"/api/me/wallets/{slug}")
                for who in (buyer, friend)
            ]
            return [wallet["active"] for wallet in wallets] == [19, 0]

        await until_told(has_points)


async def _hidden_claim(festival: Festival, host: Someone, sharer: Someone) -> dict[str, str]:
    """A line of the sharer's cart that they do not share, in a show that the friend does not watch."""
    hidden = CatalogueProduct(new_id(), festival.brand.id, "Secret kettle", "", "kettle", 2_900)
    async with festival.product.writing() as tx:
        await add_product(tx, hidden)
    show_id = await festival.live_show(host)
    deal_id = await festival.live_deal(host, show_id, product_id=hidden.id)
    order = (await festival.claim(sharer, deal_id, new_id())).json()
    await festival.done(sharer, "PUT", f"/api/wishes/products/{hidden.id}")
    return {
        "product": hidden.id, "title": "Secret kettle", "deal": deal_id,
        "order": order["id"],
    }  # fmt: skip


async def _taken_back(festival: Festival, sharer: Someone, cart_id: str, path: str) -> None:
    """The link then says so, and nothing of what was shared."""
    await festival.done(sharer, "POST", f"/api/shared-carts/{cart_id}/withdrawal")
    guest = festival.product.clients[festival.url]

    async def is_forgotten() -> bool:
        page = (await guest.get(path, headers={"user-agent": PHONE})).text
        return "not shared any more" in page and "Enamel mug" not in page

    await until_told(is_forgotten)
    [link] = (await festival.done(sharer, "GET", "/api/links"))["links"]
    await until_told(lambda: _is_called(festival, sharer, festival.brand.name))
    assert link["code"] == path.removeprefix("/s/")


async def _is_called(festival: Festival, sharer: Someone, title: str) -> bool:
    [link] = (await festival.done(sharer, "GET", "/api/links"))["links"]
    return bool(link["title"] == title)


def _came_by(who: Someone, referral: str) -> Someone:
    """The same person, in the browser that followed a link."""
    return Someone(who.account_id, who.handle, f"{who.cookie}; dc_ref={referral}")
