"""In which language a page is: as its reader chose, or as their browser asks."""

import pytest
from starlette.requests import Request

from web.assets import Assets
from web.languages import CHINESE, ENGLISH, Language, language_for, translations
from web.rendering import Rendering


@pytest.mark.parametrize(
    ("accept", "cookie", "language"),
    [
        ("", "", ENGLISH),
        ("de, fr;q=0.8", "", ENGLISH),
        ("en-GB, zh;q=0.9", "", ENGLISH),
        ("zh-CN, zh;q=0.9, en;q=0.8", "", CHINESE),
        ("zh-TW", "dc_language=en", ENGLISH),
        ("en", "a=b; dc_language=zh", CHINESE),
        ("zh", "dc_language=klingon", CHINESE),
    ],
)
def test_the_choice_goes_before_what_the_browser_asks_for(
    accept: str, cookie: str, language: Language
) -> None:
    headers = {b"accept-language": accept.encode(), b"cookie": cookie.encode()}
    assert language_for({name: value for name, value in headers.items() if value}) is language


@pytest.mark.parametrize(
    ("accept", "cookie", "spoken", "language"),
    [
        ("en", "", "zh", CHINESE),
        ("zh", "", "en", ENGLISH),
        ("zh", "dc_language=en", "zh", ENGLISH),
        ("zh", "", None, CHINESE),
    ],
)
def test_the_profile_goes_before_the_browser_and_after_the_choice(
    accept: str, cookie: str, spoken: str | None, language: Language
) -> None:
    headers = {b"accept-language": accept.encode(), b"cookie": cookie.encode()}
    assert language_for(headers, spoken) is language


def test_each_text_has_the_values_of_its_original() -> None:
    say = translations(CHINESE).gettext
    assert say("My wallet") == "我的钱包"
    assert say("Ended %(time)s") % {"time": "20:00"} == "20:00 结束"
    assert say("a text that nobody wrote") == "a text that nobody wrote"


def test_a_page_in_chinese_says_so_and_escapes_what_stands_in_its_texts() -> None:
    rendering = Rendering(Assets())
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/sign-up",
        "query_string": b"next=%2Fwallet",
        "headers": [(b"accept-language", b"zh-CN")],
        "server": ("test", 80),
        "scheme": "http",
        "state": {},
    }
    page = rendering.page(Request(scope), "account.html", mode="sign-up", onward='/"><b>')
    text = bytes(page.body).decode()
    assert page.headers["content-language"] == "zh-Hans"
    assert '<html lang="zh-Hans"' in text
    assert "创建您的账号" in text
    assert 'href="/language/en?next=/sign-up%3Fnext%3D%252Fwallet"' in text
    assert "<b>" not in text
