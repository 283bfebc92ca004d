"""Badges, and who may silence whom."""

import pytest

from chat.errors import CannotMute
from chat.speakers import Speaker, refused_deletion, refused_mute, speaker
from kit.auth import Role
from kit.errors import Forbidden


@pytest.mark.parametrize(
    ("role", "tier_name", "expected"),
    [
        (Role.MEMBER, "", Speaker("", is_staff=False)),
        (Role.MEMBER, "Gold", Speaker("Gold", is_staff=False)),
        (Role.MODERATOR, "Gold", Speaker("Moderator", is_staff=True)),
        (Role.HOST, "", Speaker("Host", is_staff=True)),
        (Role.MANAGER, "", Speaker("Host", is_staff=True)),
        (Role.OPERATOR, "", Speaker("Operator", is_staff=True)),
    ],
)
def test_a_badge_is_the_staff_role_or_else_the_tier(
    role: Role, tier_name: str, expected: Speaker
) -> None:
    assert speaker(role, tier_name) == expected


def test_moderators_mute_viewers() -> None:
    assert refused_mute(Role.MODERATOR, Role.MEMBER, is_self=False) is None


@pytest.mark.parametrize("caller", [Role.MODERATOR, Role.HOST])
@pytest.mark.parametrize("target", [Role.MODERATOR, Role.HOST, Role.MANAGER, Role.OPERATOR])
def test_only_a_manager_mutes_a_colleague(caller: Role, target: Role) -> None:
    assert isinstance(refused_mute(caller, target, is_self=False), CannotMute)
    assert refused_mute(Role.MANAGER, target, is_self=False) is None


def test_nobody_mutes_themselves() -> None:
    assert isinstance(refused_mute(Role.MANAGER, Role.MANAGER, is_self=True), CannotMute)


def test_authors_and_moderators_delete_a_message() -> None:
    assert refused_deletion(Role.MEMBER, is_author=True) is None
    assert refused_deletion(Role.MODERATOR, is_author=False) is None
    assert isinstance(refused_deletion(Role.MEMBER, is_author=False), Forbidden)
