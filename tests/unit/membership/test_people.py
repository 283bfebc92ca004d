"""When two handles or two addresses are the same."""

import pytest

from membership.errors import InvalidEmail
from membership.people import Brand, Tier, checked_email, email_key, handle_key


def test_handles_differ_by_more_than_their_case() -> None:
    assert handle_key("Mira_7") == handle_key("mIRA_7") == "mira_7"
    assert handle_key("mira7") != handle_key("mira_7")


@pytest.mark.parametrize(
    ("given", "normal"),
    [
        ("mira@example.com", "mira@example.com"),
        ("  mira@example.com ", "mira@example.com"),
        ("Mira@EXAMPLE.com", "Mira@example.com"),
        ("mira@xn--bcher-kva.example.com", "mira@bücher.example.com"),
        ("mu\u0308ller@example.com", "m\u00fcller@example.com"),
    ],
)
def test_an_address_is_kept_in_its_normal_form(given: str, normal: str) -> None:
    assert checked_email(given) == normal


@pytest.mark.parametrize(
    "given",
    [
        "",
        "mira",
        "mira@",
        "@example.com",
        "mi ra@example.com",
        "mira@example",
        "mira@exam\nple.com",
        "mira@example.com\0",
        "mira@example..com",
    ],
)
def test_what_is_no_address_is_refused_at_its_field(given: str) -> None:
    refusal = checked_email(given)
    assert isinstance(refusal, InvalidEmail)
    assert set(refusal.fields) == {"email"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mira@example.com", "mira@example.com"),
        ("mira@bücher.example.com", "mira@xn--bcher-kva.example.com"),
        ("mu\u0308ller@example.com", "m\u00dcller@example.com"),
    ],
)
def test_an_address_is_the_same_however_it_is_written(one: str, other: str) -> None:
    assert email_key(one) == email_key(other)


def test_a_key_is_also_made_of_what_is_no_address() -> None:
    assert email_key(" No@Address@All ") == "no@address@all"


def test_a_brand_knows_its_tiers_by_rank() -> None:
    tiers = (Tier(1, "Bronze", 300, ""), Tier(2, "Silver", 500, ""))
    brand = Brand("b", "lumen", "Lumen", "DE", "EUR", "de_DE", "", 0, tiers)
    assert brand.tier(2) == tiers[1]
    assert brand.tier(3) is None
    assert [tier.name for tier in brand.view().tiers] == ["Bronze", "Silver"]
