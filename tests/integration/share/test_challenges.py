"""Challenges between teams on real databases, by the rules of docs/teams.md."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from kit.auth import Principal
from kit.errors import Forbidden
from kit.ids import new_id
from kit.unit_of_work import Tx
from membership.points.tables import lots
from share.challenges.challenge import HEARD_AFTER
from share.challenges.challenging import Challenging
from share.challenges.errors import (
    ChallengeOver,
    ChallengeRunning,
    InATeam,
    NameTaken,
    NoLiveRoom,
    NoPlaceLeft,
    NoRoom,
    NoSuchChallenge,
    NoSuchChallengeTeam,
    StaffCannotPlay,
)
from share.challenges.events import ChallengeDecided, ChallengeScored
from share.challenges.playing import Playing
from share.challenges.scoring import Bought, Scoring
from share.challenges.views import (
    ChallengeTeamView,
    ChallengeView,
    MyChallengeView,
    NewChallenge,
    NewChallengeTeam,
)
from tests.support.slices import Unlimited

from .conftest import Sharing
from .test_clicks import FRIEND

POT = NewChallenge(title="Bring your friends", pot=101, winners=2, minutes=30)


@dataclass(frozen=True)
class Room:
    brand_id: str
    is_live: bool
    min_tier_rank: int = 0


@dataclass
class Game:
    sharing: Sharing
    host: Principal
    show_id: str
    ended_id: str
    challenging: Challenging
    playing: Playing
    scoring: Scoring

    async def start(self, new: NewChallenge = POT) -> ChallengeView:
        return await self.challenging.start(self.host, self.show_id, new)

    async def member(self, handle: str) -> Principal:
        person = await self.sharing.world.person(handle)
        await self.sharing.world.put_on_tier(person, self.sharing.brand, 1)
        return person

    async def formed(self, captain: Principal, challenge: ChallengeView, name: str) -> str:
        mine = await self.playing.form(captain, challenge.id, NewChallengeTeam(name=name))
        return team_in(mine).id

    async def bought(self, buyer: Principal, order_id: str | None = None) -> str:
        order_id = order_id or new_id()
        world = self.sharing.world
        await self.scoring.bought([Bought(self.show_id, buyer.account(), order_id, world.now)])
        return order_id

    async def friend_bought(
        self, friend: Principal, sharer: Principal, order_id: str | None = None
    ) -> str:
        order_id = order_id or new_id()
        world = self.sharing.world
        await self.scoring.bought(
            [Bought(self.show_id, friend.account(), order_id, world.now, sharer.account())]
        )
        return order_id

    async def let_it_end(self) -> None:
        self.sharing.world.pass_time(timedelta(minutes=30) + HEARD_AFTER)

    async def given(self) -> int:
        """What the points' ledger says was given."""
        async with self.sharing.world.work.read() as tx:
            total = select(func.coalesce(func.sum(lots.c.earned), 0))
            return int(await tx.scalar(total))


def team_in(mine: MyChallengeView) -> ChallengeTeamView:
    assert mine.team is not None
    return mine.team


@pytest.fixture
async def game(sharing: Sharing) -> Game:
    world, brand = sharing.world, sharing.brand
    show_id, ended_id = new_id(), new_id()
    rooms = {show_id: Room(brand.id, is_live=True), ended_id: Room(brand.id, is_live=False)}

    async def find(_tx: Tx, wanted: str) -> Room | None:
        return rooms.get(wanted)

    host = await world.person("host", brand, "host")
    return Game(
        sharing,
        host,
        show_id,
        ended_id,
        Challenging(world.work, find),
        Playing(world.work, Unlimited()),
        Scoring(world.work),
    )


async def test_the_best_teams_share_the_pot_once(game: Game) -> None:
    challenge = await game.start()
    ana, ben, cleo = [await game.member(name) for name in ("ana", "ben", "cleo")]
    stranger = await game.sharing.world.person("stranger")
    foxes = await game.formed(ana, challenge, "Foxes")
    await game.playing.join(ben, foxes)
    await game.playing.join(stranger, foxes)  # no member of the brand
    await game.formed(cleo, challenge, "Owls")
    for number in range(3):
        await game.friend_bought(await game.member(f"friend_{number}"), ana)
    await game.bought(cleo)
    shown = await game.challenging.get(challenge.id)
    assert [(team.name, team.rank, team.score) for team in shown.teams] == [
        ("Foxes", 1, 15),
        ("Owls", 2, 1),
    ]
    assert await game.challenging.settle_due() == 0
    await game.let_it_end()
    counts = await asyncio.gather(*(game.challenging.settle_due() for _ in range(3)))
    assert sum(counts) == 1
    assert await game.challenging.settle_due() == 0
    result = await game.challenging.get(challenge.id)
    assert result.status == "settled"
    points = {one.handle: one.points for team in result.teams for one in team.members}
    assert points == {"ana": 48, "ben": 47, "stranger": 0, "cleo": 6}
    assert await game.given() == 101
    assert len(game.sharing.world.happened(ChallengeDecided)) == 1


