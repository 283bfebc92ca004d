"""The texts for people, collected from templates, TypeScript and Python into one catalogue for each language but English.

Whoever writes `_("…")` in a template or `t("…")` in the client runs `dealcast words` and fills in what is new in
`web/locale/*/LC_MESSAGES/messages.po`. What the client needs of it is written beside its sources as JSON.
"""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from server.literals import literals
from server.sentences import sentences
from web.languages import CHINESE, Language, catalogue_path, read_catalogue

WEB = Path(__file__).parent.parent / "web"
CLIENT = WEB / "client"
TRANSLATED = (CHINESE,)
TEMPLATES = [(kind, "jinja2.ext:babel_extract") for kind in ("**.html", "**.txt")]
TEMPLATE_OPTIONS = {kind: {"trimmed": "true", "silent": "false"} for kind, _ in TEMPLATES}

_STRING = r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
_CALL = re.compile(rf"(?<![\w.])t(n?)\(\s*{_STRING}(?:\s*,\s*{_STRING})?")
_ANY_CALL = re.compile(r"(?<![\w.])tn?\(")
_PLACE = re.compile(r"%\(\w+\)s|\{\w+\}")


class Unreadable(Exception):
    """A text in the client is not written out where it is used."""


def write() -> None:
    """Renew the catalogues and what the client has of them. Texts that are no longer used go."""
    for language in TRANSLATED:
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        renewed = _renewed(language)
        path.write_bytes(_as_po(renewed))
        _client_path(language).write_text(_for_client(renewed))


def complaints() -> list[str]:
    """Why the catalogues, or the templates, are not what they should be."""
    found = [*literals()]
    for language in TRANSLATED:
        renewed = _renewed(language)
        path = catalogue_path(language)
        is_current = (
            path.exists()
            and path.read_bytes() == _as_po(renewed)
            and _client_path(language).exists()
            and _client_path(language).read_text() == _for_client(renewed)
        )
        if not is_current:
            found.append(f"{language.name}: the catalogue is stale. Run: make words")
        found += [f"{language.name}: {fault}" for fault in _faults(renewed)]
    return found


def _renewed(language: Language) -> Catalog:
    catalogue = (
        read_catalogue(language)
        if catalogue_path(language).exists()
        else Catalog(locale=language.locale)
    )
    catalogue.update(_collected(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def _collected() -> Catalog:
    texts = Catalog()
    templates = extract_from_dir(WEB / "templates", TEMPLATES, TEMPLATE_OPTIONS)
    for filename, _, text, _, context in templates:
        texts.add(text, locations=[(f"templates/{filename}", 0)], context=context)
    for text, filename in sentences():
        texts.add(text, locations=[(filename, 0)])
    for path in sorted(CLIENT.rglob("*.ts*")):
        if ".test." not in path.name and path.name != "words.ts":
            for message in _in_typescript(path):
                texts.add(message, locations=[(path.relative_to(WEB).as_posix(), 0)])
    return texts


def _in_typescript(path: Path) -> Iterator[str | tuple[str, str]]:
    source = path.read_text()
    if "lib/words" not in source and "./words" not in source:
        return
    calls = list(_CALL.finditer(source))
    if len(calls) != len(_ANY_CALL.findall(source)):
        raise Unreadable(f"{path.relative_to(WEB)}: t() and tn() take texts that are written out")
    for call in calls:
        first = _unquoted(call[2])
        if call[1]:
            if call[3] is None:
                raise Unreadable(f"{path.relative_to(WEB)}: tn() takes one and many")
            yield first, _unquoted(call[3])
        else:
            yield first


def _unquoted(literal: str) -> str:
    inner = literal[1:-1]
    if literal[0] == "'":
        inner = inner.replace("\\'", "'").replace('"', '\\"')
    text: str = json.loads(f'"{inner}"')
    return text


def _faults(catalogue: Catalog) -> Iterator[str]:
    for message in _messages(catalogue):
        translated = _translation(message)
        if not translated:
            yield f"nothing for {_key(message)!r}"
        elif sorted(set(_PLACE.findall(translated))) != sorted(set(_PLACE.findall(_many(message)))):
            yield f"other values than {_many(message)!r} has"


def _for_client(catalogue: Catalog) -> str:
    words = {
        _key(message): _translation(message)
        for message in _messages(catalogue)
        if any(name.startswith("client/") for name, _ in message.locations)
        and _translation(message)
    }
    return json.dumps(words, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _as_po(catalogue: Catalog) -> bytes:
    written = BytesIO()
    write_po(written, catalogue, sort_output=True, omit_header=True, include_lineno=False, width=0)
    return written.getvalue()


def _messages(catalogue: Catalog) -> Iterator[Message]:
    """All but the header."""
    return (message for message in catalogue if message.id)


def _key(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple) else str(message.id)


def _many(message: Message) -> str:
    return message.id[1] if isinstance(message.id, tuple) else str(message.id)


def _translation(message: Message) -> str:
    """The first form; Chinese has one alone."""
    return message.string[0] if isinstance(message.string, tuple) else str(message.string or "")


def _client_path(language: Language) -> Path:
    return CLIENT / "words" / f"{language.code}.json"
