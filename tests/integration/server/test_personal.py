"""A person's data through the whole product: seen by a brand, taken along, and erased (docs/privacy.md)."""

import csv
import io
import json
import zipfile
from typing import Any

import pytest
from sqlalchemy import func, select

from chat.tables import messages
from commerce.products import Product
from commerce.store.products import add_product
from commerce.tables import orders
from kit.auth import Principal
from kit.clock import to_ms, utc_now
from kit.ids import new_id
from kit.one_by_one import OneByOne
from membership.privacy.tables import erasures, export_parts, exports
from membership.relations import timelines
from membership.relations.timeline import Kind
from server.tables import metadata
from tests.support.api import PASSWORD, Api, Client

CARD = {"number": "4242 4242 4242 4242", "expiry": "12/34", "cvc": "123"}
TIERS: list[dict[str, Any]] = [
    {"name": "Bronze", "share_rate_bp": 300},
    {"name": "Silver", "share_rate_bp": 500, "points_from": 15},
]


class Life:
    """Mira, who did all that one can do with a brand, and some of it with another."""

    def __init__(self, api: Api, mira: Client, host: Client, other: Client) -> None:
        self.api, self.mira, self.host, self.other = api, mira, host, other
        self.account_id = ""
        self.show_id = ""
        self.deal_id = ""
        self.link_code = ""

    @classmethod
    async def lived(cls, api: Api) -> "Life":
        lumen, other = await api.brand("lumen"), await api.brand("mirror")
        host = await api.staff("hannah", lumen, "manager")
        life = cls(api, await api.sign_up("mira"), host, await api.staff("olu", other, "manager"))
        life.account_id = (await life.mira.get("/api/me")).json()["account_id"]
        rules = {"tiers": TIERS, "earn_points": 1, "return_days": 0}
        await done(host, "PUT", "/api/brands/lumen/programme", rules)
        for slug, staff in (("lumen", host), ("mirror", life.other)):
            show_id, deal_id = await _show(api, staff, slug)
            await done(life.mira, "PUT", f"/api/brands/{slug}/membership")
            mira = Principal(life.account_id, "mira")
            await api.dealcast.chat.say(mira, show_id, f"at {slug}")
            if slug == "lumen":
                life.show_id, life.deal_id = show_id, deal_id
        order = await life.claim()
        await done(life.mira, "POST", f"/api/orders/{order}/payment", CARD)
        link = {"kind": "show", "target_id": life.show_id, "code": "mira-k"}
        old = {**link, "code": "mira-old", "expires_at_ms": to_ms(utc_now()) + 1}
        await done(life.mira, "POST", "/api/links", old)
        life.link_code = (await done(life.mira, "POST", "/api/links", link))["code"]
        await api.guest().get(f"/s/{life.link_code}", headers={"user-agent": "Mozilla/5.0"})
        await done(life.mira, "PUT", "/api/me/profile", {"display_name": "Mira K"})
        for slug in ("lumen", "mirror"):
            allowed = {"channel": "email", "is_given": True}
            await done(life.mira, "PUT", f"/api/me/consents/{slug}", allowed)
        attending = api.dealcast.people.attending
        attending.come(life.account_id, life.show_id, lumen.id)
        attending.go(life.account_id, life.show_id)
        await attending.write()
        await api.dealcast.relay.drain()
        return life

    async def claim(self) -> str:
        """A held order's id."""
        answer = await self.mira.post(
            f"/api/deals/{self.deal_id}/claims",
            json={"quantity": 1},
            headers={"idempotency-key": new_id()},
        )
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def erase(self, password: str = PASSWORD) -> tuple[int, str | None]:
        """The answer's status, and its code if it is a refusal."""
        answer = await self.mira.post("/api/me/erasure", json={"password": password})
        await self.api.dealcast.relay.drain()
        return answer.status_code, answer.json()["code"] if answer.content else None

    async def set_status(self, order_id: str, status: str) -> None:
        async with self.api.dealcast.work.write() as tx:
            await tx.execute(orders.update().where(orders.c.id == order_id).values(status=status))

    async def count(self, table: Any, *conditions: Any) -> int:
        async with self.api.dealcast.work.read() as tx:
            statement = select(func.count()).select_from(table).where(*conditions)
            return int(await tx.scalar(statement))


@pytest.fixture
async def life(api: Api) -> Life:
    return await Life.lived(api)


async def done(client: Client, method: str, path: str, body: Any = None) -> Any:
    answer = await client.request(method, path, json=body)
    assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
    return answer.json() if answer.content else None


async def _show(api: Api, staff: Client, slug: str) -> tuple[str, str]:
    """A live show and its live deal."""
    brand = (await staff.get(f"/api/brands/{slug}")).json()
    product_id = new_id()
    async with api.dealcast.work.write() as tx:
        await add_product(
            tx,
            Product(
                id=product_id,
                brand_id=brand["id"],
                title="Lamp",
                description="",
                category="lamp",
                list_price_minor=5_000,
            ),
        )
    new = {"brand_id": brand["id"], "title": f"At {slug}", "scheduled_at_ms": to_ms(utc_now()) + 1}
    show = await done(staff, "POST", "/api/shows", new)
    await done(staff, "POST", f"/api/shows/{show['id']}/start")
    terms = {"product_id": product_id, "price_minor": 2_000, "stock": 9, "per_buyer_limit": 5}
    deal = await done(staff, "POST", f"/api/shows/{show['id']}/deals", terms)
    await done(staff, "POST", f"/api/deals/{deal['id']}/drop")
    return show["id"], deal["id"]


