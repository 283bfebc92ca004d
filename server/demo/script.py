"""What a show's script is written in: acts of people, each at a minute after the start."""

from dataclasses import dataclass

from commerce.teams.views import NewTeamTerms
from server.demo.windows import WindowSeed
from share.challenges.views import NewChallenge


@dataclass(frozen=True, slots=True)
class Offer:
    """A deal as its host prepared it. The product is named by its title."""

    product: str
    price_minor: int
    stock: int
    per_buyer_limit: int = 1
    min_tier_rank: int = 0
    duration_s: int = 900
    advance: "Advance | None" = None
    team: NewTeamTerms | None = None


@dataclass(frozen=True, slots=True)
class Advance:
    """What is paid in advance for a piece, and what that counts for."""

    window: WindowSeed
    deposit_minor: int
    worth_minor: int


@dataclass(frozen=True, slots=True)
class Say:
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Drop:
    product: str


@dataclass(frozen=True, slots=True)
class Pin:
    product: str


@dataclass(frozen=True, slots=True)
class End:
    product: str


@dataclass(frozen=True, slots=True)
class Claim:
    who: str
    product: str
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class Pay:
    who: str
    product: str
    card_of: str = ""
    """Whose card it is; their own if nobody is named."""


@dataclass(frozen=True, slots=True)
class Cancel:
    who: str
    product: str


@dataclass(frozen=True, slots=True)
class Share:
    """Make a link to the show."""

    who: str


@dataclass(frozen=True, slots=True)
class Follow:
    """Open the show's link; what this person claims from then on came by it."""

    who: str


@dataclass(frozen=True, slots=True)
class StartTeam:
    """Claim a unit in a team that friends can join."""

    who: str
    product: str


@dataclass(frozen=True, slots=True)
class JoinTeam:
    """Claim a unit in the team that somebody else began."""

    who: str
    product: str
    leader: str


@dataclass(frozen=True, slots=True)
class Challenge:
    """Let teams win points."""

    terms: NewChallenge


@dataclass(frozen=True, slots=True)
class Play:
    """Join a team of the challenge, or form it."""

    who: str
    team: str


@dataclass(frozen=True, slots=True)
class Collect:
    """Take a copy of a voucher that the show brought."""

    who: str
    title: str


@dataclass(frozen=True, slots=True)
class DropPacket:
    """Drop points for members into the room."""

    greeting: str
    points: int
    shares: int


@dataclass(frozen=True, slots=True)
class OpenPacket:
    who: str


@dataclass(frozen=True, slots=True)
class Sweep:
    """The worker's round: give back what was not paid in time, close what is over, book what was opened."""


Act = (
    Say
    | Drop
    | Pin
    | End
    | Claim
    | Pay
    | Cancel
    | Share
    | Follow
    | StartTeam
    | JoinTeam
    | Challenge
    | Play
    | Collect
    | DropPacket
    | OpenPacket
    | Sweep
)
Beat = tuple[float, Act]
PAYING_MIN = 0.9


def buys(minute: float, who: str, product: str, quantity: int = 1) -> tuple[Beat, Beat]:
    """A claim, and its payment soon after."""
    return (minute, Claim(who, product, quantity)), (minute + PAYING_MIN, Pay(who, product))


def teams_up(minute: float, leader: str, product: str, *others: str) -> tuple[Beat, ...]:
    """A team, whose members come one a minute and pay soon after."""
    beats: list[Beat] = [
        (minute, StartTeam(leader, product)),
        (minute + PAYING_MIN, Pay(leader, product)),
    ]
    for at, who in enumerate(others, start=1):
        beats.append((minute + at, JoinTeam(who, product, leader)))
        beats.append((minute + at + PAYING_MIN, Pay(who, product)))
    return tuple(beats)


def says(*lines: tuple[float, str, str]) -> tuple[Beat, ...]:
    """Minute, handle and text of each."""
    return tuple((minute, Say(who, text)) for minute, who, text in lines)
