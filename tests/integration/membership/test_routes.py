"""Membership over HTTP."""

from membership.routes import SESSION_COOKIE
from tests.support.api import Api


async def test_one_signs_up_out_and_in_again(api: Api) -> None:
    mira = api.guest()
    made = await mira.sign_up("Mira_7")
    assert (await mira.get("/api/me")).json() == made
    assert (await mira.delete("/api/session")).status_code == 204
    assert SESSION_COOKIE not in mira.cookies
    assert (await mira.get("/api/me")).status_code == 401
    assert await mira.sign_in("mira_7") == made


async def test_a_taken_handle_is_told_at_its_field(api: Api) -> None:
    await api.sign_up("mira")
    new = {"handle": "MIRA", "email": "other@example.com", "password": "correct horse"}
    answer = await api.guest().post("/api/accounts", json=new)
    assert (answer.status_code, answer.json()["code"]) == (409, "account.handle_taken")
    assert set(answer.json()["fields"]) == {"handle"}


async def test_signing_in_twice_makes_a_new_session_each_time(api: Api) -> None:
    mira = await api.sign_up("mira")
    first = mira.cookies[SESSION_COOKIE]
    await mira.sign_in("mira@example.com")
    assert mira.cookies[SESSION_COOKIE] != first


async def test_a_member_joins_and_sees_it(api: Api) -> None:
    await api.brand("lumen")
    assert (await api.guest().put("/api/brands/lumen/membership")).status_code == 401
    mira = await api.sign_up("mira")
    joined = await mira.put("/api/brands/lumen/membership")
    assert (joined.status_code, joined.json()["tier"]["name"]) == (200, "Bronze")
    assert (await mira.put("/api/brands/lumen/membership")).json() == joined.json()
    assert (await mira.get("/api/me")).json()["memberships"] == [joined.json()]


async def test_a_manager_looks_after_the_staff(api: Api) -> None:
    brand = await api.brand("lumen")
    ada = await api.staff("ada", brand, "manager")
    mira = await api.sign_up("mira")
    staff = "/api/brands/lumen/staff"
    assert (await mira.get(staff)).status_code == 403

    appointed = await ada.put(f"{staff}/mira", json={"role": "moderator"})
    assert (appointed.status_code, appointed.json()["role"]) == (200, "moderator")
    assert [role["role"] for role in (await mira.get("/api/me")).json()["roles"]] == ["moderator"]
    assert [person["handle"] for person in (await ada.get(staff)).json()] == ["ada", "mira"]
    assert (await ada.delete(f"{staff}/mira")).status_code == 204
    gone = await ada.delete(f"{staff}/mira")
    assert (gone.status_code, gone.json()["code"]) == (404, "staff.not_found")
    last = await ada.delete(f"{staff}/ada")
    assert (last.status_code, last.json()["code"]) == (409, "staff.last_manager")
    bad = await ada.put(f"{staff}/mira", json={"role": "host\n"})
    assert (bad.status_code, set(bad.json()["fields"])) == (422, {"role"})
