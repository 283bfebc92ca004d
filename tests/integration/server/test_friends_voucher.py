"""The friend's voucher through the whole product (docs/sharing.md, R10)."""

from kit.clock import to_ms, utc_now
from tests.support.api import Api, Client
from tests.support.waiting import until_told

DAY_MS = 86_400_000
PHONE = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/142.0 Mobile"


async def test_who_clicked_signed_out_gets_it_when_they_sign_in(api: Api) -> None:
    brand = await api.brand("lumen")
    manager = await api.staff("maria", brand, "manager")
    sharer = await api.sign_up("sol")
    await sharer.put("/api/brands/lumen/membership")
    terms = {"tiers": [{"rank": 1, "friend_voucher_id": await _voucher(manager)}]}
    answer = await manager.put("/api/brands/lumen/reward-terms", json=terms)
    assert answer.is_success, answer.text
    link = (await sharer.post("/api/links", json={"kind": "brand", "target_id": brand.id})).json()
    friend, bystander = await api.sign_up("noor"), await api.sign_up("mira")
    for someone in (friend, bystander):
        await someone.delete("/api/session")
    await friend.get(f"/s/{link['code']}", headers={"user-agent": PHONE})
    for handle, someone in (("noor", friend), ("mira", bystander)):
        await someone.sign_in(handle)
    await until_told(lambda: _has_voucher(friend))
    assert not await _has_voucher(bystander)


async def _voucher(manager: Client) -> str:
    now_ms = to_ms(utc_now())
    terms = {
        "title": "Five off", "kind": "fixed", "amount_minor": 500, "scope": "brand",
        "how": "grant", "starts_at_ms": now_ms - DAY_MS, "ends_at_ms": now_ms + DAY_MS,
    }  # fmt: skip
    issued = (await manager.post("/api/brands/lumen/vouchers", json=terms)).json()
    return str(issued["terms"]["id"])


async def _has_voucher(someone: Client) -> bool:
    return "Five off" in (await someone.get("/api/me/vouchers")).text
