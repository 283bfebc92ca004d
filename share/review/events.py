"""What reviews say has happened. `account_id` is the sharer's."""

from kit.events import Event


class RewardsScreened(Event, frozen=True, kw_only=True, tag="review.screened"):
    """The rules looked at these rewards."""

    reward_ids: list[str]


class RewardHeld(Event, frozen=True, kw_only=True, tag="review.held"):
    """The reward waits until somebody of the brand has looked at it."""

    reward_id: str
    link_code: str
    account_id: str
    order_id: str


class RewardReleased(Event, frozen=True, kw_only=True, tag="review.released"):
    """It waits no longer."""

    reward_id: str
    link_code: str
    account_id: str
    order_id: str


class RulesChosen(Event, frozen=True, kw_only=True, tag="review.rules_chosen"):
    """The brand has other rules for rewards that are earned from now on."""

    brand_id: str
