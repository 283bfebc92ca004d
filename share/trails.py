"""The clicks that came before orders: the one by which each came, the others of the same browser, and those that the buyer made
elsewhere, of the same brand. Pure."""

from collections import defaultdict
from collections.abc import Mapping
from heapq import nlargest
from operator import attrgetter

from share.attribution import Click, PaidOrder

MOST_CLICKS = 200
"""Of a browser or a person, and before one order, that are looked at: the newest."""


class Trails:
    def __init__(self, clicks: Mapping[str, Click]) -> None:
        """`clicks` are all of the orders' browsers and buyers, by their ids."""
        self._clicks = clicks
        self._by_visitor: dict[str | None, list[Click]] = defaultdict(list)
        self._by_account: dict[str | None, list[Click]] = defaultdict(list)
        for click in clicks.values():
            self._by_visitor[click.visitor].append(click)
            self._by_account[click.account_id].append(click)

    def before(self, order: PaidOrder) -> list[Click]:
        token = self._clicks.get(order.referral_token or "")
        theirs = self._by_account.get(order.account_id, [])
        if token is not None and token.visitor is not None:
            theirs = theirs + self._by_visitor[token.visitor]
        if len(theirs) > MOST_CLICKS:
            theirs = nlargest(MOST_CLICKS, set(theirs), key=attrgetter("id"))
        found = {click.id: click for click in theirs if _may_count(click, order)}
        if token is not None:
            found[token.id] = token
        return [*found.values()]


def _may_count(click: Click, order: PaidOrder) -> bool:
    is_before = order.placed_at is None or click.clicked_at <= order.placed_at
    return is_before and click.brand_id == order.brand_id
