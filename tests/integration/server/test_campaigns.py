"""Members' facts follow what happens elsewhere, and a campaign goes its way, through the whole product: outbox, reactions,
vouchers and the API."""

from typing import Any

from kit.clock import to_ms, utc_now
from kit.mail_catcher import Catcher
from tests.support.api import Api, Client
from tests.support.counter import Counter
from tests.support.waiting import until_told

CARD = {"number": "4242 4242 4242 4242", "expiry": "12/34", "cvc": "123"}
DAY_MS = 86_400_000
BUYERS_OF_LAMPS = {
    "groups": [
        {
            "conditions": [
                {"by": "between", "fact": "spend_minor", "at_least": 2_000, "at_most": 2_000},
                {"by": "between", "fact": "green_bp", "at_most": 0},
                {"by": "ago", "fact": "last_bought_at", "at_most_days": 1},
                {"by": "categories", "any_of": ["lamp"]},
            ]
        }
    ]
}


async def test_what_is_paid_and_refunded_is_in_the_members_facts(api: Api) -> None:
    manager = await api.staff("maria", await api.brand("lumen"), "manager")
    counter = await Counter.open(api, manager)
    mira = await api.sign_up("mira")
    await mira.put("/api/brands/lumen/membership")
    order = await counter.claim(mira)
    await mira.post(f"{order}/payment", json=CARD)
    await until_told(lambda: _fit(api, manager, {}, 1))
    await until_told(lambda: _fit(api, manager, BUYERS_OF_LAMPS, 1))
    found = await _count(manager, BUYERS_OF_LAMPS)
    assert (found["examples"][0]["handle"], found["examples"][0]["orders"]) == ("mira", 1)
    [lamp] = (await manager.get("/api/brands/lumen/products")).json()
    for is_green, fit in ((True, 0), (False, 1)):
        await manager.patch(f"/api/products/{lamp['id']}", json={"is_green": is_green})
        await until_told(lambda fit=fit: _fit(api, manager, BUYERS_OF_LAMPS, fit))
    await manager.post(f"{order}/refunds", json={"reason": "Broken on arrival."})
    await until_told(lambda: _fit(api, manager, BUYERS_OF_LAMPS, 0))
    assert await _fit(api, manager, {}, 1)


async def test_a_campaign_brings_a_mail_and_a_voucher_to_who_asked_for_it(api: Api) -> None:
    manager = await api.staff("maria", await api.brand("lumen"), "manager")
    mira, noor = await api.sign_up("mira"), await api.sign_up("noor")
    for someone in (mira, noor):
        await someone.put("/api/brands/lumen/membership")
    await mira.put("/api/me/consents/lumen", json={"channel": "email", "is_given": True})
    await until_told(lambda: _fit(api, manager, {}, 2))
    segment = await _made(manager, "segments", {"name": "All", "rule": {}})
    draft = await _made(
        manager,
        "campaigns",
        {
            "name": "Autumn", "segment_id": segment["id"], "channel": "email", "subject": "Tonight",
            "body": "At eight.", "voucher_id": await _voucher(manager), "holdout_percent": 0,
        },
    )  # fmt: skip
    path = f"/api/campaigns/{draft['id']}"
    assert (await manager.get(f"{path}/results")).json()["code"] == "campaign.not_now"
    scheduled = await manager.post(f"{path}/schedule", json={})
    assert scheduled.json()["status"] == "scheduled"
    desk = api.dealcast.campaigns
    while await desk.running.go_on() or await desk.mailing.send():
        pass
    (caught,) = await Catcher(api.dealcast.work).caught(5)
    assert caught.letter.to == "mira@example.com"
    people = (await manager.get(f"{path}/results")).json()["campaign"]["people"]
    assert (people["sent"], people["no_consent"]) == (1, 1)
    await until_told(lambda: _has_voucher(mira))

    # The mail's own link ends it, and the next campaign leaves her out.
    link = caught.letter.headers["List-Unsubscribe"].strip("<>")
    assert (await api.guest().post(link)).is_success
    again = await _made(manager, "campaigns", {
        "name": "Winter", "segment_id": segment["id"], "channel": "email", "subject": "S", "body": "B",
    })  # fmt: skip
    await manager.post(f"/api/campaigns/{again['id']}/schedule", json={})
    while await desk.running.go_on() or await desk.mailing.send():
        pass
    results = (await manager.get(f"/api/campaigns/{again['id']}/results")).json()
    assert results["campaign"]["people"]["no_consent"] == 2
    assert len(await Catcher(api.dealcast.work).caught(5)) == 1


async def test_caught_mails_are_for_operators_alone(api: Api) -> None:
    html = {"accept": "text/html"}
    answer = await (await api.sign_up("mira")).get("/operator/mail", headers=html)
    assert answer.status_code == 403
    answer = await (await api.operator()).get("/operator/mail", headers=html)
    assert (answer.status_code, "No mail has been sent yet." in answer.text) == (200, True)


async def test_the_desk_is_for_a_brands_managers(api: Api) -> None:
    brand = await api.brand("lumen")
    host = await api.staff("hannah", brand, "host")
    for path in ("segments", "campaigns", "quiet-limit"):
        answer = await host.get(f"/api/brands/lumen/{path}")
        assert (answer.status_code, answer.json()["code"]) == (403, "auth.forbidden")
        assert (await api.guest().get(f"/api/brands/lumen/{path}")).status_code == 401
    assert (await api.guest().get("/api/inbox")).status_code == 401


async def _count(manager: Client, rule: dict[str, Any]) -> dict[str, Any]:
    answer = await manager.post("/api/brands/lumen/segments/count", json=rule)
    found: dict[str, Any] = answer.json()
    assert answer.status_code == 200, answer.text
    return found


async def _fit(api: Api, manager: Client, rule: dict[str, Any], number: int) -> bool:
    """Whether so many fit, once the worker has made the facts anew."""
    await api.dealcast.campaigns.gathering.gather()
    return (await _count(manager, rule))["members"] == number  # type: ignore[no-any-return]


async def _made(manager: Client, kind: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await manager.post(f"/api/brands/lumen/{kind}", json=body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def _voucher(manager: Client) -> str:
    now_ms = to_ms(utc_now())
    terms = {
        "title": "Five off", "kind": "fixed", "amount_minor": 500, "scope": "brand",
        "how": "grant", "starts_at_ms": now_ms - DAY_MS, "ends_at_ms": now_ms + DAY_MS,
    }  # fmt: skip
    voucher_id: str = (await manager.post("/api/brands/lumen/vouchers", json=terms)).json()[
        "terms"
    ]["id"]
    return voucher_id


async def _has_voucher(someone: Client) -> bool:
    return "Five off" in (await someone.get("/api/me/vouchers")).text
