"""A reward with the order that earned it, as crediting makes it. Pure."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from share.attribution import Click, Credit, PaidOrder
from share.rewards.capping import Cut, CutBy, Earning, Purse
from share.rewards.offer import Unit
from share.rewards.reward import Reward, Status
from share.rewards.terms import Limits


class Earned(Struct, frozen=True, gc=False):
    reward: Reward
    order: PaidOrder
    link_id: str
    return_days: int
    cut_by: CutBy | None = None

    @property
    def purse(self) -> Purse:
        return self.reward.brand_id, self.reward.offer.unit

    @property
    def earning(self) -> Earning:
        return Earning(self.purse, self.reward.account_id, self.order.account_id, self.reward.held)


def earned_by(
    reward_id: str, order: PaidOrder, click: Click, credit: Credit, return_days: int
) -> Earned | None:
    """What the order earns if nothing limits it; None if the click promised nothing."""
    if not credit.amount_minor and not credit.points:
        return None
    reward = Reward(
        id=reward_id,
        brand_id=order.brand_id,
        account_id=click.sharer_id,
        currency=order.currency,
        offer=click.offer,
        order_total_minor=order.total_minor,
        amount_minor=credit.amount_minor,
        points=credit.points,
    )
    return Earned(reward, order, click.link_id, return_days)


def after_cuts(
    made: Sequence[Earned], cuts: Sequence[Cut], limits: Mapping[Purse, Limits]
) -> list[Earned]:
    """As the limits leave them. One that is cut to nothing is there to say so."""
    return [_cut(each, cut, each.purse in limits) for each, cut in zip(made, cuts, strict=True)]


def _cut(each: Earned, cut: Cut, is_budgeted: bool) -> Earned:
    reward = replace(_with(each.reward, cut.amount), is_budgeted=is_budgeted)
    if not cut.amount:
        reward = replace(reward, status=Status.CANCELLED)
    return replace(each, reward=reward, cut_by=cut.cut_by)


def _with(reward: Reward, amount: int) -> Reward:
    if reward.offer.unit is Unit.POINTS:
        return replace(reward, points=amount)
    return replace(reward, amount_minor=amount)
