"""Dalbit Lab's shows: two that are over, whose rewards are payable by now, and one that is on."""

from datetime import timedelta

from commerce.teams.views import NewTeamTerms
from server.demo.people import LAB, LAB_SHARER
from server.demo.script import (
    Beat,
    Challenge,
    Drop,
    Follow,
    Offer,
    Pay,
    Pin,
    Play,
    Share,
    buys,
    teams_up,
)
from server.demo.shows import DAY_S, ShowSeed
from server.demo.talk import LAB_TALK
from share.challenges.views import NewChallenge

POUCH, LIPS = "Moon pouch", "Petal lip colour No. 7"
HANOK, RAIN = "Hanok eau de parfum", "Rain eau de parfum"
CREAM, TONER, MASK = "Midnight barrier cream", "Calm toner, 300 ml", "Green tea sleeping mask"
OWLS, LARKS = "Night owls", "Larks"


def _friend_buys(minute: float, who: str, product: str) -> tuple[Beat, ...]:
    """By the link that was shared last."""
    return (minute, Follow(who)), *buys(minute + 0.5, who, product)


FIRST_LIGHT = ShowSeed(
    brand=LAB,
    title="First light",
    description="Sora mixes the autumn perfumes and shows why the short list of ingredients is short.",
    starts=timedelta(days=-15),
    ends_after_min=45,
    offers=(
        Offer(POUCH, 36_000, stock=20, duration_s=2_400),
        Offer(HANOK, 79_000, stock=20, duration_s=2_400),
        Offer(LIPS, 19_000, stock=30, duration_s=2_400),
    ),
    beats=(
        (1, Drop(POUCH)),
        (2, Share(LAB_SHARER)),
        *buys(3, LAB_SHARER, POUCH),
        (6, Drop(HANOK)),
        (6.2, Pin(HANOK)),
        *_friend_buys(8, "jiwoo", HANOK),
        (11, Follow("lena_k")),
        *buys(11.2, "lena_k", HANOK)[:1],
        (12.1, Pay("lena_k", HANOK, card_of=LAB_SHARER)),
        (16, Drop(LIPS)),
        *_friend_buys(18, "ines_p", LIPS),
        *_friend_buys(22, "sunny_b", LIPS),
    ),
)
REFILL = ShowSeed(
    brand=LAB,
    title="Refill night",
    description="Bring the empty jar. Creams and toners for who has run out of them, and for who never had any.",
    starts=timedelta(days=-9),
    ends_after_min=60,
    offers=(
        Offer(CREAM, 30_000, stock=80, duration_s=3_400),
        Offer(TONER, 21_000, stock=40, duration_s=3_400),
    ),
    beats=(
        (1, Drop(CREAM)),
        (1.2, Pin(CREAM)),
        (2, Share(LAB_SHARER)),
        *_friend_buys(3, "mateo", CREAM),
        *_friend_buys(6, "oskar", CREAM),
        (10, Drop(TONER)),
        *_friend_buys(12, "arjun_r", TONER),
        *_friend_buys(15, "jiwoo", TONER),
        (17, Share("mateo")),
        *_friend_buys(18, "thandi", CREAM),
    ),
)
MOONRISE = ShowSeed(
    brand=LAB,
    title="Moonrise: masks for three",
    description="Three who buy the sleeping mask together pay less, and two teams play for points while Sora pours "
    "the Rain.",
    starts=timedelta(minutes=-90),
    offers=(
        Offer(RAIN, 74_000, stock=20, duration_s=DAY_S),
        Offer(
            MASK,
            24_000,
            stock=60,
            duration_s=DAY_S,
            team=NewTeamTerms(price_minor=19_000, size=3, minutes=1_380),
        ),
        Offer("Dew gel cream", 25_000, stock=40),
        Offer("Vanity lamp Banwol", 62_000, stock=6, min_tier_rank=3, duration_s=600),
    ),
    beats=(
        (4, Challenge(NewChallenge(title="Moonlight relay", pot=3_000, winners=2, minutes=720))),
        (5, Play(LAB_SHARER, OWLS)),
        (6, Play("oskar", LARKS)),
        (7, Play("jiwoo", OWLS)),
        (8, Play("mateo", LARKS)),
        (10, Drop(RAIN)),
        (12, Share(LAB_SHARER)),
        *_friend_buys(14, "thandi", RAIN),
        *_friend_buys(17, "noa", RAIN),
        (25, Drop(MASK)),
        (25.2, Pin(MASK)),
        *teams_up(28, "jiwoo", MASK, "mateo", "oskar"),
        *teams_up(50, "ines_p", MASK),
        *LAB_TALK,
    ),
)


def refill_with(buyers: list[str]) -> tuple[Beat, ...]:
    """Refill night with more people who buy the cream, one after the other."""
    return tuple(
        beat for place, who in enumerate(buyers) for beat in buys(20 + place * 1.2, who, CREAM)
    )
