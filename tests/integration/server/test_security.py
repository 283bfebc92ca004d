"""A forgotten password through the whole product: asked for, mailed, set anew, and everyone else let go (docs/privacy.md, S1 and S2)."""

import re

from kit.mail_catcher import Catcher
from server.hub import COME_BACK
from tests.support.api import Api

PATH = "/api/password-reset"
NEW = "battery staple"


async def mailed(api: Api) -> str:
    """The secret of the link in the newest letter."""
    await api.dealcast.security.mailing.send()
    newest, *_ = await Catcher(api.dealcast.work).caught(1)
    found = re.search(r"/reset-password/([\w-]+)", newest.letter.text)
    assert found is not None
    return found[1]


async def test_a_letter_opens_the_account_once_and_sends_everyone_else_away(api: Api) -> None:
    elsewhere, here = await api.sign_up("mira"), api.guest()
    account_id = (await elsewhere.get("/api/me")).json()["account_id"]
    told: list[bytes] = []
    leave = await api.dealcast.broker.listen(account_id, told.append)
    answers = [
        await here.post(PATH, json={"email": email})
        for email in ("mira@example.com", "nobody@example.com")
    ]
    assert [(each.status_code, each.content) for each in answers] == [(204, b"")] * 2
    token = await mailed(api)
    page = await here.get(f"/reset-password/{token}")
    assert (page.status_code, token in page.text) == (200, True)

    short = await here.put(PATH, json={"token": token, "password": "short"})
    assert (short.status_code, set(short.json()["fields"])) == (422, {"password"})
    done = await here.put(PATH, json={"token": token, "password": NEW})
    assert (done.status_code, done.json()["handle"]) == (200, "mira")
    await api.dealcast.relay.drain()
    assert told == [COME_BACK]
    leave()
    assert (await here.get("/api/me")).status_code == 200
    assert (await elsewhere.get("/api/me")).status_code == 401

    again = await api.guest().put(PATH, json={"token": token, "password": NEW})
    assert (again.status_code, again.json()["code"]) == (404, "account.link_spent")
    assert (await api.guest().get(f"/reset-password/{token}")).status_code == 404
    new = {"login": "mira", "password": NEW}
    assert (await api.guest().post("/api/session", json=new)).status_code == 200


async def test_an_address_is_confirmed_on_its_page_and_not_by_opening_it(api: Api) -> None:
    mira = await api.sign_up("mira")
    sent = await mira.put("/api/me/email", json={"email": "mira@bücher.example.com"})
    assert sent.status_code == 204
    await api.dealcast.security.mailing.send()
    newest, *_ = await Catcher(api.dealcast.work).caught(1)
    assert newest.letter.to == "mira@bücher.example.com"
    found = re.search(r"/confirm-email/[\w-]+", newest.letter.text)
    assert found is not None
    scanner = api.guest()
    for _ in range(2):
        assert (await scanner.get(found[0])).status_code == 200
    assert (await mira.get("/api/me")).json()["email"] == "mira@example.com"
    assert "mira@bücher.example.com" in (await scanner.post(found[0])).text
    assert (await scanner.post(found[0])).status_code == 404
    assert (await mira.get("/api/me")).json()["email"] == "mira@bücher.example.com"
    assert "mira@bücher.example.com" in (await mira.get("/profile/security")).text
