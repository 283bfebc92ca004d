"""How high those stand with its brand who want a deal that is not for everyone."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from commerce.deals import Deal
from kit.auth import Principal
from kit.unit_of_work import Tx
from membership.ranks import ranks_of


class Wish(Protocol):
    @property
    def buyer(self) -> Principal: ...

    @property
    def deal_id(self) -> str: ...


async def ranks_of_buyers(
    tx: Tx, wishes: Sequence[Wish], deals: Mapping[str, Deal], doors: Mapping[str, int]
) -> dict[tuple[str, str], int]:
    """By brand and account; `doors` has the shows that ask for a rank."""
    ranks: dict[tuple[str, str], int] = {}
    closed = [deal for deal in deals.values() if deal.min_tier_rank > 0 or deal.show_id in doors]
    for brand_id in {deal.brand_id for deal in closed}:
        buyers = [
            wish.buyer
            for wish in wishes
            if wish.deal_id in deals and deals[wish.deal_id].brand_id == brand_id
        ]
        found = await ranks_of(tx, buyers, brand_id)
        ranks |= {(brand_id, account_id): rank for account_id, rank in found.items()}
    return ranks
