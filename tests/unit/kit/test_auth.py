import time
from datetime import timedelta

import pytest

from kit.auth import GUEST, Principal, Role, Signer
from kit.errors import Forbidden, NotSignedIn

HOST = Principal("a1", "mira", roles={"brand": Role.HOST})
SECRET = "x" * 32


def test_who_holds_a_role_holds_those_below_it_and_only_for_that_scope() -> None:
    HOST.require(Role.MODERATOR, "brand")
    HOST.require(Role.HOST, "brand")
    with pytest.raises(Forbidden):
        HOST.require(Role.MANAGER, "brand")
    with pytest.raises(Forbidden):
        HOST.require(Role.MODERATOR, "another brand")


def test_a_guest_is_asked_to_sign_in_rather_than_refused() -> None:
    with pytest.raises(NotSignedIn):
        GUEST.require(Role.HOST, "brand")
    with pytest.raises(NotSignedIn):
        GUEST.require_anywhere(Role.MEMBER)


def test_an_operator_may_do_everything_everywhere() -> None:
    Principal("a2", "root", is_operator=True).require(Role.MANAGER, "any brand")


def test_a_signed_value_comes_back_and_a_forged_one_does_not() -> None:
    signer = Signer(SECRET, "session", timedelta(days=1))
    signed = signer.sign("s1")
    assert signer.unsign(signed) == "s1"
    assert signer.unsign(signed[:-2]) is None
    assert signer.unsign(None) is None


@pytest.mark.parametrize(("later_s", "is_good"), [(-60, True), (86_399, True), (86_401, False)])
def test_a_value_is_good_from_now_on_also_where_the_clock_is_behind(
    monkeypatch: pytest.MonkeyPatch, later_s: int, is_good: bool
) -> None:
    signer = Signer(SECRET, "session", timedelta(days=1))
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    signed = signer.sign("s1")
    monkeypatch.setattr(time, "time", lambda: now + later_s)
    assert (signer.unsign(signed) == "s1") is is_good


def test_a_value_signed_for_one_purpose_is_no_good_for_another() -> None:
    lasts = timedelta(days=1)
    signed = Signer(SECRET, "referral", lasts).sign("a1")
    assert Signer(SECRET, "session", lasts).unsign(signed) is None
    assert Signer("y" * 32, "referral", lasts).unsign(signed) is None
