"""The OpenAPI description, made from the endpoints that are served."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

import msgspec

from kit.auth import Role
from kit.errors import (
    Forbidden,
    ForeignOrigin,
    Invalid,
    NotSignedIn,
    Refusal,
    TooLarge,
    TooMany,
    UnsupportedMediaType,
)
from kit.http import PROBLEM_JSON, Endpoint
from server.schemas import REF_TEMPLATE, ProblemView, components

_PARAMETER = re.compile(r"{(\w+)}")


def openapi(endpoints: Iterable[Endpoint], version: str) -> dict[str, Any]:
    """An OpenAPI 3.1 document."""
    endpoints = list(endpoints)
    kinds = [kind for endpoint in endpoints for kind in (endpoint.body, endpoint.returns) if kind]
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in endpoints:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Dealcast",
            "version": version,
            "description": "Shows, deals, orders, chat and share links. Refusals are RFC 9457 problem details "
            "with a stable `code`.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": components([*kinds, ProblemView]),
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": "dc_session"}
            },
        },
    }


def refusals_of(endpoint: Endpoint) -> tuple[type[Refusal], ...]:
    """All refusals that the endpoint can answer with, its own first."""
    common: list[type[Refusal]] = [TooMany]
    if endpoint.method != "GET":
        common.append(ForeignOrigin)
    if endpoint.body is not None or endpoint.upload is not None:
        common += [TooLarge, UnsupportedMediaType, Invalid]
    if endpoint.query or endpoint.is_idempotent_by_key:
        common.append(Invalid)
    if endpoint.access > Role.GUEST:
        common.append(NotSignedIn)
    if endpoint.access > Role.MEMBER:
        common.append(Forbidden)
    return tuple(dict.fromkeys((*endpoint.refusals, *common)))


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": f"{endpoint.method.lower()}_{_slug(endpoint.path)}",
        "summary": endpoint.summary,
        "tags": [endpoint.path.split("/")[2]],
        "x-role": endpoint.access.name.lower(),
        "parameters": _parameters(endpoint),
        "responses": _responses(endpoint),
    }
    if endpoint.access > Role.GUEST:
        operation["security"] = [{"session": []}]
    if endpoint.body is not None:
        operation["requestBody"] = {
            "required": True,
            "content": _content("application/json", endpoint.body),
        }
    if endpoint.upload is not None:
        operation["requestBody"] = {
            "required": True,
            "description": f"A file of at most {endpoint.upload.most_bytes // 1024} KiB.",
            "content": {media_type: {} for media_type in endpoint.upload.media_types},
        }
    return operation


def _parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    text = {"type": "string"}
    in_path = [
        {"name": name, "in": "path", "required": True, "schema": text}
        for name in _PARAMETER.findall(endpoint.path)
    ]
    in_query = [
        {"name": name, "in": "query", "description": meaning, "schema": text}
        for name, meaning in (endpoint.query or {}).items()
    ]
    key = {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "Names the attempt: sent again with the same key, a request has its first answer.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 255},
    }
    return [*in_path, *in_query, *([key] if endpoint.is_idempotent_by_key else [])]


def _responses(endpoint: Endpoint) -> dict[str, Any]:
    responses: dict[str, Any] = {str(endpoint.status): _answer(endpoint)}
    by_status: dict[int, list[type[Refusal]]] = {}
    for refusal in refusals_of(endpoint):
        by_status.setdefault(refusal.status, []).append(refusal)
    for status, refusals in sorted(by_status.items()):
        responses[str(status)] = {
            "description": "; ".join(f"`{refusal.code}`: {refusal.title}" for refusal in refusals),
            "content": _content(PROBLEM_JSON, ProblemView),
        }
    return responses


def _answer(endpoint: Endpoint) -> dict[str, Any]:
    if endpoint.returns is None:
        return {"description": "Done"}
    return {
        "description": "Done",
        "content": _content(endpoint.media_type, endpoint.returns),
    }


def _content(media_type: str, kind: Any) -> dict[str, Any]:
    return {media_type: {"schema": _schema(kind)}}


@cache
def _schema(kind: Any) -> dict[str, Any]:
    (schema,), _ = msgspec.json.schema_components([kind], ref_template=REF_TEMPLATE)
    return dict(schema)


def _slug(path: str) -> str:
    return re.sub(r"\W+", "_", path.removeprefix("/api/")).strip("_")
