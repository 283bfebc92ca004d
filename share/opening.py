"""Where a link leads: to which target, at which moment, with which tags. Pure.

>>> address("/shows/06h?x=1#deal-7", at_s=90, tags={"utm_source": "sol"})
'/shows/06h?x=1&t=90&utm_source=sol#deal-7'
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from share.links import NO_TAGS, Elsewhere, Link

TAGS = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")
MAX_TAG = 100


@dataclass(frozen=True, slots=True)
class Destination:
    """A link with all places that it can lead to."""

    link: Link
    by_language: Mapping[str, Elsewhere]

    def for_language(self, language: str | None) -> Link | Elsewhere:
        return self.link if language is None else self.by_language.get(language, self.link)

    def leads_to(self, language: str | None, given: Mapping[str, str] = NO_TAGS) -> str:
        """The path to open. Tags that came with the visit win over the link's own."""
        place = self.for_language(language)
        at_s = self.link.at_s if place.show_id is not None else 0
        return address(
            place.leads_to, at_s, {**self.link.tags, **given} if given else self.link.tags
        )


def address(path: str, at_s: int, tags: Mapping[str, str]) -> str:
    if not at_s and not tags:
        return path
    parts = urlsplit(path)
    moment = [("t", str(at_s))] if at_s else []
    query = urlencode([*parse_qsl(parts.query), *moment, *tags.items()])
    return urlunsplit(parts._replace(query=query))


def tags_in(query: str) -> Mapping[str, str]:
    """The tags among a visit's query parameters, cut to what a link may have itself."""
    if "utm_" not in query:
        return NO_TAGS
    given = dict(parse_qsl(query, max_num_fields=50)) if query.count("&") < 50 else {}
    return {name: given[name][:MAX_TAG] for name in TAGS if given.get(name)}


def language_of(accept: str, offered: Iterable[str]) -> str | None:
    """Which of the languages on offer someone wants most, by `Accept-Language` (RFC 9110, 12.5.4); None: no matter.

    A language that is wanted more than all on offer keeps the link's own target: who reads English best and German
    too is not sent to the German show.
    """
    best = max(_wanted(accept[:500]), default=None, key=lambda wanted: wanted[1])
    return best[0] if best and best[1] > 0 and best[0] in set(offered) else None


def _wanted(accept: str) -> list[tuple[str, float]]:
    """Languages without their region, with their weight, in order."""
    found = []
    for part in accept.split(","):
        name, _, weight = part.partition(";")
        language = name.strip().lower().partition("-")[0]
        found.append((language, _weight(weight)))
    return found


def _weight(text: str) -> float:
    name, _, value = text.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
