"""What share says has happened. `account_id` is always the sharer's."""

from kit.events import Event


class LinkChanged(Event, frozen=True, kw_only=True, tag="share.link_changed"):
    """A link was made, or leads or lasts otherwise than before."""

    link_id: str
    link_code: str
    account_id: str


class LinkStopped(Event, frozen=True, kw_only=True, tag="share.link_stopped"):
    """Its sharer left Dealcast: nothing is at this address any more."""

    link_code: str


class TermsChanged(Event, frozen=True, kw_only=True, tag="share.terms_changed"):
    """The brand credits orders to links otherwise."""

    brand_id: str


class FriendsCame(Event, frozen=True, kw_only=True, tag="share.friends_came"):
    """People who are signed in clicked links that bring friends a voucher."""

    click_ids: list[str]


class FriendWelcomed(Event, frozen=True, kw_only=True, tag="share.friend_welcomed"):
    """A friend who came by a link is due a voucher. `account_id` is the friend's."""

    brand_id: str
    account_id: str


class StepsTaken(Event, frozen=True, kw_only=True, tag="share.steps_taken"):
    """Who had clicked these links went on: joined, watched or claimed."""

    link_ids: list[str]


class OrdersCredited(Event, frozen=True, kw_only=True, tag="share.orders_credited"):
    """Paid orders were credited together, each to the link and its sharer that stand at the same place."""

    order_ids: list[str]
    link_ids: list[str]
    account_ids: list[str]


class RewardCorrected(Event, frozen=True, kw_only=True, tag="share.reward_corrected"):
    """The reward is another than it was: payable; smaller or cancelled, because the order was refunded; or refused on review."""

    reward_id: str
    link_code: str
    account_id: str
    order_id: str


class RewardsEarned(Event, frozen=True, kw_only=True, tag="share.rewards_earned"):
    """Orders that were credited together earned these rewards, each by the link that stands at the same place."""

    reward_ids: list[str]
    link_ids: list[str]


class PayoutChanged(Event, frozen=True, kw_only=True, tag="share.payout_changed"):
    """A payout was made, approved, paid or rejected."""

    brand_id: str
    payout_id: str


class RewardsMatured(Event, frozen=True, kw_only=True, tag="share.rewards_matured"):
    """Money of the brand's sharers is payable that was pending."""

    brand_id: str


class PayeeChanged(Event, frozen=True, kw_only=True, tag="share.payee_changed"):
    """The sharer said where their money is to go, or took it back. Where is no part of it."""

    account_id: str
