"""The demo's shows: one that ended yesterday, one that is on, two to come."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from server.demo.script import (
    Advance,
    Beat,
    Cancel,
    Claim,
    Collect,
    Drop,
    DropPacket,
    End,
    Follow,
    Offer,
    OpenPacket,
    Pin,
    Share,
    Sweep,
    buys,
)
from server.demo.talk import ALSO_LIVE_TALK, LIVE_TALK, YESTERDAYS_TALK
from server.demo.vouchers import CODE, Gift
from server.demo.windows import FIRST, SECOND
from streams.views import AccessTerms

DAY_S = 24 * 3600
EVERYBODY = AccessTerms()
DRESS, GLASSES, SHOES = "Vestido Jangada", "Óculos Farol", "Tênis Calçadão"
FLASK, BICYCLE, CHAIR = "Garrafa Água Fresca", "Bicicleta Orla", "Pause lounge chair"
NIGHT_LAMP, HEADPHONES, SPEAKER = (
    "Stille bedside lamp",
    "Aria wireless headphones",
    "Kante bookshelf speaker",
)
BAG, TEAPOT = "Little Marlow bag", "Breakfast teapot"
LAMPLIGHT = "Lamplight"
OPENERS = ("luisa_p", "femi", "sol", "noor", "diego_r", "priya_s", "amara", "rafael", "tomasz")
COLLECTORS = ("kaito_m", "amara", "hana", "yuki_o", "diego_r", "priya_s", "rafael", "noor")


@dataclass(frozen=True, slots=True)
class ShowSeed:
    brand: str
    title: str
    description: str
    starts: timedelta
    """From now; a show in the past began then."""
    offers: tuple[Offer, ...]
    beats: tuple[Beat, ...] = ()
    gifts: tuple[Gift, ...] = ()
    ends_after_min: float | None = None
    access: AccessTerms = EVERYBODY

    def start(self, now: datetime) -> datetime:
        """What has begun did so to the minute; what is to come begins at a quarter of an hour."""
        at = (now + self.starts).replace(second=0, microsecond=0)
        return at if at < now else at + timedelta(minutes=-at.minute % 15)


YESTERDAY = ShowSeed(
    brand="praia-norte",
    title="Verão antes da hora",
    description="Summer came early: two new prints, shoes for the promenade, and glasses that float. "
    "Bia shows how to tie the sash in four ways.",
    starts=timedelta(hours=-25),
    ends_after_min=62,
    offers=(
        Offer(DRESS, 27900, stock=8, duration_s=2400),
        Offer(GLASSES, 18900, stock=5, duration_s=1200),
        Offer(SHOES, 23900, stock=10, min_tier_rank=2, duration_s=1800),
        Offer(FLASK, 7900, stock=30, per_buyer_limit=3, duration_s=1500),
        Offer(BICYCLE, 189000, stock=12, duration_s=1500, advance=Advance(FIRST, 20000, 40000)),
    ),
    beats=(
        (2, Share("sol")),
        (3, Follow("rafael")),
        (4, Drop(DRESS)),
        (4.2, Pin(DRESS)),
        *buys(4.6, "luisa_p", DRESS),
        *buys(5.1, "clara_b", DRESS),
        *buys(7, "rafael", DRESS),
        *buys(9.5, "priya_s", DRESS),
        (11, Claim("noor", DRESS)),
        (15, Drop(GLASSES)),
        (15.1, Pin(GLASSES)),
        *buys(15.4, "diego_r", GLASSES),
        *buys(15.6, "femi", GLASSES),
        *buys(16.4, "hana", GLASSES),
        *buys(18, "ben_w", GLASSES),
        *buys(20.3, "amara", GLASSES),
        (22, Sweep()),
        (28, Drop(SHOES)),
        *buys(29, "femi", SHOES),
        *buys(31, "sol", SHOES),
        (33, Follow("kaito_m")),
        (36, Sweep()),
        (38, Drop(FLASK)),
        (38.2, Pin(FLASK)),
        *buys(38.8, "emily_t", FLASK, 2),
        *buys(40, "tomasz", FLASK),
        *buys(41.5, "luisa_p", FLASK, 3),
        (43, Claim("yuki_o", FLASK)),
        (44, Cancel("yuki_o", FLASK)),
        (44.5, Drop(BICYCLE)),
        *buys(45, "sol", BICYCLE),
        *buys(46.2, "clara_b", BICYCLE),
        *buys(47.5, "noor", BICYCLE),
        (49, DropPacket("Obrigada por virem!", points=600, shares=12)),
        *((49.1 + minute / 20, OpenPacket(who)) for minute, who in enumerate(OPENERS)),
        (51, Sweep()),
        (55, Follow("ben_w")),
        *YESTERDAYS_TALK,
    ),
)
LIVE = ShowSeed(
    brand="lindwerk",
    title="Workshop night: sound and light",
    description="Jonas opens the workshop for an evening: headphones, a speaker and lamps, each with a deal "
    "while it stands on the bench. Some open for Soloists first.",
    starts=timedelta(minutes=-40),
    offers=(
        Offer(NIGHT_LAMP, 6900, stock=6, duration_s=1200),
        Offer(HEADPHONES, 17900, stock=40, per_buyer_limit=2, duration_s=DAY_S),
        Offer(SPEAKER, 29900, stock=12, per_buyer_limit=2, min_tier_rank=3, duration_s=DAY_S),
        Offer(CHAIR, 64900, stock=15, duration_s=DAY_S, advance=Advance(SECOND, 6000, 12000)),
        Offer("Mond table lamp", 12900, stock=25),
        Offer("Rolle travel speaker", 8400, stock=60, per_buyer_limit=3, duration_s=600),
        Offer("Takt 38 wristwatch", 24900, stock=10, min_tier_rank=2, duration_s=300),
    ),
    beats=(
        (3, Drop(NIGHT_LAMP)),
        *buys(3.4, "luisa_p", NIGHT_LAMP),
        *buys(3.6, "tomasz", NIGHT_LAMP),
        *buys(4.1, "priya_s", NIGHT_LAMP),
        *buys(5.2, "emily_t", NIGHT_LAMP),
        *buys(6.8, "noor", NIGHT_LAMP),
        *buys(8.9, "ben_w", NIGHT_LAMP),
        (11, End(NIGHT_LAMP)),
        (14, Share("sol")),
        (15, Follow("rafael")),
        (16, Drop(HEADPHONES)),
        (16.2, Pin(HEADPHONES)),
        *buys(16.4, "kaito_m", HEADPHONES),
        *buys(16.7, "amara", HEADPHONES, 2),
        *buys(17.5, "femi", HEADPHONES),
        (18, Follow("yuki_o")),
        *buys(19, "clara_b", HEADPHONES),
        *buys(21, "diego_r", HEADPHONES),
        (22, Follow("ben_w")),
        *buys(24, "tomasz", HEADPHONES),
        (26, Follow("hana")),
        *buys(27, "hana", HEADPHONES),
        *((27.5 + minute / 10, Collect(who, LAMPLIGHT)) for minute, who in enumerate(COLLECTORS)),
        (29, Claim("ben_w", HEADPHONES)),
        (30, Drop(SPEAKER)),
        *buys(30.4, "amara", SPEAKER),
        *buys(31, "femi", SPEAKER, 2),
        (31.5, Cancel("ben_w", HEADPHONES)),
        (32, Drop(CHAIR)),
        *buys(32.6, "hana", CHAIR),
        *buys(33.9, "tomasz", CHAIR),
        *buys(33, "noor", SPEAKER),
        (34, Follow("priya_s")),
        (36.5, Claim("emily_t", HEADPHONES)),
        (37.4, Claim("clara_b", SPEAKER)),
        (38.4, Claim("rafael", HEADPHONES)),
        (39, Follow("luisa_p")),
        *LIVE_TALK,
    ),
    gifts=(
        Gift(
            title=LAMPLIGHT,
            amount_minor=800,
            threshold_minor=8_000,
            total_limit=60,
            budget_minor=40_000,
        ),
        Gift(
            title="Workshop code",
            rate_bp=1_000,
            cap_minor=2_000,
            threshold_minor=5_000,
            code=CODE,
            budget_minor=50_000,
        ),
    ),
)
ALSO_LIVE = ShowSeed(
    brand="pemberly-lane",
    title="Leather and tea",
    description="Edith stitches a strap while the kettle boils. What you claim here and at other brands, "
    "you pay together: the festival takes 50 off each 300.",
    starts=timedelta(minutes=-65),
    offers=(
        Offer(BAG, 12900, stock=20, per_buyer_limit=2, duration_s=DAY_S),
        Offer(TEAPOT, 4600, stock=35, per_buyer_limit=2, duration_s=DAY_S),
        Offer("Hawthorn waxed jacket", 19900, stock=8),
    ),
    beats=(
        (6, Drop(BAG)),
        (6.2, Pin(BAG)),
        *buys(7, "emily_t", BAG),
        *buys(9.4, "ben_w", BAG),
        (24, Drop(TEAPOT)),
        *buys(25, "clara_b", TEAPOT, 2),
        *ALSO_LIVE_TALK,
    ),
)
NEXT = ShowSeed(
    brand="kumoi",
    title="Autumn kiln opening",
    description="Akira opens the autumn firing piece by piece. Nobody knows yet how the glazes broke.",
    starts=timedelta(hours=2),
    offers=(
        Offer("Asagiri teapot", 9800, stock=15, duration_s=600),
        Offer("Hoshi iron-glaze teapot", 14800, stock=4, min_tier_rank=3, duration_s=300),
        Offer("Yama mug", 2900, stock=40, per_buyer_limit=4),
        Offer("Komorebi rice cooker", 29800, stock=8),
    ),
)
TOMORROW = ShowSeed(
    brand="harlow-trail",
    title="The 11.11 trail sale",
    description="Packs, shells and shoes from this year's samples, shown by Dana in the rain room. "
    "Ridge Runners go first.",
    starts=timedelta(hours=24),
    access=AccessTerms(first_tier_rank=3, head_start_s=300),
    offers=(
        Offer("Cedar Creek 28 backpack", 9900, stock=30),
        Offer("Granite puffer jacket", 13900, stock=20, min_tier_rank=3, duration_s=600),
        Offer("Meadow trail shoe", 8900, stock=25, per_buyer_limit=2),
    ),
)
