"""What documents point to is there: files, headings, and the documents that the code cites."""

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "bench/README.md"])
PACKAGES = [
    "kit",
    "membership",
    "commerce",
    "streams",
    "chat",
    "share",
    "web",
    "server",
    "bench",
    "tests",
]
MADE = {"node_modules", "__pycache__", "static"}

_LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(#[^)\s]+)?\)")
_FILE = re.compile(r"`((?:[\w.-]+/)*[\w-]+\.(?:py|tsx?|md|c|h|lua|js|html|css))`")
_CITED = re.compile(r"docs/(?:adr/\d{4}|[\w-]+\.md)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_and_files_in_a_document_lead_somewhere(document: Path) -> None:
    text = document.read_text()
    files = [name for name in _FILE.findall(text) if not _is_a_file(name)]
    assert [*_dead_links(document, text), *files] == []


def test_documents_that_the_code_cites_are_there() -> None:
    cited = {name for path in _files() if path.suffix == ".py" for name in _cited_in(path)}
    assert sorted(name for name in cited if not any(ROOT.glob(f"{name}*"))) == []


def _dead_links(document: Path, text: str) -> Iterator[str]:
    for name, heading in _LINK.findall(text):
        target = document.parent / name if name else document
        if not target.exists() or (heading and heading[1:] not in _headings(target)):
            yield f"{name}{heading}"


def _headings(document: Path) -> set[str]:
    """As they are addressed."""
    titles = re.findall(r"^#+ (.+)$", document.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def _is_a_file(name: str) -> bool:
    """From the root, or from the package or folder that the document speaks of."""
    return any(f"/{path.as_posix()}".endswith(f"/{name}") for path in _files())


def _cited_in(path: Path) -> list[str]:
    return _CITED.findall((ROOT / path).read_text())


@cache
def _files() -> list[Path]:
    """What is written by hand, from the root."""
    found = [path.relative_to(ROOT) for path in DOCUMENTS]
    for package in PACKAGES:
        for folder, folders, names in os.walk(ROOT / package):
            folders[:] = [name for name in folders if name not in MADE and name[0] != "."]
            found += [(Path(folder) / name).relative_to(ROOT) for name in names]
    return found
