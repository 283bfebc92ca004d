"""Reasons that the server writes down are known to the pages, which say them in the reader's language."""

from pathlib import Path

import pytest

import web
from commerce.payments.settling import LATE
from commerce.presale import withdrawing
from commerce.protection import protecting
from commerce.teams import leaving
from membership.campaigns.mailing import LOST, NOT_ALLOWED
from membership.campaigns.store.people import STOPPED

KNOWN = (Path(web.__file__).parent / "client" / "lib" / "reasons.ts").read_text()


@pytest.mark.parametrize(
    "reason",
    [
        LATE,
        LOST,
        NOT_ALLOWED,
        STOPPED,
        leaving.LEFT,
        leaving.REASON,
        protecting.REASON,
        withdrawing.REASON,
    ],
)
def test_a_reason_of_the_servers_own_is_said_in_the_readers_language(reason: str) -> None:
    assert f"  {reason}: t(" in KNOWN
