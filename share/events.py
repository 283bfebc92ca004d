"""What share says has happened. `account_id` is always the sharer's."""

from kit.events import Event


class LinkClicked(Event, frozen=True, kw_only=True, tag="share.link_clicked"):
    link_code: str
    account_id: str


class OrderCredited(Event, frozen=True, kw_only=True, tag="share.order_credited"):
    link_code: str
    account_id: str
    order_id: str


class RewardCorrected(Event, frozen=True, kw_only=True, tag="share.reward_corrected"):
    """The order was refunded, so the reward is smaller, or cancelled."""

    reward_id: str
    link_code: str
    account_id: str
    order_id: str


class RewardEarned(Event, frozen=True, kw_only=True, tag="share.reward_earned"):
    reward_id: str
    link_code: str
    account_id: str
    order_id: str
