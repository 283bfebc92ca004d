"""Words that stand in templates as they are, which would be English on a page in any language."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment

TEMPLATES = Path(__file__).parent.parent / "web" / "templates"
ENGLISH_ALONE = ("docs.html", "caught_mail.html", "sandbox.html")
"""For developers, and what stands in for a bank and a mailbox."""
NAMES = {"Dealcast", "English", "UTC", "ID", "SHA", "JSON", "Python"}
SPOKEN = {"alt", "aria-label", "placeholder", "title"}
_HOLE = "\N{OBJECT REPLACEMENT CHARACTER}"
_WORD = re.compile(r"[^\W\d_]{2,}")
_UNSAID = re.compile(
    r"{% trans.*?endtrans %}|{% block \w+_class %}.*?endblock %}|{% macro is_.*?endmacro %}",
    re.DOTALL,
)


def literals() -> Iterator[str]:
    """Where each stands, and what it says."""
    for path in sorted(TEMPLATES.glob("*.html")):
        if path.name not in ENGLISH_ALONE:
            reader = _Reader()
            reader.feed(_without_code(path.read_text()))
            yield from (f"{path.name}: not in _(): {text}" for text in reader.found)


def _without_code(source: str) -> str:
    """The template's own words: what is put in leaves a hole."""
    return "".join(
        text if kind == "data" else _HOLE * (kind == "variable_begin")
        for _, kind, text in Environment(autoescape=True, extensions=["jinja2.ext.i18n"]).lex(
            _without_trans(source)
        )
    )


def _without_trans(source: str) -> str:
    return _UNSAID.sub("{{ text }}", source)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in {"script", "style", "code"}
        for name, value in attrs:
            if name in SPOKEN:
                self._note(value or "")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"script", "style", "code"}

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._note(data)

    def _note(self, text: str) -> None:
        if not NAMES.issuperset(_WORD.findall(text)):
            self.found.append(" ".join(text.replace(_HOLE, "…").split()))
