"""Who speaks in a room: the badge beside a name, and who may silence or delete whom."""

from dataclasses import dataclass

from chat.errors import CannotMute
from kit.auth import Role
from kit.errors import Forbidden

_BADGES = {
    Role.MODERATOR: "Moderator",
    Role.HOST: "Host",
    Role.MANAGER: "Host",
    Role.OPERATOR: "Operator",
}


@dataclass(frozen=True, slots=True)
class Speaker:
    """What the room is told about an author. Frozen with each message, as it was when they wrote it."""

    badge: str
    is_staff: bool


def speaker(role: Role, tier_name: str) -> Speaker:
    """A staff role goes before a tier; who has neither has an empty badge."""
    if role >= Role.MODERATOR:
        return Speaker(_BADGES[role], is_staff=True)
    return Speaker(tier_name, is_staff=False)


def refused_mute(caller: Role, target: Role, *, is_self: bool) -> CannotMute | None:
    """Nobody silences themselves, and only a manager silences a colleague."""
    if is_self:
        return CannotMute("You cannot mute yourself.")
    if target >= Role.MODERATOR and caller < Role.MANAGER:
        return CannotMute("This person is on the brand's staff. Only a manager can mute them.")
    return None


def refused_deletion(caller: Role, *, is_author: bool) -> Forbidden | None:
    """Moderators delete anyone's messages, everyone else their own."""
    if is_author or caller >= Role.MODERATOR:
        return None
    return Forbidden("You can delete your own messages. Ask a moderator about others.")
