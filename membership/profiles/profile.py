"""What someone says of themselves. All of it is optional. Pure."""

import calendar
from dataclasses import dataclass
from zoneinfo import available_timezones

from kit.errors import Invalid

LEAP_YEAR = 2024


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    display_name: str | None = None
    language: str | None = None
    time_zone: str | None = None
    """By its IANA name."""
    birth_month: int | None = None
    birth_day: int | None = None

    def changes(self, other: "Profile") -> list[str]:
        """The fields in which the two differ."""
        return [name for name in self.__slots__ if getattr(self, name) != getattr(other, name)]


def checked(profile: Profile) -> Profile | Invalid:
    """The profile without spaces around, or why it cannot be."""
    if profile.time_zone is not None and profile.time_zone not in available_timezones():
        return Invalid.field("time_zone", "Choose a time zone of the list.")
    month, day = profile.birth_month, profile.birth_day
    if (month is None) != (day is None):
        missing = "birth_month" if month is None else "birth_day"
        return Invalid.field(missing, "Choose a month and a day, or neither.")
    if month is not None and day is not None and day > calendar.monthrange(LEAP_YEAR, month)[1]:
        return Invalid.field("birth_day", "This month has fewer days.")
    return profile
