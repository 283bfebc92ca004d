"""Mails about accounts: what they say, in both languages, and where their links lead."""

from datetime import UTC, datetime

import pytest

from membership.security.letter import About, AccountLetter
from web.account_letters import AccountLetters
from web.assets import Assets
from web.rendering import Rendering

AT = datetime(2026, 11, 11, 20, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def letters() -> AccountLetters:
    return AccountLetters(Rendering(Assets()), "https://dealcast.example")


def a_letter(about: About, locale: str = "en") -> AccountLetter:
    return AccountLetter(
        id="06h", about=about, to="mira@example.com", handle="mira", locale=locale,
        detail="<b>&new@example.com", at=AT, token="s3cret" if about.has_token else None,
    )  # fmt: skip


@pytest.mark.parametrize("about", About)
@pytest.mark.parametrize("locale", ["en", "zh_Hans_CN"])
def test_each_says_what_happened_and_what_to_do(
    letters: AccountLetters, about: About, locale: str
) -> None:
    sent = letters.compose(a_letter(about, locale))
    assert (sent.id, sent.to, sent.from_name) == ("06h", "mira@example.com", "Dealcast")
    for part in (sent.subject, sent.text, sent.html):
        assert part.isascii() == (locale == "en")
        assert "{" not in part.replace("{margin", "")
        assert "None" not in part
    assert "<b>" not in sent.html
    if "detail" in about.value or about in {About.EMAIL_CHANGED, About.PAYEE_CHANGED}:
        assert "<b>&new@example.com" in sent.text
        assert "&lt;b&gt;&amp;new@example.com" in sent.html


@pytest.mark.parametrize(
    ("about", "path"),
    [
        (About.PASSWORD_FORGOTTEN, "/reset-password/s3cret"),
        (About.EMAIL_TO_CONFIRM, "/confirm-email/s3cret"),
        (About.PASSWORD_CHANGED, "/forgot-password"),
        (About.PAYEE_CHANGED, "/links/earnings"),
    ],
)
def test_its_link_leads_on(letters: AccountLetters, about: About, path: str) -> None:
    sent = letters.compose(a_letter(about))
    assert f": https://dealcast.example{path}\n" in sent.text
    assert f'href="https://dealcast.example{path}"' in sent.html
