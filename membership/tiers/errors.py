"""What changes of a programme are refused."""

from kit.errors import Conflict, Invalid


class BadProgramme(Invalid):
    code = "programme.invalid"
    title = "The programme's rules do not fit together"


class BadTierByHand(Invalid):
    code = "tier.bad_by_hand"
    title = "The member cannot be put on that tier"


class ProgrammeChanged(Conflict):
    code = "programme.changed"
    title = "Somebody else has changed the programme"