async def test_a_brand_sees_all_that_was_between_it_and_a_member_and_nothing_of_others(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = "/api/brands/lumen/members/mira/timeline"
    whole = await done(life.host, "GET", path)
    happened = {(entry["kind"], entry["what"]) for entry in whole["entries"]}
    assert happened - {("points", "matured")} == {
        ("show", "watched"), ("order", "placed"), ("order", "paid"), ("message", "said"),
        ("link", "made"), ("link", "clicked"), ("points", "bought"), ("tier", "joined"),
        ("tier", "rose"),
    }  # fmt: skip
    times = [entry["at_ms"] for entry in whole["entries"]]
    assert times == sorted(times, reverse=True)
    assert "mirror" not in json.dumps(whole)

    monkeypatch.setattr(timelines, "PAGE", 2)
    found, before = [], ""
    while True:
        page = await done(life.host, "GET", f"{path}?before={before}")
        found += page["entries"]
        before = page["next"]
        if before is None:
            break
    assert found == whole["entries"]
    for kind in Kind:
        page = await done(life.host, "GET", f"{path}?kind={kind}")
        assert {entry["kind"] for entry in page["entries"]} <= {kind.value}

    elsewhere = await done(life.other, "GET", "/api/brands/mirror/members/mira/timeline")
    assert {(entry["kind"], entry["what"]) for entry in elsewhere["entries"]} == {
        ("message", "said"),
        ("tier", "joined"),
    }
    for path_of in ("", "/mira", "/mira/timeline"):
        answer = await life.other.get(f"/api/brands/lumen/members{path_of}")
        assert answer.status_code == 403
    pages = ["/host/brands/lumen/members", "/host/brands/lumen/members/mira?kind=order"]
    for page_path in pages:
        assert (await life.host.get(page_path)).status_code == 200
        assert (await life.other.get(page_path)).status_code == 403
    looks = await done(life.mira, "GET", "/api/me/looks")
    assert [look["brand_slug"] for look in looks] == ["mirror", "lumen"]


async def test_an_export_has_everything_and_can_be_downloaded_by_its_owner_alone(
    life: Life,
) -> None:
    exporting, work = life.api.dealcast.people.exporting, life.api.dealcast.work
    assert (await life.mira.get("/api/me/export/file")).status_code == 404
    asked = await done(life.mira, "POST", "/api/me/export")
    assert (asked["is_ready"], asked["files_done"]) == (False, 0)
    assert (await done(life.mira, "POST", "/api/me/export"))["id"] == asked["id"]
    assert (await life.mira.get("/api/me/export/file")).status_code == 404
    async with work.write() as tx:  # as a worker that died left it
        half = {"export_id": asked["id"], "number": 0, "data": b"half a"}
        await tx.execute(export_parts.insert().values(half))
    assert await exporting.gather()
    assert not await exporting.gather()
    ready = (await done(life.mira, "GET", "/api/me/export"))["export"]
    assert (ready["is_ready"], ready["files_done"]) == (True, ready["files"])

    answer = await life.mira.get("/api/me/export/file")
    assert (answer.status_code, len(answer.content)) == (200, ready["size"])
    assert (await life.other.get("/api/me/export/file")).status_code == 404
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        assert file.testzip() is None
        said = {name: file.read(name).decode() for name in file.namelist()}
    assert all(name in said["README.txt"] for name in said if name != "README.txt")
    rows = {name: json.loads(body) for name, body in said.items() if name.endswith(".json")}
    assert [row["handle"] for row in rows["account.json"]] == ["mira"]
    assert {row["text"] for row in rows["chat_message.json"]} == {"at lumen", "at mirror"}
    assert [row["status"] for row in rows["orders.json"]] == ["paid"]
    for name in ("profile", "consent", "member", "payment", "point_entry", "share_link",
                 "show_visit", "order_line", "sessions", "tier_move"):  # fmt: skip
        assert rows[f"{name}.json"], name
    (order,) = csv.DictReader(io.StringIO(said["orders.csv"].removeprefix("\ufeff")))
    assert (order["brand"], order["total_minor"]) == ("Lumen", "2000")
    everything = "".join(said.values())
    for secret in ("password_hash", "hannah", "$argon2"):
        assert secret not in everything

    async with work.write() as tx:
        await tx.execute(exports.update().values(expires_at=tx.now))
    assert (await life.mira.get("/api/me/export/file")).status_code == 404
    assert await exporting.forget() == 1
    assert await life.count(export_parts) == 0


async def test_who_is_erased_is_gone_and_the_books_stay(life: Life) -> None:
    held = await life.claim()
    await done(life.mira, "POST", "/api/me/export")
    assert await life.erase("not the password") == (422, "account.wrong_password")
    await life.set_status(held, "awaiting_payment")
    assert await life.erase() == (409, "privacy.order_in_payment")
    await life.set_status(held, "held")
    alone = await life.host.post("/api/me/erasure", json={"password": PASSWORD})
    assert (alone.status_code, alone.json()["code"]) == (409, "privacy.last_manager")
    assert await life.erase() == (204, None)

    assert (await life.mira.get("/api/me")).status_code == 401
    again = {"login": "mira", "password": PASSWORD}
    assert (await life.api.guest().post("/api/session", json=again)).status_code == 401
    assert (await life.api.guest().get("/s/mira-k")).status_code == 404
    assert (await done(life.host, "GET", "/api/brands/lumen/members"))["members"] == []
    found = (await done(life.host, "GET", "/api/brands/lumen/orders"))["orders"]
    by_id = {order["id"]: order for order in found}
    assert by_id.pop(held)["status"] == "cancelled"
    (kept,) = by_id.values()
    assert (kept["status"], kept["total_minor"], kept["card_last4"]) == ("paid", 2_000, None)
    assert kept["buyer_handle"].startswith("gone_")
    assert await life.count(messages, messages.c.text != "") == 0
    for name in ("profile", "consent", "show_visit", "session", "data_export", "tier_move"):
        table = metadata.tables[name]
        assert await life.count(table, table.c.account_id == life.account_id) == 0, name
    lots = metadata.tables["point_lot"]
    assert await life.count(lots, lots.c.active + lots.c.pending > 0) == 0
    assert await _mentions(life, "mira") == {}
    assert (await life.api.dealcast.relay.backlog()).waiting == 0, "what it caused is told"
    newcomer = await life.api.sign_up("mira")
    assert (await newcomer.get("/api/me")).status_code == 200


async def test_an_erasure_that_a_crash_cut_off_is_finished_and_a_second_one_changes_nothing(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    erasing, work = life.api.dealcast.people.erasing, life.api.dealcast.work
    steps = erasing._steps

    async def crash(_tx: object, _account_id: str) -> None:
        raise RuntimeError("a power cut")

    monkeypatch.setattr(erasing, "_steps", (*steps[:2], crash))
    await life.mira.post("/api/me/erasure", json={"password": PASSWORD})
    assert await erasing.go_on() == 0
    assert await life.count(erasures, erasures.c.passes > 0) == 0
    monkeypatch.setattr(erasing, "_steps", steps)
    assert await erasing.go_on() == 0, "it waits, and keeps no other from being erased"
    monkeypatch.setattr(erasing, "_due", OneByOne[str]("of_another_worker"))
    assert await erasing.go_on() == 1
    assert await _mentions(life, "mira") == {}

    before = await _everything(life)
    async with work.write() as tx:
        await tx.execute(erasures.update().values(due_at=tx.now))
    assert await erasing.go_on() == 1
    assert await erasing.go_on() == 0, "after the second pass nothing is due"
    assert await _everything(life) == before


async def test_mail_is_ended_by_a_link_without_signing_in(api: Api) -> None:
    brand, mira, guest = await api.brand("lumen"), await api.sign_up("mira"), api.guest()
    account_id = (await mira.get("/api/me")).json()["account_id"]
    await done(mira, "PUT", "/api/brands/lumen/membership")
    await done(mira, "PUT", "/api/me/consents/lumen", {"channel": "email", "is_given": True})
    path = api.dealcast.people.unsubscribing.path(account_id, brand.id)
    asked = await guest.get(path)
    assert (asked.status_code, "Unsubscribe" in asked.text) == (200, True)
    assert await _may_mail(mira)
    ended = await guest.post(
        path,
        content=b"List-Unsubscribe=One-Click",
        headers={"content-type": "application/x-www-form-urlencoded"},
    )
    assert ended.status_code == 200
    assert not await _may_mail(mira)
    assert (await guest.post(path)).status_code == 200
    assert (await guest.get("/unsubscribe/nonsense")).status_code == 404
    assert (await guest.post(path, headers={"origin": "https://evil.example"})).status_code == 403


async def _may_mail(mira: Client) -> bool:
    (brand,) = await done(mira, "GET", "/api/me/consents")
    return bool(brand["consents"]["email"])


async def _mentions(life: Life, name: str) -> dict[str, int]:
    """Tables in whose texts the name is still to be read."""
    found = {}
    for table, rows in (await _everything(life)).items():
        count = sum(name in str(row).lower() for row in rows)
        if count:
            found[table] = count
    return found


async def _everything(life: Life) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables but the outbox, whose events are delivered and forgotten, and what says when an erasure is due."""
    async with life.api.dealcast.work.read() as tx:
        return {
            table.name: [
                tuple(row.values())
                for row in await tx.all(select(table).order_by(*table.primary_key.columns))
            ]
            for table in metadata.sorted_tables
            if table.name not in {"outbox", "erasure"}
        }
