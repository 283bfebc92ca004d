"""What becomes of each person of a campaign's audience. Pure.

waiting ──▶ sent                     a message is in their inbox
        ──▶ queued ──▶ sending ──▶ sent | queued again | failed      an e-mail
        ──▶ held_out | no_consent | quiet
"""

from enum import StrEnum


class Fate(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    QUEUED = "queued"
    """A mail that is due, perhaps once more."""
    SENDING = "sending"
    FAILED = "failed"
    HELD_OUT = "held_out"
    NO_CONSENT = "no_consent"
    QUIET = "quiet"
    """They have had as much this week as the brand allows itself."""


WRITTEN_TO = (Fate.SENT, Fate.QUEUED, Fate.SENDING)
"""Counts as something that they had."""
TREATED = (*WRITTEN_TO, Fate.FAILED)
"""All to whom it was to be said: who is left out later for a reason of their own would bend the comparison."""


def fate_of(
    *, allows: bool, had_this_week: int, most_a_week: int, held_out: bool, is_mail: bool
) -> Fate:
    """Whom the brand may not write to is in neither group, so that both are alike."""
    if not allows:
        return Fate.NO_CONSENT
    if had_this_week >= most_a_week:
        return Fate.QUIET
    if held_out:
        return Fate.HELD_OUT
    return Fate.QUEUED if is_mail else Fate.SENT
