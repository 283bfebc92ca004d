"""What can be said in a profile, and what cannot."""

import pytest

from kit.errors import Invalid
from membership.profiles.profile import Profile, checked


@pytest.mark.parametrize(
    "profile",
    [
        Profile(),
        Profile(time_zone="Asia/Shanghai"),
        Profile(birth_month=2, birth_day=29),
        Profile(display_name="Mira", language="zh"),
    ],
)
def test_all_of_it_is_optional(profile: Profile) -> None:
    assert checked(profile) == profile


@pytest.mark.parametrize(
    ("profile", "field"),
    [
        (Profile(time_zone="Mars/Olympus"), "time_zone"),
        (Profile(birth_month=2, birth_day=30), "birth_day"),
        (Profile(birth_month=4, birth_day=31), "birth_day"),
        (Profile(birth_month=4), "birth_day"),
        (Profile(birth_day=4), "birth_month"),
    ],
)
def test_what_is_not_so_names_its_field(profile: Profile, field: str) -> None:
    refusal = checked(profile)
    assert isinstance(refusal, Invalid)
    assert set(refusal.fields) == {field}


def test_changes_name_their_fields() -> None:
    said = Profile(display_name="Mira", language="en")
    assert said.changes(said) == []
    assert said.changes(Profile(language="en", birth_month=1, birth_day=2)) == [
        "display_name",
        "birth_month",
        "birth_day",
    ]
