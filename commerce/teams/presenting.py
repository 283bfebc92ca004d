"""Teams as their views."""

from collections.abc import Sequence

from commerce.deals import Deal
from commerce.store import deals as store_deals
from commerce.store import products as store_products
from commerce.teams.team import Team
from commerce.teams.terms import TeamTerms
from commerce.teams.views import TeammateView, TeamTermsView, TeamView
from kit.clock import to_ms
from kit.unit_of_work import Tx
from membership import directory


async def team_views(tx: Tx, teams: Sequence[Team]) -> list[TeamView]:
    if not teams:
        return []
    handles = await directory.handles(
        tx, {place.account_id for team in teams for place in team.places}
    )
    found = await store_deals.deals_by_id(tx, {team.deal_id for team in teams})
    deals = {deal.id: deal for deal in found}
    products = await store_products.products_by_id(tx, {deal.product_id for deal in found})
    return [
        _view(team, deals[team.deal_id], products[deals[team.deal_id].product_id].title, handles)
        for team in teams
    ]


async def team_view(tx: Tx, team: Team) -> TeamView:
    return (await team_views(tx, [team]))[0]


def terms_view(terms: TeamTerms | None) -> TeamTermsView | None:
    if terms is None:
        return None
    return TeamTermsView(price_minor=terms.price_minor, size=terms.size, minutes=terms.minutes)


def _view(team: Team, deal: Deal, title: str, handles: dict[str, str]) -> TeamView:
    return TeamView(
        id=team.id,
        deal_id=team.deal_id,
        show_id=team.show_id,
        brand_id=team.brand_id,
        title=title,
        status=team.status.value,
        size=team.size,
        left=team.left,
        members=[
            TeammateView(
                handle=handles[place.account_id],
                is_leader=place.account_id == team.leader_id,
                is_paid=place.is_paid,
            )
            for place in team.places
        ],
        price_minor=team.price_minor,
        currency=deal.currency,
        fills_by_ms=to_ms(team.fills_by),
        version=team.version,
    )
