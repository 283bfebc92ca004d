"""Which e-mail addresses are the same mailbox, and which are thrown away."""

import pytest

from share.review.mailboxes import is_disposable, mailbox


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("mira@example.com", "Mira+shop@Example.com", True),
        ("m.ira@gmail.com", "mira+2@googlemail.com", True),
        ("m.ira@example.com", "mira@example.com", False),
        ("mira@example.com", "mira@example.org", False),
    ],
)
def test_a_mailbox_is_known_however_its_address_is_written(
    one: str, other: str, is_same: bool
) -> None:
    assert (mailbox(one) == mailbox(other)) is is_same


@pytest.mark.parametrize(
    ("email", "is_thrown_away"),
    [
        ("x@mailinator.com", True),
        ("x@Team.Mailinator.com", True),
        ("x@example.com", False),
        ("x@gmail.com", False),
        ("x@own.test", True),
        ("x@notown.test", False),
        ("x", False),
    ],
)
def test_throw_away_addresses_are_known_with_what_the_operator_adds(
    email: str, is_thrown_away: bool
) -> None:
    assert is_disposable(email, {"own.test"}) is is_thrown_away
