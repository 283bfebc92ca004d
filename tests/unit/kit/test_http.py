"""How an endpoint reads what comes in and says what is wrong with it."""

import pytest
from httpx2 import ASGITransport, AsyncClient
from msgspec import Struct
from starlette.applications import Starlette
from starlette.requests import Request

from kit.auth import GUEST, Principal, Role
from kit.errors import Conflict
from kit.http import MAX_BODY_BYTES, Call, Endpoint, starlette_routes
from membership.views import NewAccount


class Echo(Struct):
    handle: str


class Busy(Conflict):
    code = "test.busy"
    title = "Busy"


async def echo(call: Call[NewAccount]) -> Echo:
    return Echo(call.body.handle)


async def busy(_call: Call[None]) -> None:
    raise Busy("Come back later.", retry_after_s=7)


async def nothing(_call: Call[None]) -> None: ...


@pytest.fixture
def client() -> AsyncClient:
    app = Starlette(
        routes=starlette_routes(
            [
                Endpoint("POST", "/echo", Role.GUEST, echo, "", body=NewAccount, returns=Echo),
                Endpoint("GET", "/echo", Role.GUEST, nothing, ""),
                Endpoint("POST", "/busy", Role.GUEST, busy, ""),
                Endpoint("POST", "/hosts", Role.HOST, nothing, ""),
            ]
        )
    )

    async def identified(scope, receive, send):  # type: ignore[no-untyped-def]
        who = Request(scope).headers.get("x-who")
        scope.setdefault("state", {})["principal"] = Principal("a", who) if who else GUEST
        await app(scope, receive, send)

    return AsyncClient(transport=ASGITransport(identified), base_url="http://test")


GOOD = {"handle": "mira", "email": "mira@example.com", "password": "correct horse"}


async def test_a_good_body_is_decoded_and_the_answer_encoded(client: AsyncClient) -> None:
    answer = await client.post("/echo", json=GOOD)
    assert (answer.status_code, answer.json()) == (200, {"handle": "mira"})


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"handle": "mi"}, "handle", "Use at least 3 characters."),
        ({"handle": "m" * 25}, "handle", "Use at most 24 characters."),
        ({"handle": "mi ra"}, "handle", "This has characters or a form that is not allowed."),
        ({"handle": 7}, "handle", "This must be a text."),
        ({"password": "short"}, "password", "Use at least 8 characters."),
    ],
)
async def test_a_bad_field_is_named_in_a_persons_words(
    client: AsyncClient, change: dict[str, object], field: str, sentence: str
) -> None:
    answer = await client.post("/echo", json={**GOOD, **change})
    problem = answer.json()
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["code"] == "invalid"
    assert problem["fields"] == {field: sentence}


async def test_a_missing_and_an_unknown_field_are_named(client: AsyncClient) -> None:
    missing = (await client.post("/echo", json={"handle": "mira", "email": "m@x.org"})).json()
    unknown = (await client.post("/echo", json={**GOOD, "admin": True})).json()
    assert missing["fields"] == {"password": "This is required."}
    assert "admin" in unknown["detail"]


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe", b"[]", b"null"])
async def test_what_is_not_the_expected_json_is_refused(client: AsyncClient, raw: bytes) -> None:
    answer = await client.post("/echo", content=raw, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid"


async def test_a_body_has_a_type_and_a_bound(client: AsyncClient) -> None:
    form = await client.post("/echo", data={"handle": "mira"})
    huge = await client.post(
        "/echo", content=b" " * (MAX_BODY_BYTES + 1), headers={"content-type": "application/json"}
    )
    assert (form.status_code, form.json()["code"]) == (415, "unsupported_media_type")
    assert (huge.status_code, huge.json()["code"]) == (413, "too_large")


async def test_a_refusal_becomes_problem_details_with_retry_after(client: AsyncClient) -> None:
    answer = await client.post("/busy")
    assert answer.status_code == 409
    assert answer.headers["retry-after"] == "7"
    assert answer.json() == {
        "type": "/docs#problem-test.busy",
        "title": "Busy",
        "status": 409,
        "detail": "Come back later.",
        "instance": "/busy",
        "code": "test.busy",
        "retry_after_s": 7,
    }


async def test_a_wrong_method_names_the_right_ones(client: AsyncClient) -> None:
    answer = await client.put("/echo")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS, POST"
    assert answer.json()["code"] == "method_not_allowed"


async def test_the_role_is_checked_before_the_handler_runs(client: AsyncClient) -> None:
    guest = await client.post("/hosts")
    member = await client.post("/hosts", headers={"x-who": "mira"})
    assert (guest.status_code, guest.json()["code"]) == (401, "auth.sign_in_required")
    assert (member.status_code, member.json()["code"]) == (403, "auth.forbidden")


def test_one_method_of_one_path_is_defined_once() -> None:
    endpoint = Endpoint("GET", "/x", Role.GUEST, nothing, "")
    with pytest.raises(ValueError, match="defined twice"):
        starlette_routes([endpoint, endpoint])


@pytest.mark.parametrize("text", ["mi\0ra", "\0", "\\\0"])
async def test_a_text_with_u_0000_is_refused(client: AsyncClient, text: str) -> None:
    answer = await client.post("/echo", json={**GOOD, "password": f"correct {text} horse"})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert "U+0000" in answer.json()["detail"]


async def test_a_text_about_u_0000_is_fine(client: AsyncClient) -> None:
    answer = await client.post("/echo", json={**GOOD, "password": r"the text \u0000 itself"})
    assert answer.status_code == 200


async def test_a_body_that_nests_without_end_is_refused(client: AsyncClient) -> None:
    raw = b'{"handle":' + b"[" * 50_000
    answer = await client.post("/echo", content=raw, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    raw = b'{"unknown":' + b"[" * 50_000
    answer = await client.post("/echo", content=raw, headers={"content-type": "application/json"})
    assert answer.status_code == 422


async def test_a_media_type_is_read_without_regard_to_case_and_parameters(
    client: AsyncClient,
) -> None:
    raw = b'{"handle": "mira", "email": "m@x.org", "password": "correct horse"}'
    headers = {"content-type": "Application/JSON; charset=utf-8"}
    assert (await client.post("/echo", content=raw, headers=headers)).status_code == 200


async def test_head_and_options_are_answered_for_what_can_be_read(client: AsyncClient) -> None:
    assert (await client.head("/echo")).status_code == 204
    options = await client.options("/echo")
    assert (options.status_code, options.headers["allow"]) == (204, "GET, HEAD, OPTIONS, POST")