async def test_a_friend_who_joins_by_a_members_link_counts_ten_once(game: Game) -> None:
    challenge = await game.start()
    sharer, sharing = game.sharing.sharer, game.sharing
    await game.formed(sharer, challenge, "Foxes")
    token = await sharing.click(await sharing.link(), FRIEND)
    friend, mate = await game.member("friend"), await game.member("mate")
    for _ in range(3):
        await game.scoring.friend_joined(sharing.brand.id, friend.account(), token)
    await game.scoring.friend_joined(sharing.brand.id, mate.account(), None)
    await game.scoring.friend_joined(sharing.brand.id, mate.account(), "no")
    [team] = (await game.challenging.get(challenge.id)).teams
    assert team.score == 10


async def test_when_a_friend_joined_counts_and_not_when_that_is_heard_of(game: Game) -> None:
    sharer, sharing, world = game.sharing.sharer, game.sharing, game.sharing.world
    token = await sharing.click(await sharing.link(), FRIEND)
    early = await game.member("early")
    world.pass_time(timedelta(seconds=1))
    challenge = await game.start()
    await game.formed(sharer, challenge, "Foxes")
    friend = await game.member("friend")
    world.pass_time(timedelta(minutes=30))
    late = await game.member("late")
    for who in (early, friend, late):
        await game.scoring.friend_joined(sharing.brand.id, who.account(), token)
    [team] = (await game.challenging.get(challenge.id)).teams
    assert team.score == 10


async def test_one_person_alone_brings_one_point(game: Game) -> None:
    """Own orders count once, own links lead nobody, and who is in the team is no friend of it."""
    challenge = await game.start()
    ana, ben = await game.member("ana"), await game.member("ben")
    foxes = await game.formed(ana, challenge, "Foxes")
    for _ in range(5):
        await game.bought(ana)
        await game.friend_bought(ana, ana)
    [team] = (await game.challenging.get(challenge.id)).teams
    assert team.score == 1
    await game.playing.join(ben, foxes)
    await game.friend_bought(ben, ana)
    await game.bought(ben)
    [team] = (await game.challenging.get(challenge.id)).teams
    assert team.score == 2


async def test_what_is_refunded_does_not_count_and_cannot_count_again(game: Game) -> None:
    challenge = await game.start()
    ana = await game.member("ana")
    await game.formed(ana, challenge, "Foxes")
    order_id = await game.bought(ana)
    before = (await game.challenging.get(challenge.id)).version
    for _ in range(2):
        await game.scoring.refunded(order_id)
    await game.bought(ana, order_id)  # the event of the payment comes once more
    after = await game.challenging.get(challenge.id)
    assert after.teams[0].score == 0
    assert after.version == before + 1
    await game.let_it_end()
    assert await game.challenging.settle_due() == 1
    assert await game.given() == 0


async def test_events_may_be_repeated_and_change_nothing(game: Game) -> None:
    challenge = await game.start()
    ana, friend = await game.member("ana"), await game.member("friend")
    await game.formed(ana, challenge, "Foxes")
    order_id = await game.friend_bought(friend, ana)
    told = len(game.sharing.world.happened(ChallengeScored))
    for _ in range(3):
        await game.friend_bought(friend, ana, order_id)
    assert len(game.sharing.world.happened(ChallengeScored)) == told
    await game.let_it_end()
    await game.challenging.settle_due()
    await game.scoring.refunded(order_id)
    assert (await game.challenging.get(challenge.id)).teams[0].score == 5
    assert await game.given() == POT.pot


