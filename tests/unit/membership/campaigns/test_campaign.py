"""docs/campaigns.md, 2."""

from itertools import product

import pytest

from membership.campaigns.campaign import TRANSITIONS, Campaign, Channel, Status, Step, stepped
from membership.campaigns.errors import NotNow
from membership.campaigns.fate import TREATED, WRITTEN_TO, Fate, fate_of
from membership.campaigns.mailing import TRIES, wait_after


def campaign(status: Status) -> Campaign:
    return Campaign(
        id="c", brand_id="b", segment_id="s", name="", channel=Channel.MESSAGE, subject="", body="",
        show_id=None, show_title=None, voucher_id=None, voucher_title=None, holdout_percent=10,
        measure_days=14, status=status,
    )  # fmt: skip


@pytest.mark.parametrize(("status", "step"), list(product(Status, Step)))
def test_a_campaign_takes_the_steps_of_the_table_and_no_others(status: Status, step: Step) -> None:
    after = stepped(campaign(status), step)
    if (status, step) in TRANSITIONS:
        assert isinstance(after, Campaign)
        assert (after.status, after.version) == (TRANSITIONS[status, step], 2)
    else:
        assert isinstance(after, NotNow)


def test_nothing_follows_an_end() -> None:
    assert not {Status.DONE, Status.STOPPED} & {status for status, _ in TRANSITIONS}


@pytest.mark.parametrize(
    ("allows", "had", "held_out", "is_mail", "fate"),
    [
        (False, 0, True, False, Fate.NO_CONSENT),
        (True, 2, True, False, Fate.QUIET),
        (True, 1, True, False, Fate.HELD_OUT),
        (True, 1, False, False, Fate.SENT),
        (True, 1, False, True, Fate.QUEUED),
    ],
)
def test_whom_the_brand_may_not_write_to_is_in_neither_group(
    allows: bool, had: int, held_out: bool, is_mail: bool, fate: Fate
) -> None:
    found = fate_of(
        allows=allows, had_this_week=had, most_a_week=2, held_out=held_out, is_mail=is_mail
    )
    assert found is fate


def test_a_mail_that_failed_is_compared_but_is_nothing_that_someone_had() -> None:
    assert Fate.FAILED in TREATED
    assert Fate.FAILED not in WRITTEN_TO


def test_each_try_of_a_mail_waits_longer_and_all_are_over_within_two_hours() -> None:
    waits = [wait_after(tries).total_seconds() for tries in range(1, TRIES)]
    assert waits == sorted(set(waits))
    assert sum(waits) < 7_200
