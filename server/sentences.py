"""The texts that the server itself says to people: titles of refusals, and sentences written where they are used.

NotEnoughLeft("Only {left} left.", left=left)   # found: a sentence, its values by name
NotEnoughLeft(f"Only {left} left.")             # refused: no catalogue can have it
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PLACES = ("kit", "membership", "commerce", "streams", "chat", "share", "server", "web")
SPEAKS = re.compile(r"[\w.]+\.errors|kit\.words|kit\.rate_limit")
"""Who imports one of these says something to people."""
OWN_LANGUAGE = ("server/cli", "server/demo", "server/openapi")
"""What is for who runs it or writes programs for it, and what is made up, is English."""

_SENTENCE = re.compile(r"""["“@{A-Z].* .*[.?!]""", re.DOTALL)
_FOR_DEVELOPERS = {"Endpoint", "ValueError", "RuntimeError", "TypeError", "LookupError"}


class Unspeakable(Exception):
    """A sentence has its values in it, so that it cannot be said in another language."""


def sentences() -> Iterator[tuple[str, str]]:
    """Each text with the file that it is in, from the root.

    Raises:
        Unspeakable
    """
    for place in PLACES:
        for path in sorted((ROOT / place).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            module = ast.parse(path.read_text())
            speaks = any(SPEAKS.fullmatch(imported) for imported in _imports(module))
            if speaks and not name.startswith(OWN_LANGUAGE):
                yield from ((text, name) for text in _texts(module, name))


def _texts(module: ast.Module, name: str) -> Iterator[str]:
    for node in _spoken(module):
        if isinstance(node, ast.ClassDef):
            yield from _titles(node)
        elif isinstance(node, ast.Call) and _called(node) == "Text" and node.args:
            yield from _strings(node.args[0])
        elif isinstance(node, ast.JoinedStr):
            if _SENTENCE.fullmatch("".join(_shape(part) for part in node.values)):
                raise Unspeakable(f"{name}:{node.lineno}: give a sentence its values by name")
        elif isinstance(node, ast.Constant) and _is_sentence(node.value):
            yield str(node.value)


def _spoken(node: ast.AST) -> Iterator[ast.AST]:
    """All but docstrings, the parts of f-strings, and what only developers read."""
    for child in ast.iter_child_nodes(node):
        is_docstring = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
        is_for_developers = isinstance(child, ast.Assert) or (
            isinstance(child, ast.Call) and _called(child) in _FOR_DEVELOPERS
        )
        if is_docstring or is_for_developers:
            continue
        yield child
        if not isinstance(child, ast.JoinedStr):
            yield from _spoken(child)


def _titles(refusal: ast.ClassDef) -> Iterator[str]:
    for line in refusal.body:
        if isinstance(line, ast.Assign | ast.AnnAssign) and isinstance(line.value, ast.Constant):
            target = line.target if isinstance(line, ast.AnnAssign) else line.targets[0]
            if isinstance(target, ast.Name) and target.id == "title":
                yield str(line.value.value)


def _strings(node: ast.expr) -> Iterator[str]:
    """A text, or the two that a condition chooses from."""
    parts = (node.body, node.orelse) if isinstance(node, ast.IfExp) else (node,)
    for part in parts:
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def _is_sentence(value: object) -> bool:
    return isinstance(value, str) and _SENTENCE.fullmatch(value) is not None


def _called(call: ast.Call) -> str:
    called = call.func
    return called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")


def _shape(part: ast.expr) -> str:
    return str(part.value) if isinstance(part, ast.Constant) else "{}"


def _imports(module: ast.Module) -> set[str]:
    return {
        node.module for node in ast.walk(module) if isinstance(node, ast.ImportFrom) and node.module
    }
