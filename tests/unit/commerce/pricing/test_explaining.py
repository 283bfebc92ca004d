"""Why a voucher does not apply, and how a person is told (docs/pricing.md, 9)."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from babel import Locale

from commerce.errors import NoRate
from commerce.pricing.explaining import unknown
from commerce.pricing.festival import Festival
from commerce.pricing.lines import Price
from commerce.pricing.quote import Code, Note
from commerce.pricing.quoting import quote
from commerce.pricing.rates import Rates
from commerce.pricing.sentences import sentence
from commerce.pricing.vouchers import Kind, Left, Scope, Stacking
from kit.words import Words
from tests.support.pricing import NOW, line, quoted, voucher

HOUR = timedelta(hours=1)
LAMP = line("lamp", 10_000)


@pytest.mark.parametrize(
    ("facts", "code", "words"),
    [
        ({"starts_at": NOW + HOUR}, Code.NOT_STARTED, "can be used from"),
        ({"ends_at": NOW}, Code.OVER, "could be used until"),
        ({"ended_at": NOW - HOUR}, Code.OVER, "could be used until"),
        ({"left": Left(uses=0)}, Code.USED_UP, "is used up"),
        ({"left": Left(own_uses=0)}, Code.LIMIT_REACHED, "as often as one person may"),
        ({"currency": "USD"}, Code.NO_RATE, "another currency"),
        ({"brand_id": "oak"}, Code.NOTHING_IN_SCOPE, "other products"),
        ({"scope": Scope.ITEM, "product_ids": frozenset({"desk"})}, Code.NOTHING_IN_SCOPE, "other"),
        ({"scope": Scope.CATEGORY, "category": "garden"}, Code.NOTHING_IN_SCOPE, "other"),
        ({"threshold_minor": 10_050}, Code.BELOW_THRESHOLD, "€0.50 more than the €100.00"),
        (
            {"kind": Kind.EACH, "step_minor": 12_000},
            Code.BELOW_THRESHOLD,
            "€20.00 more than the €100.00",
        ),
        ({"left": Left(budget_minor=99)}, Code.BUDGET_SPENT, "only €0.99 left"),
    ],
)
def test_a_voucher_that_does_not_apply_says_why(
    facts: dict[str, Any], code: Code, words: str
) -> None:
    found = quoted([LAMP], voucher("v", **facts))
    (note,) = [note for note in found.notes if note.voucher_id]
    assert (note.code, note.is_applied, found.total_minor) == (code, False, 10_000)
    assert words in str(sentence(note, "EUR"))


def test_a_voucher_that_is_excluded_names_the_one_that_is_better() -> None:
    small, large = voucher("small"), voucher("large", amount_minor=900)
    found = quoted([LAMP], small, large)
    (note,) = [note for note in found.notes if note.voucher_id == "small"]
    assert (note.code, note.other) == (Code.EXCLUDED, "Large")
    assert "does not go together with “Large”" in str(sentence(note, "EUR"))


def test_of_two_that_come_to_the_same_the_one_that_spends_less_is_taken() -> None:
    all_of_it = voucher("z", amount_minor=10_000, scope=Scope.PLATFORM, stacking=Stacking.FREE)
    found = quoted([LAMP], voucher("a"), all_of_it)
    assert [used.voucher_id for used in found.vouchers] == ["z"]
    (note,) = [note for note in found.notes if note.voucher_id == "a"]
    assert note.code is Code.COSTS_MORE


def test_vouchers_of_one_level_go_together_where_they_meet_no_line_in_common() -> None:
    lines = [LAMP, line("desk", 5_000, brand_id="oak")]
    found = quoted(lines, voucher("a"), voucher("b", brand_id="oak"))
    assert found.total_minor == 14_800


def test_a_voucher_is_over_from_its_last_moment_on() -> None:
    found = quoted([LAMP], voucher("v", starts_at=NOW, ends_at=NOW + timedelta(microseconds=1)))
    assert found.total_minor == 9_900


def test_a_line_without_a_rate_is_refused_and_says_what_to_do() -> None:
    refusal = quote([LAMP], NOW, {}, [], Festival("USD"))
    assert isinstance(refusal, NoRate)
    assert "EUR" in refusal.detail
    assert "USD" in refusal.detail


def test_a_line_with_its_own_price_in_the_currency_needs_no_rate() -> None:
    listed = replace(LAMP, prices=(*LAMP.prices, Price(0, "USD", 11_000)))
    found = quoted([listed], festival=Festival("USD"))
    assert (found.total_minor, found.rates.per_base) == (11_000, {})


def test_only_the_rates_that_were_used_are_frozen() -> None:
    rates = Rates({"EUR": Decimal(1), "USD": Decimal("1.1"), "JPY": Decimal(160)})
    assert set(quoted([LAMP], festival=Festival("USD", rates)).rates.per_base) == {"EUR", "USD"}
    assert quoted([LAMP], festival=Festival("EUR", rates)).rates.per_base == {}


@pytest.mark.parametrize("code", Code)
@pytest.mark.parametrize("locale", ["en", "de_DE", "ja", "ar_EG", "hi_IN"])
def test_every_note_has_a_sentence_in_every_locale(code: Code, locale: str) -> None:
    note = Note(code=code, is_applied=False, title="Ten", amount_minor=1_234, at=NOW)
    assert Locale.parse(locale)
    assert Words(locale).say(sentence(note, "JPY")).endswith(".") or code in {
        Code.NOT_STARTED,
        Code.OVER,
    }


def test_amounts_are_written_as_the_locale_does() -> None:
    (deal, member) = quoted(
        [replace(LAMP, prices=(*LAMP.prices, Price(1, "EUR", 8_000)))], lumen=1
    ).notes
    assert Words("de_DE").say(sentence(deal, "EUR")) == "The deal's price is 100,00\xa0€ each."
    assert str(sentence(member, "EUR")) == "As a member you pay €80.00 each and save €20.00 more."
    assert "“NOPE”" in str(sentence(unknown("NOPE"), "EUR"))
