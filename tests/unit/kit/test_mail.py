from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest

from kit.mail import Letter, NotSent, mailable, message_of

LETTER = Letter(
    id="06h",
    to="ana@example.com",
    from_name="Kumoi, fine paper",
    subject="Heute 20 Uhr: Grüße",
    text="Bis gleich — 今晚见",
    html="<p>Bis gleich</p>",
    headers={"List-Unsubscribe": "<https://dealcast.example/u>"},
)


def test_a_subject_of_several_lines_is_sent_as_one() -> None:
    letter = replace(LETTER, subject="Tonight\u2028at\x0b8")
    assert message_of(letter, "news@dealcast.example")["Subject"] == "Tonight at 8"


def test_a_letter_is_both_text_and_html_from_the_brand_at_our_address() -> None:
    sent = message_from_bytes(
        message_of(LETTER, "Dealcast <news@dealcast.example>").as_bytes(), policy=default
    )
    assert sent["From"].addresses[0].display_name == LETTER.from_name
    assert sent["From"].addresses[0].addr_spec == "news@dealcast.example"
    assert (sent["To"], sent["Subject"]) == (LETTER.to, LETTER.subject)
    assert sent["Message-ID"] == "<06h@dealcast.example>"
    assert sent["List-Unsubscribe"] == "<https://dealcast.example/u>"
    text, html = sent.iter_parts()
    assert text.get_content().strip() == LETTER.text
    assert html.get_content().strip() == LETTER.html


@pytest.mark.parametrize(
    ("address", "known"),
    [
        ("ana@example.com", "ana@example.com"),
        ("ana@bücher.example", "ana@xn--bcher-kva.example"),
        ("ana@商店.example", "ana@xn--czrs0t.example"),
        ("josé@bücher.example", "josé@xn--bcher-kva.example"),
    ],
)
def test_a_domain_goes_into_mail_as_servers_know_it(address: str, known: str) -> None:
    assert mailable(address) == known
    sent = message_of(replace(LETTER, to=address), "Dealcast <news@bücher.example>")
    assert sent["To"].addresses[0].addr_spec == known
    assert sent["From"].addresses[0].addr_spec == "news@xn--bcher-kva.example"
    assert sent["Message-ID"] == "<06h@xn--bcher-kva.example>"
    if known.isascii():
        assert f"\r\nTo: {known}\r\n".encode() in sent.as_bytes()


@pytest.mark.parametrize(
    "address", ["ana", "ana@", "ana@-.example", "a b@example.com", "ana@localhost"]
)
def test_what_is_no_address_is_refused_for_good(address: str) -> None:
    with pytest.raises(NotSent) as refused:
        message_of(replace(LETTER, to=address), "news@dealcast.example")
    assert refused.value.is_final
