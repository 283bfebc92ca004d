from dataclasses import replace

import pytest

from membership.campaigns.campaign import Campaign, Channel
from membership.people import Account, Brand
from web.assets import Assets
from web.letters import Letters
from web.rendering import Rendering

BRAND = Brand("b" * 20, "kumoi", "Kumoi & Co", "JP", "JPY", "ja_JP", "", 0, ())
MIRA = Account("a" * 20, "mira", "mira@example.com", is_operator=False)
TONIGHT = Campaign(
    id="c" * 20, brand_id=BRAND.id, segment_id="s" * 20, name="Autumn", channel=Channel.EMAIL,
    subject="Tonight <at> eight", body="First line.\n<b>Second</b> & last.", show_id="s" * 20,
    show_title="Lamps & paper", voucher_id="v" * 20, voucher_title="Five off",
    holdout_percent=0, measure_days=14,
)  # fmt: skip


@pytest.fixture(scope="module")
def letters() -> Letters:
    return Letters(
        Rendering(Assets()),
        "https://dealcast.example",
        lambda account_id, brand_id: f"/u/{account_id}{brand_id}",
    )


def test_a_mail_says_what_the_brand_wrote_and_where_to_go_and_how_to_end_it(
    letters: Letters,
) -> None:
    letter = letters.compose(TONIGHT, BRAND, MIRA)
    assert (letter.to, letter.from_name) == ("mira@example.com", "Kumoi & Co")
    unsubscribe = f"https://dealcast.example/u/{MIRA.id}{BRAND.id}"
    for part in (letter.text, letter.html):
        assert f"https://dealcast.example/shows/{TONIGHT.show_id}" in part
        assert "https://dealcast.example/vouchers" in part
        assert unsubscribe in part
    assert "First line.\n<b>Second</b> & last." in letter.text
    assert "You get this because you joined Kumoi & Co" in letter.text
    assert letter.headers == {
        "List-Unsubscribe": f"<{unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def test_what_a_brand_wrote_is_text_and_never_markup(letters: Letters) -> None:
    html = letters.compose(TONIGHT, BRAND, MIRA).html
    assert "&lt;b&gt;Second&lt;/b&gt; &amp; last." in html
    assert "<b>Second" not in html


def test_the_same_mail_has_the_same_id_each_time(letters: Letters) -> None:
    ids = {letters.compose(TONIGHT, BRAND, MIRA).id for _ in range(2)}
    other = letters.compose(TONIGHT, BRAND, replace(MIRA, id="d" * 20)).id
    assert len(ids) == 1
    assert other not in ids


def test_a_chinese_brands_mails_are_chinese_around_its_own_words(letters: Letters) -> None:
    letter = letters.compose(TONIGHT, replace(BRAND, locale="zh_CN"), MIRA)
    assert 'lang="zh-Hans"' in letter.html
    assert "Hello" not in letter.text
