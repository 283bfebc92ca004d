"""The demo's people. All have the same password, and addresses that no mail can reach."""

from dataclasses import dataclass, field

PASSWORD = "dealcast-demo"  # noqa: S105 - it is meant to be known
OPERATOR = "olu"
SHARER = "sol"
LIVE_BRAND = "lindwerk"
LAB = "dalbit-lab"
"""The brand at which all that takes days has happened already: payouts, reviews and campaigns (`server.demo.lab`)."""
LAB_MANAGER, LAB_SHARER = "haneul", "sunny"
THROW_AWAY = "throw-away.example"
"""For the demo a provider of addresses that nobody keeps."""


@dataclass(frozen=True, slots=True)
class Person:
    handle: str
    words: str = ""
    """Who they are, for the list of sign-ins; people without words are not listed."""
    roles: dict[str, str] = field(default_factory=dict)
    """By brand."""
    tiers: dict[str, int] = field(default_factory=dict)
    """Ranks by brand."""
    address: str = ""
    """If it is not made of the handle."""

    @property
    def email(self) -> str:
        return self.address or f"{self.handle}@example.com"


LISTED = (
    Person("vera", "viewer, not yet a member anywhere"),
    Person(
        SHARER,
        "sharer, Maestro at Lindwerk: earns 12 % by links",
        tiers={LIVE_BRAND: 4, "praia-norte": 3, "kumoi": 1},
    ),
    Person("jonas", "host at Lindwerk", roles={LIVE_BRAND: "host"}),
    Person("mina", "moderator at Lindwerk", roles={LIVE_BRAND: "moderator"}),
    Person("greta", "manager at Lindwerk", roles={LIVE_BRAND: "manager"}),
    Person("akira", "host at Kumoi Kiln, whose show is next", roles={"kumoi": "host"}),
    Person(
        LAB_MANAGER,
        "manager at Dalbit Lab: a payout to approve, rewards to review, campaigns",
        roles={LAB: "manager"},
    ),
    Person(LAB_SHARER, "sharer at Dalbit Lab, who was paid before", tiers={LAB: 3}),
    Person(OPERATOR, "operator of the festival: may do everything"),
)
HOSTS = (
    Person("bia", roles={"praia-norte": "host"}),
    Person("dana", roles={"harlow-trail": "host"}),
    Person("sora", roles={LAB: "manager"}),
    Person("edith", roles={"pemberly-lane": "host"}),
    Person("ravi", roles={"neelam-house": "host"}),
    Person("wanjiru", roles={"mbuni": "host"}),
)
LIVE_BRAND_RANKS = {
    "kaito_m": 2, "amara": 3, "luisa_p": 1, "tomasz": 4, "priya_s": 2, "ben_w": 1, "hana": 1,
    "noor": 3, "diego_r": 1, "emily_t": 2, "femi": 4, "clara_b": 3, "yuki_o": 0, "rafael": 0,
}  # fmt: skip
OTHER_BRANDS = (
    "dalbit-lab", "harlow-trail", "kumoi", "mbuni", "neelam-house", "pemberly-lane", "praia-norte",
)  # fmt: skip


LAB_FRIENDS = (
    "jiwoo", "lena_k", "ines_p", "mateo", "arjun_r", "oskar", "thandi", "noa", "sunny_b",
)  # fmt: skip
LAB_ADDRESSES = {
    "arjun_r": f"arjun@{THROW_AWAY}",
    "sunny_b": f"{LAB_SHARER}+second@example.com",
}
LAB_FANS = tuple(
    f"{name}_{initial}"
    for name in (
        "ara", "bora", "chan", "dami", "eunji", "gaon", "hwan", "iseul", "jun", "kyung", "mirae",
        "nari", "ppuri", "ryeo", "seojun", "taeyang", "uri", "yejin", "zia", "bada",
    )
    for initial in "cjkp"
)  # fmt: skip
"""Enough of them for a campaign's holdout to tell something."""


def people() -> list[Person]:
    """Everyone, staff first."""
    crowd = [
        Person(handle, tiers=_ranks(place, rank))
        for place, (handle, rank) in enumerate(LIVE_BRAND_RANKS.items())
    ]
    friends = [
        Person(handle, tiers={LAB: 1}, address=LAB_ADDRESSES.get(handle, ""))
        for handle in LAB_FRIENDS
    ]
    fans = [Person(handle, tiers={LAB: _fans_rank(place)}) for place, handle in enumerate(LAB_FANS)]
    return [*LISTED, *HOSTS, *crowd, *friends, *fans]


def _fans_rank(place: int) -> int:
    return next(
        (rank for rank, every in ((4, 19), (3, 7), (2, 3)) if place % every == 0),
        1,
    )


def _ranks(place: int, live_rank: int) -> dict[str, int]:
    """Spread the crowd over all tiers; nobody is a member of every brand."""
    ranks = {slug: (place + 2 * shift) % 6 for shift, slug in enumerate(OTHER_BRANDS)}
    return {slug: rank for slug, rank in {LIVE_BRAND: live_rank, **ranks}.items() if 1 <= rank <= 4}
