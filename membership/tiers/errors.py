"""What changes of a programme are refused."""

from kit.errors import Conflict, Invalid


class BadProgramme(Invalid):
    code = "programme.invalid"
    title = "The programme's rules do not fit together"


class ProgrammeChanged(Conflict):
    code = "programme.changed"
    title = "Somebody else has changed the programme"
