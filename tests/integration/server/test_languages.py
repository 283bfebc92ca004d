"""Refusals and notes of quotes in the language of who asks (docs/languages.md, L1 and L2)."""

from tests.support.api import Api, Client

CHINESE = {"accept-language": "zh-CN, en;q=0.5"}


async def refused(client: Client, **headers: str) -> dict[str, str]:
    body = {"login": "nobody", "password": "wrong password"}
    problem: dict[str, str] = (await client.post("/api/session", json=body, headers=headers)).json()
    return problem


async def test_a_program_reads_english_and_a_browser_its_own_language(api: Api) -> None:
    guest = api.guest()
    english, chinese = await refused(guest), await refused(guest, **CHINESE)
    assert english["title"] == "Handle or password is wrong"
    assert chinese["title"] == "用户名或密码错误"
    assert chinese["detail"] == "请检查用户名或邮箱以及密码。"
    assert english["code"] == chinese["code"]


async def test_what_a_field_lacks_is_said_in_the_readers_language(api: Api) -> None:
    answer = await api.guest().post("/api/accounts", json={"handle": "x"}, headers=CHINESE)
    assert answer.status_code == 422
    assert list(answer.json()["fields"].values()) == ["至少 3 个字符。"]


async def test_the_profile_says_which_language_and_a_choice_goes_before_it(api: Api) -> None:
    mira = await api.sign_up("mira")
    assert (await refused(mira))["title"].startswith("Handle")
    saved = await mira.put("/api/me/profile", json={"language": "zh"})
    assert saved.status_code == 200
    assert (await refused(mira))["title"] == "用户名或密码错误"
    assert (await refused(mira, cookie=f"{cookies(mira)}; dc_language=en"))["title"].startswith("H")


async def test_an_unknown_address_says_so_on_a_page_in_chinese(api: Api) -> None:
    page = await api.guest().get("/nowhere", headers={**CHINESE, "accept": "text/html"})
    assert page.status_code == 404
    assert '<html lang="zh-Hans"' in page.text
    assert "请检查网址。" in page.text


def cookies(client: Client) -> str:
    return "; ".join(f"{name}={value}" for name, value in client.cookies.items())
