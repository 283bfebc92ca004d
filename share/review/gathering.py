"""Evidence of a batch of rewards, read at once: however many there are, it takes the same few statements."""

from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kit.unit_of_work import Tx
from membership import directory
from membership.directory import SignUp
from share.review.evidence import Evidence
from share.review.mailboxes import is_disposable, mailbox
from share.review.marks import KEPT, MarkKind
from share.review.reward import Earned
from share.review.rings import LONGEST, ring
from share.review.store import screenings, traces

NEW_FOR = timedelta(days=1)
"""How long an account is new."""
RING_WITHIN = timedelta(days=30)

Pair = tuple[str, str]
"""A sharer and a friend."""
FindSharedCards = Callable[[Tx, Collection[Pair]], Awaitable[Mapping[Pair, int]]]
"""How many cards both of each pair paid with. Payments are another slice's."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the people and links of a batch, from before it."""

    marks: Mapping[Pair, Mapping[MarkKind, int]]
    cards: Mapping[Pair, int]
    sign_ups: Mapping[str, SignUp]
    places: Mapping[tuple[str, str, str], Sequence[int]]
    velocities: Mapping[tuple[str, str], tuple[int, int]]
    network_friends: Mapping[tuple[str, str], int]
    new_friends: Mapping[str, int]
    sharers_of: Mapping[str, Mapping[str, Collection[str]]]
    """By brand: who earned by someone's orders, those of the batch with them."""
    disposable_too: Collection[str] = ()


async def gather(
    tx: Tx,
    earned: Sequence[Earned],
    find_shared_cards: FindSharedCards,
    disposable_too: Collection[str],
) -> Facts:
    pairs = {(one.sharer_id, one.friend_id) for one in earned}
    sharers, friends = {one for one, _ in pairs}, {other for _, other in pairs}
    links = {one.link_id for one in earned}
    at = max(one.earned_at for one in earned)
    await screenings.free_places(tx, friends)
    return Facts(
        marks=await traces.shared(tx, pairs),
        cards=await find_shared_cards(tx, pairs),
        sign_ups=await directory.sign_ups(tx, sharers | friends),
        places=await screenings.places(tx, friends),
        velocities=await screenings.velocities(tx, sharers, at),
        network_friends=await screenings.network_friends(tx, sharers, at - KEPT[MarkKind.NETWORK]),
        new_friends=await screenings.new_friends(tx, links, at - timedelta(hours=1)),
        sharers_of=await _sharers_of(tx, earned, at - RING_WITHIN),
        disposable_too=disposable_too,
    )


async def _sharers_of(
    tx: Tx, earned: Sequence[Earned], since: datetime
) -> dict[str, dict[str, set[str]]]:
    """As far back from the batch's sharers as a ring can reach."""
    known: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for one in earned:
        known[one.brand_id][one.friend_id].add(one.sharer_id)
    seen: set[str] = set()
    edge = {one.sharer_id for one in earned}
    for _ in range(LONGEST - 1):
        for brand_id, sharer_id, friend_id in await screenings.earners_by(tx, edge, since):
            known[brand_id][friend_id].add(sharer_id)
        seen |= edge
        edge = {
            sharer
            for sharers_of in known.values()
            for friend in edge & sharers_of.keys()
            for sharer in sharers_of[friend]
        } - seen
        if not edge:
            break
    return known


class Dossier:
    """Evidence of each reward of a batch, one after the other: those before it count."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._places = {key: set(places) for key, places in facts.places.items()}
        self._earned: Counter[tuple[str, str]] = Counter()
        self._new_friends: Counter[str] = Counter()
        self._network_friends: Counter[tuple[str, str]] = Counter()

    def evidence(self, one: Earned) -> Evidence:
        """Of the next reward. Say with `count` what became of it before the one after it is asked for."""
        facts, pair, sharer = self._facts, (one.sharer_id, one.friend_id), _sharer(one)
        marks = facts.marks[pair]
        mine, theirs = facts.sign_ups[one.sharer_id], facts.sign_ups[one.friend_id]
        self._earned[sharer] += 1
        within_hour, within_day = facts.velocities.get(sharer, (0, 0))
        return Evidence(
            shared_browsers=marks.get(MarkKind.BROWSER, 0),
            shared_devices=marks.get(MarkKind.DEVICE, 0),
            shared_cards=facts.cards.get(pair, 0),
            network_friends=self._at_network(sharer) if MarkKind.NETWORK in marks else 0,
            shared_mailboxes=int(mailbox(mine.email) == mailbox(theirs.email)),
            disposable_emails=int(is_disposable(theirs.email, facts.disposable_too)),
            earlier_rewards=len(self._places.get(_friendship(one), ())),
            ring=ring(facts.sharers_of.get(one.brand_id, {}), one.sharer_id, one.friend_id),
            rewards_within_hour=within_hour + self._earned[sharer],
            rewards_within_day=within_day + self._earned[sharer],
            new_friends_within_hour=self._newcomers(one) if self.is_new_friend(one) else 0,
        )

    def is_new_friend(self, one: Earned) -> bool:
        return one.earned_at - self._facts.sign_ups[one.friend_id].at < NEW_FOR

    def count(self, one: Earned) -> int:
        """The reward is not refused; the how-manieth of the sharer's by this friend it is."""
        taken = self._places.setdefault(_friendship(one), set())
        place = max(taken, default=0) + 1
        taken.add(place)
        return place

    def _at_network(self, sharer: tuple[str, str]) -> int:
        self._network_friends[sharer] += 1
        return self._facts.network_friends.get(sharer, 0) + self._network_friends[sharer]

    def _newcomers(self, one: Earned) -> int:
        self._new_friends[one.link_id] += 1
        return self._facts.new_friends.get(one.link_id, 0) + self._new_friends[one.link_id]


def _sharer(one: Earned) -> tuple[str, str]:
    return one.brand_id, one.sharer_id


def _friendship(one: Earned) -> tuple[str, str, str]:
    return one.brand_id, one.sharer_id, one.friend_id
