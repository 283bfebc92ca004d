"""The clicks that came before orders: the one by which each came, the others of the same browser, and those that the buyer made
elsewhere, of the same brand. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from heapq import nlargest

from share.attribution import Click, PaidOrder, Touch
from share.links import Link

MOST_CLICKS = 200
"""Of a browser or a person, and before one order, that are looked at: the newest."""


class Trails:
    def __init__(
        self,
        tokens: Mapping[str, Click],
        people: Sequence[tuple[Click, str | None]],
        links: Mapping[str, Link],
    ) -> None:
        """`tokens` are the clicks by which orders came; `people` those of browsers and people, each with its person."""
        self._tokens = tokens
        self._links = links
        self._by_visitor: dict[str | None, dict[str, Click]] = defaultdict(dict)
        self._by_account: dict[str | None, dict[str, Click]] = defaultdict(dict)
        for click, account_id in people:
            self._by_visitor[click.visitor][click.id] = click
            self._by_account[account_id][click.id] = click

    def before(self, order: PaidOrder) -> list[Touch]:
        token = self._tokens.get(order.referral_token or "")
        found = {
            click.id: click for click in self._theirs(order, token) if self._may_count(click, order)
        }
        if token is not None:
            found[token.id] = token
        return [Touch(click, self._links[click.link_id]) for click in found.values()]

    def _theirs(self, order: PaidOrder, token: Click | None) -> list[Click]:
        clicks = self._by_account.get(order.account_id, {})
        if token is not None and token.visitor is not None:
            clicks = clicks | self._by_visitor.get(token.visitor, {})
        return [clicks[click_id] for click_id in nlargest(MOST_CLICKS, clicks)]

    def _may_count(self, click: Click, order: PaidOrder) -> bool:
        is_before = order.placed_at is None or click.clicked_at <= order.placed_at
        return is_before and self._links[click.link_id].brand_id == order.brand_id