async def test_orders_that_are_counted_together_count_as_one_by_one_and_once(game: Game) -> None:
    challenge = await game.start()
    ana, ben, friend = [await game.member(name) for name in ("ana", "ben", "friend")]
    await game.formed(ana, challenge, "Anas")
    await game.formed(ben, challenge, "Bens")
    now, elsewhere = game.sharing.world.now, new_id()
    orders = [
        Bought(game.show_id, ana.account(), new_id(), now),
        Bought(game.show_id, ana.account(), new_id(), now),  # each person counts once
        Bought(game.show_id, friend.account(), new_id(), now, ana.account()),
        Bought(game.show_id, friend.account(), new_id(), now, ana.account()),
        Bought(game.show_id, ana.account(), new_id(), now, ana.account()),  # no friend
        Bought(game.show_id, ben.account(), new_id(), now - timedelta(hours=1)),  # too early
        Bought(elsewhere, ben.account(), new_id(), now),
        Bought(game.show_id, friend.account(), new_id(), now),  # in no team
    ]
    told = len(game.sharing.world.happened(ChallengeScored))
    await game.scoring.bought([*orders, *orders])
    await asyncio.gather(game.scoring.bought(orders[::-1]), game.scoring.bought(orders))
    assert len(game.sharing.world.happened(ChallengeScored)) == told + 1
    scores = {team.name: team.score for team in (await game.challenging.get(challenge.id)).teams}
    assert scores == {"Anas": 6, "Bens": 0}
    everyone = {ana.account(), ben.account(), friend.account()}
    assert await game.scoring.sharers_in_play(everyone) == {ana.account(), ben.account()}


async def test_what_happens_before_or_after_does_not_count(game: Game) -> None:
    ana, late = await game.member("ana"), await game.member("late")
    await game.bought(ana)
    challenge = await game.start()
    foxes = await game.formed(ana, challenge, "Foxes")
    await game.challenging.end(game.host, challenge.id)
    ended = await game.challenging.end(game.host, challenge.id)
    await game.bought(ana)
    with pytest.raises(ChallengeOver):
        await game.playing.join(late, foxes)
    assert (await game.challenging.get(challenge.id)).teams[0].score == 0
    assert ended.ends_at_ms < challenge.ends_at_ms
    assert await game.challenging.settle_due() == 0  # what happened in time may be heard late
    game.sharing.world.pass_time(HEARD_AFTER)
    assert await game.challenging.settle_due() == 1


async def test_what_is_called_off_gives_nothing(game: Game) -> None:
    challenge = await game.start()
    ana = await game.member("ana")
    await game.formed(ana, challenge, "Foxes")
    await game.bought(ana)
    for _ in range(2):
        assert (await game.challenging.cancel(game.host, challenge.id)).status == "cancelled"
    await game.let_it_end()
    assert await game.challenging.settle_due() == 0
    assert await game.given() == 0
    other = await game.start()
    await game.let_it_end()
    await game.challenging.settle_due()
    with pytest.raises(ChallengeOver):
        await game.challenging.cancel(game.host, other.id)


async def test_a_person_plays_in_one_team_and_a_team_has_five(game: Game) -> None:
    challenge = await game.start()
    ana, ben, *others = [await game.member(f"player_{number}") for number in range(8)]
    foxes = await game.formed(ana, challenge, "Foxes")
    owls = await game.formed(ben, challenge, " Night  owls ")
    with pytest.raises(NameTaken):
        await game.formed(others[0], challenge, "night OWLS")
    for again in range(2):
        with pytest.raises(InATeam):
            await (game.formed(ana, challenge, "Wolves") if again else game.playing.join(ana, owls))
    assert team_in(await game.playing.join(ana, foxes)).id == foxes
    answers = await asyncio.gather(
        *(game.playing.join(one, foxes) for one in others), return_exceptions=True
    )
    assert sum(isinstance(answer, NoPlaceLeft) for answer in answers) == 2
    assert sum(isinstance(answer, MyChallengeView) for answer in answers) == 4


async def test_who_may_do_what(game: Game) -> None:
    fan = await game.sharing.world.person("fan")
    with pytest.raises(Forbidden):
        await game.challenging.start(fan, game.show_id, POT)
    with pytest.raises(NoLiveRoom):
        await game.challenging.start(game.host, game.ended_id, POT)
    with pytest.raises(NoRoom):
        await game.challenging.start(game.host, "nowhere", POT)
    challenge = await game.start()
    with pytest.raises(ChallengeRunning):
        await game.start()
    with pytest.raises(StaffCannotPlay):
        await game.formed(game.host, challenge, "Staff")
    with pytest.raises(NoSuchChallengeTeam):
        await game.playing.join(fan, "nothing")
    with pytest.raises(NoSuchChallenge):
        await game.playing.mine(fan, "nothing")
    mine = await game.playing.mine(fan, challenge.id)
    assert (mine.team, mine.is_member) == (None, False)
