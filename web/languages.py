"""The languages that pages are written in, and which of them someone reads: as they chose, or as their browser asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from starlette.requests import cookie_parser

from kit.words import Words
from share.opening import language_of as best_language

CATALOGUES = Path(__file__).parent / "locale"
LANGUAGE_COOKIE = "dc_language"


@dataclass(frozen=True, slots=True)
class Language:
    code: str
    name: str
    """In itself."""
    tag: str
    """For HTML, by BCP 47."""
    locale: str
    """For CLDR: dates, money and plurals."""


ENGLISH = Language("en", "English", "en", "en")
CHINESE = Language("zh", "中文", "zh-Hans", "zh_Hans_CN")
LANGUAGES: Mapping[str, Language] = {each.code: each for each in (ENGLISH, CHINESE)}


def language_for(headers: Mapping[bytes, bytes], spoken: str | None = None) -> Language:
    """By a request's headers, and what the person's profile says."""
    cookies = headers.get(b"cookie", b"")
    accept = headers.get(b"accept-language")
    has_chosen = LANGUAGE_COOKIE.encode() in cookies
    return language_of(
        cookie_parser(cookies.decode("latin-1")) if has_chosen else {},
        accept.decode("latin-1") if accept else None,
        spoken,
    )


def language_of(
    cookies: Mapping[str, str], accept: str | None, spoken: str | None = None
) -> Language:
    """As someone chose in this browser, as their profile says, or as their program asks for by `Accept-Language`; else
    English.
    """
    chosen = LANGUAGES.get(cookies.get(LANGUAGE_COOKIE, "")) or LANGUAGES.get(spoken or "")
    if chosen is not None:
        return chosen
    wanted = best_language(accept, LANGUAGES) if accept else None
    return LANGUAGES.get(wanted or "", ENGLISH)


def catalogue_path(language: Language) -> Path:
    return CATALOGUES / language.code / "LC_MESSAGES" / "messages.po"


def read_catalogue(language: Language) -> Catalog:
    with catalogue_path(language).open("rb") as file:
        return read_po(file, locale=language.locale, charset="utf-8")


@cache
def translations(language: Language) -> NullTranslations:
    """What `gettext` answers by. English is what the texts are written in."""
    if language is ENGLISH:
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, read_catalogue(language))
    compiled.seek(0)
    return Translations(compiled)


@cache
def words_in(language: Language) -> Words:
    """In which the server says what has no page of its own, such as refusals."""
    if language is ENGLISH:
        return Words(language.locale)
    return Words(language.locale, translations(language).gettext, stop="。", comma="、")
