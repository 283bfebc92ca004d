"""docs/campaigns.md, C5."""

from hypothesis import given
from hypothesis import strategies as st

from membership.campaigns.holdout import is_held_out

ids = st.text("0123456789abcdefghjkmnpqrstvwxyz", min_size=20, max_size=20)


@given(ids, ids, st.integers(0, 50))
def test_who_is_held_out_is_the_same_each_time_and_more_are_with_more_percent(
    campaign_id: str, account_id: str, percent: int
) -> None:
    held = is_held_out(campaign_id, account_id, percent)
    assert held is is_held_out(campaign_id, account_id, percent)
    assert not held or is_held_out(campaign_id, account_id, percent + 1)


@given(ids, st.integers(0, 50))
def test_the_group_is_near_its_size(campaign_id: str, percent: int) -> None:
    held = sum(is_held_out(campaign_id, f"{number:020}", percent) for number in range(4_000))
    assert abs(held - 40 * percent) <= 4_000 * 0.05


@given(ids)
def test_nobody_is_held_out_of_a_campaign_without_a_holdout(campaign_id: str) -> None:
    assert not any(is_held_out(campaign_id, f"{number:020}", 0) for number in range(100))


def test_other_campaigns_hold_out_others() -> None:
    accounts = [f"{number:020}" for number in range(1_000)]
    first, second = (
        {account for account in accounts if is_held_out(campaign, account, 20)}
        for campaign in ("a" * 20, "b" * 20)
    )
    assert len(first & second) < len(first) / 2
