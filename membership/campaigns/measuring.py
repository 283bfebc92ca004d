"""What came of a campaign: what those it was sent to bought, against those who were held out."""

from dataclasses import astuple
from datetime import datetime, timedelta

from kit.auth import Principal
from kit.clock import to_ms
from kit.money import BASIS_POINTS
from kit.unit_of_work import Tx, UnitOfWork
from membership import directory
from membership.campaigns import lift
from membership.campaigns.campaign import Campaign
from membership.campaigns.errors import NotNow
from membership.campaigns.lift import Difference, Group
from membership.campaigns.planning import managed_campaign
from membership.campaigns.presenting import campaign_view
from membership.campaigns.store import outcomes as store_outcomes
from membership.campaigns.store import people as store_people
from membership.campaigns.store.outcomes import Outcome
from membership.campaigns.views import DifferenceView, FailureView, GroupView, ResultsView

MOST_REASONS = 10


class Measuring:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def results(self, principal: Principal, campaign_id: str) -> ResultsView:
        """
        Raises:
            NotSignedIn, Forbidden, NoSuchCampaign, NotNow
        """
        async with self._work.read() as tx:
            campaign = await managed_campaign(tx, principal, campaign_id)
            if campaign.started_at is None:
                raise NotNow("It has not started.")
            days = _days(campaign.started_at, tx.now, campaign.measure_days)
            treated, held = await store_outcomes.outcomes(tx, campaign, days)
            return await _results(tx, campaign, treated, held)


async def _results(tx: Tx, campaign: Campaign, treated: Outcome, held: Outcome) -> ResultsView:
    one, two = treated.group, held.group
    can_compare = one.people > 0 and two.people > 0
    rate = lift.rate_difference(one, two) if can_compare else None
    revenue = lift.mean_difference(one, two) if can_compare else None
    brand = await directory.brand(tx, campaign.brand_id)
    until = await store_outcomes.measured_until(tx, campaign.id)
    failures = await store_people.failures(tx, campaign.id, MOST_REASONS)
    return ResultsView(
        campaign=await campaign_view(tx, campaign),
        currency=brand.currency if brand else "",
        treated=_group(one, treated.buyers_by_day),
        held_out=_group(two, held.buyers_by_day),
        verdict=(lift.verdict(one, two, rate) if rate else lift.Verdict.TOO_FEW).value,
        rate=_scaled(rate, BASIS_POINTS),
        revenue=_scaled(revenue, 1),
        measured_until_ms=to_ms(until) if until else None,
        is_final=campaign.ended_at is not None and (until is None or until <= tx.now),
        failures=[
            FailureView(reason=row["reason"] or "", people=row["people"]) for row in failures
        ],
    )


def _group(group: Group, buyers_by_day: tuple[int, ...]) -> GroupView:
    return GroupView(
        people=group.people,
        buyers=group.buyers,
        revenue_minor=group.revenue_minor,
        rate_by_day_bp=[
            round(buyers * BASIS_POINTS / group.people) if group.people else 0
            for buyers in buyers_by_day
        ],
    )


def _scaled(difference: Difference | None, factor: int) -> DifferenceView | None:
    if difference is None:
        return None
    value, low, high = (round(one * factor, 2) for one in astuple(difference))
    return DifferenceView(value=value, low=low, high=high)


def _days(started_at: datetime, now: datetime, most: int) -> int:
    """How many days are to be shown: those that have begun."""
    return min(most, max(1, (now - started_at) // timedelta(days=1) + 1))
