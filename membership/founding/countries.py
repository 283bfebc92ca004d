"""Countries, and what is paid with there, from CLDR. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.languages import get_official_languages


@dataclass(frozen=True, slots=True)
class Country:
    code: str
    currency: str
    """The first of those with which one pays there now."""
    locale: str
    """In which its amounts and dates are written."""


@cache
def countries() -> Mapping[str, Country]:
    """All that have a currency, by code."""
    names = Locale("en").territories
    found = {code: _currency(of) for code, of in get_global("territory_currencies").items()}
    return {
        code: Country(code, currency, _locale(code))
        for code, currency in sorted(found.items())
        if currency is not None and code in names
    }


def _currency(entries: list[tuple[str, object, object, bool]]) -> str | None:
    return next((code for code, _, until, is_tender in entries if is_tender and not until), None)


def _locale(country: str) -> str:
    for language in get_official_languages(country, de_facto=True):
        try:
            return str(Locale.parse(f"{language}_{country}"))
        except (UnknownLocaleError, ValueError):
            continue
    return "en_US"
