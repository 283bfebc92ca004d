"""A brand's desk: members with facts, segments and campaigns, and the use cases as one process has them."""

from collections.abc import Sequence
from itertools import count

from sqlalchemy import RowMapping, insert, select, update

from kit.auth import Principal
from kit.ids import new_id
from kit.mail import Letter, NotSent
from kit.unit_of_work import Tx
from membership.campaigns.campaign import Campaign
from membership.campaigns.mailing import Mailing
from membership.campaigns.measuring import Measuring
from membership.campaigns.planning import Planning
from membership.campaigns.reading import Reading
from membership.campaigns.running import Running
from membership.campaigns.tables import campaign_people
from membership.campaigns.views import CampaignView, NewCampaign, NewSchedule
from membership.consents import store as store_consents
from membership.consents.consent import Channel, Consent, Source
from membership.people import Account, Brand
from membership.points.booking import Booking, Purchase
from membership.points.earning import Bought
from membership.programmes import Programmes
from membership.segments.facts import Bought as BoughtFacts
from membership.segments.gathering import Gathering
from membership.segments.rule import Between, Group, Rule
from membership.segments.segmenting import Segmenting
from membership.segments.tables import member_facts
from membership.segments.views import NewSegment, SegmentView
from tests.support.slices import World

SHOW, VOUCHER, DEAL = "s" * 20, "v" * 20, "d" * 20
TITLES = {SHOW: "Tonight at eight", VOUCHER: "Five off", DEAL: "A lamp"}
EVERYONE = Rule()


async def find_title(_tx: Tx, _brand_id: str, wanted: str) -> str | None:
    return TITLES.get(wanted)


async def nothing_bought(
    _tx: Tx, _keys: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], BoughtFacts]:
    return {}


def at_least(orders: int) -> Rule:
    return Rule(groups=[Group(conditions=[Between(fact="orders", at_least=orders)])])


class Box:
    """Takes letters, or says why not."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self.refusals: dict[str, NotSent] = {}

    async def send(self, letter: Letter) -> None:
        refusal = self.refusals.get(letter.to)
        if refusal is not None:
            raise refusal
        self.letters.append(letter)


def compose(campaign: Campaign, brand: Brand, account: Account) -> Letter:
    return Letter(
        id=f"{campaign.id}.{account.id}",
        to=account.email,
        from_name=brand.name,
        subject=campaign.subject,
        text=campaign.body,
        html=f"<p>{campaign.body}</p>",
    )


class Desk:
    def __init__(self, world: World, brand: Brand, manager: Principal) -> None:
        self.world, self.brand, self.manager = world, brand, manager
        self.box = Box()
        self.gathering = Gathering(world.work, nothing_bought)
        self.segmenting = Segmenting(world.work)
        self.planning = Planning(world.work, find_title, find_title, find_title)
        self.running = Running(world.work, batch=4)
        self.mailing = Mailing(world.work, self.box, compose)
        self.measuring = Measuring(world.work)
        self.reading = Reading(world.work)
        self._booking = Booking(world.work)
        self._numbers = count(1)

    @classmethod
    async def open(cls, world: World) -> "Desk":
        brand = await world.brand()
        return cls(world, brand, await world.person(f"m_{brand.slug[6:]}", brand, "manager"))

    async def members(self, number: int, **facts: object) -> list[Principal]:
        return [await self.member(**facts) for _ in range(number)]

    async def member(self, **facts: object) -> Principal:
        person = await self.world.person(f"p{next(self._numbers)}_{self.brand.slug[6:]}")
        await Programmes(self.world.work).join(person, self.brand.slug)
        async with self.world.work.write() as tx:
            owner = {"brand_id": self.brand.id, "account_id": person.account()}
            row = {**owner, "tier_rank": 1, "joined_at": tx.now, "is_stale": False, **facts}
            await tx.execute(insert(member_facts).values(row))
        return person

    async def set_facts(self, person: Principal, **facts: object) -> None:
        async with self.world.work.write() as tx:
            await tx.execute(
                update(member_facts)
                .where(member_facts.c.account_id == person.account())
                .values(facts)
            )

    async def allows(self, person: Principal, channel: str, *, is_given: bool = True) -> None:
        async with self.world.work.write() as tx:
            consent = Consent(
                new_id(), person.account(), self.brand.id, Channel(channel), is_given, Source.PROFILE, tx.now
            )  # fmt: skip
            await store_consents.add(tx, consent)

    async def buys(self, person: Principal, paid_minor: int) -> None:
        bought = Bought(
            order_id=new_id(), title="Order", paid_minor=paid_minor, kept_minor=paid_minor,
            paid_at=self.world.now,
        )  # fmt: skip
        await self._booking.book_order(Purchase(self.brand.id, person.account(), bought))

    async def segment(self, rule: Rule = EVERYONE, name: str = "All") -> SegmentView:
        new = NewSegment(name=name, rule=rule)
        return await self.segmenting.create(self.manager, self.brand.slug, new)

    async def draft(self, rule: Rule = EVERYONE, **terms: object) -> CampaignView:
        segment = await self.segment(rule)
        given = {
            "name": "Autumn", "subject": "Tonight", "body": "At eight.", "holdout_percent": 0,
            "segment_id": segment.id, **terms,
        }  # fmt: skip
        return await self.planning.create(
            self.manager,
            self.brand.slug,
            NewCampaign(**given),  # type: ignore[arg-type]
        )

    async def scheduled(self, rule: Rule = EVERYONE, **terms: object) -> CampaignView:
        """One that is to start at once."""
        draft = await self.draft(rule, **terms)
        return await self.planning.schedule(self.manager, draft.id, NewSchedule())

    async def run(self, rule: Rule = EVERYONE, **terms: object) -> CampaignView:
        """Scheduled, and gone on with until there is nothing to do at once."""
        campaign = await self.scheduled(rule, **terms)
        while await self.running.go_on() or await self.mailing.send():
            pass
        return await self.view(campaign.id)

    async def view(self, campaign_id: str) -> CampaignView:
        all_of_them = await self.planning.all(self.manager, self.brand.slug)
        return next(one for one in all_of_them if one.id == campaign_id)

    async def people(self, campaign_id: str) -> dict[str, RowMapping]:
        async with self.world.work.read() as tx:
            rows = await tx.all(
                select(campaign_people).where(campaign_people.c.campaign_id == campaign_id)
            )
        return {row["account_id"]: row for row in rows}

    async def inbox(self, person: Principal) -> list[str]:
        return [one.subject for one in (await self.reading.inbox(person)).messages]
