"""How far the people went who clicked a link: joined, watched, claimed. Each click counts once in each step.

A step belongs to the click by which the person's browser came last, or, on another device, to their last click on a link
of the brand. What a browser clicked before its person signed up is theirs from then on, wherever they buy.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from kit.errors import Refusal
from kit.group_commit import GroupCommit
from kit.unit_of_work import Tx, UnitOfWork
from share.attribution import Click
from share.events import StepsTaken
from share.store import clicks as store_clicks
from share.views import Step

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Taken:
    """Somebody took a step, as far as is known of them."""

    step: Step
    referral_token: str | None
    account_id: str | None
    brand_id: str | None
    """None: with no brand in particular, as who signs up."""


class Journeys:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._commits = GroupCommit[Sequence[Taken], None](work, _settle)

    async def take(self, *taken: Taken) -> None:
        """Note steps, each once.

        Raises:
            TooMany, Unavailable
        """
        await self._commits.submit(taken)

    async def take_of_many(self, taken: Sequence[Taken]) -> None:
        """The same where most may have come by no link: for these nothing is written.

        Raises:
            TooMany, Unavailable
        """
        async with self._work.read() as tx:
            clicks = await _clicks_of(tx, taken)
        if led := [one for one, click in zip(taken, clicks, strict=True) if click]:
            await self.take(*led)

    async def watch(self, referral_token: str, account_id: str | None, brand_id: str) -> None:
        """Note that someone who came by a link watches a show of the brand. It never keeps them waiting or out: if it cannot
        be noted, it is not."""
        try:
            await self.take(Taken("watched", referral_token, account_id, brand_id))
        except Refusal as refusal:
            log.info("journeys.not_noted", code=refusal.code)

    async def sign_up(self, account_id: str, referral_token: str | None) -> None:
        """The person behind a browser is known now."""
        if referral_token is None:
            return
        async with self._work.write() as tx:
            clicks = await store_clicks.clicks_of(tx, [(referral_token, None)])
            click = clicks.get(referral_token)
            if click is None:
                return
            if click.visitor is not None:
                await store_clicks.adopt_clicks(tx, click.visitor, account_id)
        await self.take(Taken("joined", referral_token, account_id, None))

    async def close(self) -> None:
        """Note what waits, and take nothing more."""
        await self._commits.close()


async def _settle(tx: Tx, parties: Sequence[Sequence[Taken]]) -> list[Refusal | None]:
    taken = [one for party in parties for one in party]
    clicks = await _clicks_of(tx, taken)
    new: list[str] = []
    for step in dict.fromkeys(one.step for one in taken):
        led = [
            click for one, click in zip(taken, clicks, strict=True) if one.step == step and click
        ]
        new += await store_clicks.add_steps(tx, {click.id: click.link_id for click in led}, step)
    if new:
        tx.emit(StepsTaken(link_ids=list(dict.fromkeys(new))))
    return [None] * len(parties)


async def _clicks_of(tx: Tx, taken: Sequence[Taken]) -> list[Click | None]:
    """The click that each step belongs to."""
    clicks = await store_clicks.clicks_of(
        tx, [(one.referral_token, one.account_id) for one in taken]
    )
    newest_first = sorted(clicks.values(), key=lambda click: click.id, reverse=True)
    return [_click_of(one, clicks.get(one.referral_token or ""), newest_first) for one in taken]


def _click_of(one: Taken, token: Click | None, newest_first: Sequence[Click]) -> Click | None:
    if token is not None and one.brand_id in {None, token.brand_id}:
        return token
    browser = token.visitor if token else None
    for click in newest_first:
        is_theirs = one.account_id is not None and click.account_id == one.account_id
        is_there = browser is not None and click.visitor == browser
        if click.brand_id == one.brand_id and (is_theirs or is_there):
            return click
    return None
