"""Bank accounts as people type them."""

import pytest

from kit.errors import Invalid
from share.payees.bank_account import BankAccount, checked
from share.payees.views import NewPayoutDetails


def given(number: str, bic: str = "", holder: str = "Ada Lind") -> BankAccount | Invalid:
    return checked(NewPayoutDetails(holder=holder, number=number, bic=bic))


@pytest.mark.parametrize(
    ("number", "bic", "kept"),
    [
        ("DE89370400440532013000", "", ("DE89370400440532013000", "")),
        ("de89 3704-0044 0532 0130 00", "cobadeff", ("DE89370400440532013000", "COBADEFF")),
        ("GB82 WEST 1234 5698 7654 32", "", ("GB82WEST12345698765432", "")),
        ("110-234-567890", "CZNBKRSE", ("110234567890", "CZNBKRSE")),
    ],
)
def test_an_account_is_kept_without_what_is_only_for_the_eye(
    number: str, bic: str, kept: tuple[str, str]
) -> None:
    account = given(number, bic, holder="  Ada   Lind ")
    assert account == BankAccount("Ada Lind", *kept)
    assert account.hint == f"•••• {kept[0][-4:]}"


def test_of_a_short_number_no_more_than_half_is_shown() -> None:
    assert given("1234", "CZNBKRSE", holder="Ada").hint == "•••• 34"


@pytest.mark.parametrize(
    ("number", "bic", "wrong"),
    [
        ("DE89370400440532013001", "", {"number"}),  # another check digit
        ("DE8937040044053201300", "", {"number"}),  # too short for its country
        ("ZZ89370400440532013000", "", {"number"}),
        ("110234567890", "", {"bic"}),
        ("110234567890", "FOO", {"bic"}),
        ("=1+1", "CZNBKRSE", {"number"}),
        ("", "", {"number", "bic"}),
        ("٣٤٥٦٧٨", "CZNBKRSE", {"number"}),
    ],
)
def test_what_no_bank_would_take_is_refused_at_its_field(
    number: str, bic: str, wrong: set[str]
) -> None:
    refusal = given(number, bic)
    assert isinstance(refusal, Invalid)
    assert set(refusal.fields) == wrong
    assert number == "" or number not in refusal.detail


def test_somebody_has_to_hold_it() -> None:
    refusal = given("DE89370400440532013000", holder=" ")
    assert isinstance(refusal, Invalid)
    assert set(refusal.fields) == {"holder"}
