"""Reading the API's descriptions in tests."""

from collections.abc import Iterator
from typing import Any


def references(node: Any) -> Iterator[str]:
    """All `$ref`s in a document."""
    if isinstance(node, dict):
        if isinstance(found := node.get("$ref"), str):
            yield found
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def resolve(document: Any, reference: str) -> Any:
    """What a local reference stands for. Raises KeyError if there is nothing."""
    node = document
    for part in reference.removeprefix("#/").split("/"):
        node = node[part.replace("~1", "/").replace("~0", "~")]
    return node
