"""Which visits count as a click."""

import pytest

from share.visits import Uncounted, Visitor, is_ahead_of_time, is_crawler, reason_not_to_count

CHROME = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Safari/537.36"
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Mobile/22B83"
)
ANDROID = (
    "Mozilla/5.0 (Linux; Android 15; SM-S918N; wv) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Version/4.0 Chrome/142.0.7444.142 Mobile Safari/537.36"
)
PEOPLE = [
    CHROME,
    CHROME.replace("Chrome/", "HeadlessChrome/"),
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:132.0) Gecko/20100101 Firefox/132.0",
    "Opera/9.80 (J2ME/MIDP; Opera Mini/9.80/191.263; U; en) Presto/2.12.423 Version/12.16",
    IPHONE.replace("Mobile/", "Version/18.1 Mobile/") + " Safari/604.1",
    ANDROID.replace("SM-S918N", "CUBOT X30"),
    # Inside other apps.
    ANDROID + " Instagram 406.0.0.58.159 Android (35/15; 480dpi; 1080x2400; OPPO; CPH2557; en_MY)",
    ANDROID + " MicroMessenger/8.0.53 MiniProgramEnv/android",
    ANDROID + ";KAKAOTALK 2610500",
    ANDROID + " trill_360202 BytedanceWebview/d8a21c6",
    ANDROID + " MetaIAB Facebook",
    IPHONE + " [FBAN/FBIOS;FBAV/489.0.0.40.97;FBDV/iPhone15,2]",
    IPHONE + " Safari Line/14.16.0",
    IPHONE + " [LinkedInApp]/9.30.2011",
    IPHONE + " [Pinterest/iOS]",
]
PROGRAMS = [
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "facebookexternalhit/1.1; kakaotalk-scrap/1.0; +https://devtalk.kakao.com/t/scrap/33984",
    "Twitterbot/1.0",
    "WhatsApp/2.23.20.0",
    "TelegramBot (like TwitterBot)",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
    "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
    "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Googlebot/2.1) Chrome/130.0",
    "Mozilla/5.0 (compatible; Bytespider; spider-feedback@bytedance.com)",
    CHROME + " facebookexternalhit/1.1 Facebot Twitterbot/1.0",
    CHROME + " Chrome-Lighthouse",
    "curl/8.5.0",
    "Wget/1.21",
    "python-requests/2.32",
    "",
]


@pytest.mark.parametrize("user_agent", PEOPLE)
def test_browsers_of_people_are_no_crawlers(user_agent: str) -> None:
    assert not is_crawler(user_agent)


@pytest.mark.parametrize("user_agent", PROGRAMS)
def test_preview_fetchers_and_crawlers_are_recognised(user_agent: str) -> None:
    assert is_crawler(user_agent)


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-purpose": "prefetch"},
        {"sec-purpose": "prefetch;prerender"},
        {"sec-purpose": "prefetch;anonymous-client-ip"},
        {"purpose": "prefetch"},
        {"x-purpose": "preview"},
        {"x-moz": "Prefetch"},
    ],
)
def test_a_browser_that_fetches_ahead_of_time_is_recognised(headers: dict[str, str]) -> None:
    assert is_ahead_of_time(headers)


@pytest.mark.parametrize("headers", [{}, {"sec-fetch-mode": "navigate"}, {"purpose": ""}])
def test_following_a_link_is_not_ahead_of_time(headers: dict[str, str]) -> None:
    assert not is_ahead_of_time(headers)


@pytest.mark.parametrize(
    ("visitor", "reason"),
    [
        (Visitor("1.2.3.4", CHROME), None),
        (Visitor("1.2.3.4", CHROME, account_id="friend"), None),
        (Visitor("1.2.3.4", CHROME, method="HEAD"), Uncounted.METHOD),
        (Visitor("1.2.3.4", CHROME, is_ahead_of_time=True), Uncounted.AHEAD_OF_TIME),
        (Visitor("1.2.3.4", "Twitterbot/1.0"), Uncounted.CRAWLER),
        (Visitor("1.2.3.4", CHROME, account_id="sharer"), Uncounted.SHARER),
    ],
)
def test_a_click_is_a_visit_that_someone_else_chose(
    visitor: Visitor, reason: Uncounted | None
) -> None:
    assert reason_not_to_count(visitor, "sharer") is reason


def test_identities_go_from_the_surest_to_the_least_sure() -> None:
    visitor = Visitor("1.2.3.4", CHROME, account_id="a", visitor_id="v")
    account, cookie, origin = visitor.identities(b"key")
    assert (account, cookie) == ("account:a", "visitor:v")
    assert Visitor("1.2.3.4", CHROME).identities(b"key") == (origin,)


def test_where_a_visitor_comes_from_is_not_readable_without_the_key() -> None:
    one = Visitor("1.2.3.4", CHROME)
    assert "1.2.3.4" not in one.identities(b"key")[0]
    assert one.identities(b"key") != one.identities(b"other key")
    assert one.identities(b"key") != Visitor("1.2.3.5", CHROME).identities(b"key")
    assert one.identities(b"key") != Visitor("1.2.3.4", PEOPLE[1]).identities(b"key")
