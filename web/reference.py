"""The API's description, arranged for people: made from the OpenAPI and AsyncAPI documents and the tree of
refusals."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kit.errors import Refusal

Document = Mapping[str, Any]

_PROBLEM = re.compile(r"`(?P<code>[\w.]+)`: (?P<title>[^;]+)")
_TITLES = {"me": "Who I am"}


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    kind: str
    """Its type, as words; `schema` is set where another schema says more."""
    schema: str
    is_required: bool
    note: str


@dataclass(frozen=True, slots=True)
class Problem:
    code: str
    title: str
    status: int


@dataclass(frozen=True, slots=True)
class Operation:
    method: str
    path: str
    summary: str
    role: str
    parameters: tuple[Field, ...]
    body: str
    """The schema's name, or an empty text."""
    answer: str
    answer_status: str
    is_list: bool
    problems: tuple[Problem, ...]

    @property
    def anchor(self) -> str:
        return re.sub(r"\W+", "-", f"{self.method} {self.path}".lower()).strip("-")


@dataclass(frozen=True, slots=True)
class Schema:
    name: str
    note: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class FrameKind:
    tag: str
    schema: str
    note: str


@dataclass(frozen=True, slots=True)
class Reference:
    groups: Mapping[str, tuple[Operation, ...]]
    problems: tuple[Problem, ...]
    schemas: tuple[Schema, ...]
    received: tuple[FrameKind, ...]
    sent: tuple[FrameKind, ...]


def reference(
    openapi: Document, asyncapi: Document, refusals: Iterable[type[Refusal]]
) -> Reference:
    groups: dict[str, list[Operation]] = {}
    for tag, operation in _operations(openapi):
        groups.setdefault(_TITLES.get(tag, tag.capitalize()), []).append(operation)
    problems = {one.code: Problem(one.code, one.title, one.status) for one in refusals}
    schemas = {**asyncapi["components"]["schemas"], **openapi["components"]["schemas"]}
    return Reference(
        groups={tag: tuple(operations) for tag, operations in groups.items()},
        problems=tuple(sorted(problems.values(), key=lambda problem: problem.code)),
        schemas=tuple(_schema(name, schemas[name]) for name in sorted(schemas)),
        received=tuple(_frames(asyncapi, "receive")),
        sent=tuple(_frames(asyncapi, "send")),
    )


def all_refusals(root: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    """Every refusal that the program knows: whatever a `type` link of problem details can lead to."""
    for kind in root.__subclasses__():
        yield kind
        yield from all_refusals(kind)


def _operations(openapi: Document) -> Iterator[tuple[str, Operation]]:
    for path, methods in openapi["paths"].items():
        for method, operation in methods.items():
            yield operation["tags"][0], _operation(method.upper(), path, operation)


def _operation(method: str, path: str, operation: Document) -> Operation:
    responses: Mapping[str, Any] = operation["responses"]
    status = next(status for status in responses if status.startswith(("2", "3")))
    answer = _content_schema(responses[status])
    return Operation(
        method=method,
        path=path,
        summary=operation["summary"],
        role=operation["x-role"],
        parameters=tuple(_parameter(one) for one in operation["parameters"]),
        body=_name(_content_schema(operation.get("requestBody", {}))),
        answer=_name(answer.get("items", answer)),
        answer_status=status,
        is_list="items" in answer,
        problems=tuple(_problems(responses)),
    )


def _problems(responses: Mapping[str, Any]) -> Iterator[Problem]:
    for status, response in responses.items():
        for found in _PROBLEM.finditer(response["description"]):
            yield Problem(found["code"], found["title"].strip(), int(status))


def _parameter(parameter: Document) -> Field:
    place = parameter["in"]
    note = parameter.get("description", "")
    return Field(parameter["name"], f"in the {place}", "", parameter.get("required", False), note)


def _content_schema(part: Document) -> Document:
    content: Mapping[str, Any] = part.get("content", {})
    schema: Document = content.get("application/json", {}).get("schema", {})
    return schema


def _schema(name: str, schema: Document) -> Schema:
    required = schema.get("required", ())
    fields = tuple(
        _field(field, inner, field in required)
        for field, inner in schema.get("properties", {}).items()
    )
    return Schema(name, _one_line(schema.get("description", "")), fields)


def _field(name: str, schema: Document, is_required: bool) -> Field:
    note = "; ".join(filter(None, (_one_line(schema.get("description", "")), _bounds(schema))))
    return Field(name, _kind(schema), _linked(schema), is_required, note)


def _kind(schema: Document) -> str:
    """`integer`, `list of DealView`, `text or null`: a type in words."""
    if "$ref" in schema:
        return _name(schema)
    if "enum" in schema or "const" in schema:
        return " | ".join(f"“{value}”" for value in schema.get("enum", [schema.get("const")]))
    if options := schema.get("anyOf"):
        return " or ".join(_kind(option) for option in options)
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return {"string": "text", "null": "null"}.get(
        str(schema.get("type")), str(schema.get("type", "any"))
    )


def _linked(schema: Document) -> str:
    inner = [schema, schema.get("items", {}), *schema.get("anyOf", [])]
    return next((_name(one) for one in inner if "$ref" in one), "")


def _bounds(schema: Document) -> str:
    words = {
        "minLength": "at least {} characters",
        "maxLength": "at most {} characters",
        "minimum": "at least {}",
        "maximum": "at most {}",
        "default": "otherwise {}",
    }
    said = [
        text.format(schema[key])
        for key, text in words.items()
        if schema.get(key) not in (None, "", [])
    ]
    return ", ".join(said)


def _frames(asyncapi: Document, operation: str) -> Iterator[FrameKind]:
    for reference_ in asyncapi["operations"][operation]["messages"]:
        title = reference_["$ref"].rsplit("/", 1)[-1]
        message = asyncapi["components"]["messages"][title]
        schema = asyncapi["components"]["schemas"][title]
        yield FrameKind(message["name"], title, _one_line(schema.get("description", "")))


def _name(schema: Document) -> str:
    return str(schema.get("$ref", "")).rsplit("/", 1)[-1]


def _one_line(text: str) -> str:
    return " ".join(text.split())
