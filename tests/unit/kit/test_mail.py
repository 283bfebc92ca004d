from dataclasses import replace
from email import message_from_bytes
from email.policy import default

from kit.mail import Letter, message_of

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
