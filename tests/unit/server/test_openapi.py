"""The OpenAPI document is whole, valid, and says for each endpoint who may call it."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from msgspec import Struct
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from kit.auth import Role
from kit.errors import Refusal
from kit.settings import Settings
from server.openapi import refusals_of
from server.wiring import Dealcast
from tests.support.documents import references, resolve

ROLES = {role.name.lower() for role in Role}
DEALCAST = Dealcast(Settings("postgresql+asyncpg://nowhere/none", None, "k" * 40, None))
DOCUMENT = DEALCAST.openapi
OPERATIONS = [
    pytest.param(operation, id=f"{method.upper()} {path}")
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
]


def test_the_document_is_valid_openapi_3_1() -> None:
    assert DOCUMENT["openapi"].startswith("3.1.")
    OPENAPI_31_VALIDATOR.validate(DOCUMENT)


def test_every_endpoint_is_described_once() -> None:
    described = [
        (method.upper(), path)
        for path, operations in DOCUMENT["paths"].items()
        for method in operations
    ]
    assert sorted(described) == sorted((e.method, e.path) for e in DEALCAST.endpoints)
    ids = Counter(operation.values[0]["operationId"] for operation in OPERATIONS)
    assert [name for name, times in ids.items() if times > 1] == []


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_endpoint_says_who_may_call_it_and_what_it_does(operation: dict[str, Any]) -> None:
    assert operation["x-role"] in ROLES
    assert operation["summary"]
    needs_session = operation["x-role"] != "guest"
    assert ("security" in operation) == needs_session
    assert ("401" in operation["responses"]) or not needs_session
    assert any(status.startswith(("2", "3")) for status in operation["responses"])


def test_every_reference_leads_somewhere_and_nothing_is_left_over() -> None:
    found = set(references(DOCUMENT))
    assert found
    for reference in found:
        resolve(DOCUMENT, reference)
    names = {reference.rsplit("/", 1)[1] for reference in found}
    assert set(DOCUMENT["components"]["schemas"]) == names


def test_a_refusals_code_has_one_meaning_wherever_it_is_raised() -> None:
    meanings: dict[str, set[tuple[int, str]]] = {}
    for kind in _all_refusals(Refusal):
        meanings.setdefault(kind.code, set()).add((kind.status, kind.title))
    assert {code: said for code, said in meanings.items() if len(said) > 1} == {}


def test_each_refusal_has_a_code_of_its_own_beside_those_it_derives_from() -> None:
    inherited = [kind for kind in _all_refusals(Refusal) if "code" not in vars(kind)]
    assert inherited == []


@pytest.mark.parametrize("endpoint", DEALCAST.endpoints, ids=lambda e: f"{e.method} {e.path}")
def test_every_refusal_that_an_endpoint_names_is_described(endpoint: Any) -> None:
    responses = DOCUMENT["paths"][endpoint.path][endpoint.method.lower()]["responses"]
    for refusal in refusals_of(endpoint):
        assert f"`{refusal.code}`" in responses[str(refusal.status)]["description"]


def _all_refusals(kind: type[Refusal]) -> list[type[Refusal]]:
    derived = [found for child in kind.__subclasses__() for found in _all_refusals(child)]
    return [child for child in (kind, *derived) if not child.__module__.startswith("tests.")]


def test_no_two_types_on_the_wire_have_the_same_name() -> None:
    """The description and the client know a type by its name alone."""
    names = Counter(kind.__name__ for kind in _structs(Struct))
    assert [name for name, count in names.items() if count > 1] == []


def _structs(kind: type[Any]) -> Iterator[type[Any]]:
    for below in kind.__subclasses__():
        if below.__module__.endswith(("views", "server.wire", "server.commands")):
            yield below
        yield from _structs(below)
