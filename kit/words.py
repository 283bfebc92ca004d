"""Texts for people, written in English and said in the language of who reads them.

    SoldOut("Only {left} left.", left=3)            # a refusal, said by the edge
    words.say(Text("It costs {price} now.", price=Money(1999, "EUR")))

A text is written out where it is used, with its values by name, so that `dealcast words` finds it and another language can
put them in its own order. Numbers, money and times are written as the reader's locale does.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Union

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from kit.money import Money

TIMES = {"en": "d MMM, HH:mm"}
"""Where Babel's own short form is not that of the pages."""

Value = Union[str, int, Money, date, "Text", Sequence[Union[str, "Text"]]]


class Text:
    """A text with values that stand in it as `{name}`."""

    __slots__ = ("template", "values")

    def __init__(self, template: str, /, **values: Value) -> None:
        self.template = template
        self.values: Mapping[str, Value] = values

    def __str__(self) -> str:
        return ENGLISH.say(self)


Sayable = str | Text


@dataclass(frozen=True, slots=True)
class Words:
    """How texts are said in one language."""

    locale: str
    """As Babel calls it."""
    translate: Callable[[str], str] = str
    stop: str = "."
    """At the end of a sentence."""
    comma: str = ", "
    """Between the things of a list."""

    def say(self, text: Sayable) -> str:
        if isinstance(text, str):
            return self.translate(text)
        shown = {name: self._shown(value) for name, value in text.values.items()}
        return self.translate(text.template).format_map(shown)

    def _shown(self, value: Value) -> str:
        match value:
            case str():
                return value
            case int():
                is_short = -1000 < value < 1000
                return str(value) if is_short else format_decimal(value, locale=self.locale)
            case Text():
                return self.say(value)
            case Money():
                return value.format(self.locale)
            case datetime():
                pattern = TIMES.get(self.locale, "short")
                return format_datetime(value.astimezone(UTC), pattern, locale=self.locale) + " UTC"
            case date():
                return format_date(value, "medium", locale=self.locale)
            case _:
                return self.comma.join(map(self._shown, value))


ENGLISH = Words("en")
