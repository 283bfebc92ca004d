"""The API keeps to its own description: whatever is sent, each answer is one that the document announces.

Half of the requests name only what exists, so that they get past the first look-up; what ends something comes last,
so that there is still something to name.
"""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from kit.settings import Settings
from membership.routes import SESSION_COOKIE
from server.wiring import Dealcast

from .conftest import Site

EXAMPLES = 6
EVERYONE = ("guest", "member", "operator")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
# Texts that have broken servers before; each is valid JSON.
AWKWARD = [
    "",
    " ",
    "\0",
    "a\n",
    "\u202e",
    "💡" * 60,
    "ß" * 300,
    "'; --",
    "%00",
    "\\u0000",
    "../..",
    "\ud7ff",
]
DOCUMENT = Dealcast(Settings("postgresql+asyncpg://nowhere/none", None, "k" * 40, None)).openapi
OPERATIONS = {
    operation.label: operation
    for found in schemathesis.openapi.from_dict(DOCUMENT).get_all_operations()
    if (operation := found.ok())
}
LABELS = sorted(OPERATIONS, key=lambda label: label.startswith("DELETE") or "/end" in label)
BOUNDED = settings(
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("label", LABELS)
def test_every_answer_is_one_that_is_described(site: Site, label: str) -> None:
    operation = OPERATIONS[label]

    @settings(BOUNDED, max_examples=EXAMPLES)
    @given(case=_cases(operation), data=st.data())
    def hold(case: schemathesis.Case, data: st.DataObject) -> None:
        for part in ("path_parameters", "query", "body"):
            if isinstance(values := getattr(case, part), dict):
                known = site.known if data.draw(st.booleans(), label="plausible") else {}
                is_path = part == "path_parameters"
                setattr(case, part, _replaced(values, known, data, is_path=is_path))
        for who in EVERYONE:
            note(f"sent by {who}")
            session = _session(site, label, who)
            case.call_and_validate(base_url=site.url, cookies=session, checks=CHECKS, timeout=60)

    hold()


def _session(site: Site, label: str, who: str) -> dict[str, str]:
    if who == "guest":
        return {}
    name = "spare" if label == "DELETE /api/session" else who
    return {SESSION_COOKIE: site.sessions[name]}


def _cases(operation: schemathesis.APIOperation) -> st.SearchStrategy[schemathesis.Case]:
    good = operation.as_strategy()
    if not operation.body:
        return good
    return good | good | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)


def _replaced(
    values: dict[str, Any], known: dict[str, list[Any]], data: st.DataObject, *, is_path: bool
) -> dict[str, Any]:
    changed = dict(values)
    for name, value in values.items():
        if name in known:
            changed[name] = data.draw(st.sampled_from(known[name]), label=name)
        elif isinstance(value, str):
            # In a path these would name another endpoint.
            awkward = [text for text in AWKWARD if not is_path or text not in {"", "../.."}]
            changed[name] = data.draw(st.just(value) | st.sampled_from(awkward), label=name)
    return changed
