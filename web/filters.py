"""How values become text in a page, in its language. Amounts are minor units, times milliseconds since the epoch, rates basis points."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

import msgspec
from babel import Locale
from babel.dates import format_datetime, format_skeleton
from babel.numbers import format_decimal
from babel.units import format_unit
from markupsafe import Markup

from kit.money import Money

LOCALE = "en"
LEAP_YEAR = 2024
_LETTER_BEFORE_DIGIT = re.compile(r"(?<=[A-Za-z])(?=[0-9])")
DATE_TIME = {"en": "EEE d MMM y, HH:mm 'UTC'", "zh_Hans_CN": "y年M月d日EEE HH:mm 'UTC'"}
_UNSAFE_IN_SCRIPT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}  # fmt: skip


def money(amount_minor: int, currency: str, locale: str = LOCALE) -> str:
    """`€19.99`, and as in browsers (CLDR's alphaNextToNumber, which Babel lacks) a space behind letters: `NOK 499.00`."""
    return _LETTER_BEFORE_DIGIT.sub("\u00a0", Money(amount_minor, currency).format(locale))


def number(value: int, locale: str = LOCALE) -> str:
    """As people of the language write it: `1,200`."""
    return str(format_decimal(value, locale=locale))


def decimal(amount_minor: int, currency: str) -> str:
    """For programs: `19.99`."""
    return f"{Money(amount_minor, currency).to_decimal():f}"


def date_time(at_ms: int, locale: str = LOCALE) -> str:
    """In UTC, and saying so; site.ts puts the person's own time in its place."""
    return format_datetime(_at(at_ms), DATE_TIME[locale], locale=locale)


def day_and_time(at_ms: int) -> str:
    """Shorter, for pictures: `Wed 11 Nov, 20:00 UTC`."""
    return format_datetime(_at(at_ms), "EEE d MMM, HH:mm 'UTC'", locale=LOCALE)


def time_of_day(at_ms: int) -> str:
    return format_datetime(_at(at_ms), "HH:mm 'UTC'", locale=LOCALE)


def iso(at_ms: int) -> str:
    return _at(at_ms).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def span(seconds: int, locale: str = LOCALE) -> str:
    """How long something lasted, to the minute: `1 hr 5 min`."""
    hours, minutes = divmod(max(round(seconds / 60), 1 if seconds else 0), 60)
    parts = [(hours, "hour")] if hours else []
    if minutes or not hours:
        parts.append((minutes, "minute"))
    return " ".join(
        format_unit(value, unit, length="short", locale=locale) for value, unit in parts
    )


def birthday(month_and_day: tuple[int, int], locale: str = LOCALE) -> str:
    """`February 29`, of no year."""
    month, day = month_and_day
    return format_skeleton("MMMMd", datetime(LEAP_YEAR, month, day, tzinfo=UTC), locale=locale)


def rate(rate_bp: int, locale: str = LOCALE) -> str:
    return f"{format_decimal(rate_bp / 100, '0.##', locale=locale)}%"


def percent_off(price_minor: int, list_price_minor: int) -> int:
    """By how many whole percent the price is below the list price, rounded down; 0 if it is not."""
    if list_price_minor <= price_minor:
        return 0
    return (list_price_minor - price_minor) * 100 // list_price_minor


def country(code: str, locale: str = LOCALE) -> str:
    """`JP` is Japan; a code that CLDR does not know stands for itself."""
    return str(Locale.parse(locale).territories.get(code, code))


def hue_class(hue: int) -> str:
    """The stylesheet has `hue-0` to `hue-350` in steps of 10."""
    return f"hue-{(hue % 360 + 5) // 10 * 10 % 360}"


def hue_of(name: str) -> int:
    """A hue that a name always has; client/lib/hue.ts computes the same."""
    total = 7
    for character in name.lower():
        total = (total * 31 + ord(character)) % 3600
    return total % 360


def initials(name: str) -> str:
    """`Nordlys Audio` gives `NA`, `mira` gives `mi`."""
    words = name.replace("_", " ").split() or ["?"]
    return words[0][0] + words[1][0] if len(words) > 1 else words[0][:2]


def props(value: Any) -> Markup:
    """JSON that may stand inside a script element, whatever the texts in it say."""
    text = msgspec.json.encode(value, enc_hook=_plain).decode()
    for character, escape in _UNSAFE_IN_SCRIPT.items():
        text = text.replace(character, escape)
    return Markup(text)  # noqa: S704 - no character that could end the element is left


_OF_A_LANGUAGE: Mapping[str, Callable[..., Any]] = {
    "money": money,
    "number": number,
    "date_time": date_time,
    "span": span,
    "birthday": birthday,
    "rate": rate,
    "country": country,
}
_OF_ALL: Mapping[str, Callable[..., Any]] = {
    "decimal": decimal,
    "iso": iso,
    "percent_off": percent_off,
    "hue_class": hue_class,
    "hue_of": hue_of,
    "initials": initials,
    "props": props,
}


def filters_in(locale: str) -> dict[str, Callable[..., Any]]:
    """All filters, by their names in templates."""
    spoken = {name: partial(each, locale=locale) for name, each in _OF_A_LANGUAGE.items()}
    return {**_OF_ALL, **spoken}


def _plain(value: Any) -> str:
    """What templates translate is marked as safe; it is a text like any other.

    Raises TypeError for anything else that JSON does not know.
    """
    if isinstance(value, Markup):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in a page's props")


def _at(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC)
