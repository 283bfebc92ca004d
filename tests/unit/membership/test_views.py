"""What the wire types let through."""

import msgspec
import pytest

from membership.views import NewAccount, NewRole

GOOD = {"handle": "mira_7", "email": "mira@example.com", "password": "correct horse"}


def test_good_input_passes() -> None:
    assert msgspec.convert(GOOD, NewAccount).handle == "mira_7"
    assert msgspec.convert({"role": "host"}, NewRole).role == "host"


@pytest.mark.parametrize("handle", ["mi", "m" * 25, "mi ra", "mira\n", "\nmira", "mïra", "mira-7"])
def test_a_handle_has_only_letters_digits_and_underscores(handle: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({**GOOD, "handle": handle}, NewAccount)


@pytest.mark.parametrize("role", ["host\n", "operator", "", "Host"])
def test_a_role_is_one_of_three(role: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"role": role}, NewRole)
