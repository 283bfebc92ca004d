"""What every request passes: whose it is, whether it may, and what goes out with the answer."""

import re
from collections.abc import AsyncIterator
from http.cookies import SimpleCookie

import pytest
from structlog.testing import capture_logs

from kit.auth import Signer
from kit.http import MAX_BODY_BYTES
from kit.ids import ID_LENGTH, is_id
from membership.accounts import SESSION_LASTS
from membership.routes import SESSION_COOKIE
from server.edge import SECURITY_HEADERS
from tests.support.api import BASE_URL, PASSWORD, SECRET, Api, Client, running_api

NO_ID = "0" * ID_LENGTH
BROWSER = {"accept": "text/html,application/xhtml+xml"}
NEW = {"handle": "mira", "email": "mira@example.com", "password": PASSWORD}


@pytest.fixture
async def api(sqlite_url: str) -> AsyncIterator[Api]:
    """The edge does the same on each database: here one is enough."""
    async with running_api(sqlite_url) as api:
        yield api


@pytest.fixture
def guest(api: Api) -> Client:
    return api.guest()


# Origins.


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://[", ""])
@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/api/accounts"), ("DELETE", "/api/session")]
)
async def test_a_change_from_a_foreign_page_is_refused(
    guest: Client, method: str, path: str, origin: str
) -> None:
    answer = await guest.request(method, path, json=NEW, headers={"origin": origin})
    assert (answer.status_code, answer.json()["code"]) == (403, "auth.foreign_origin")
    assert "set-cookie" not in answer.headers


async def test_a_change_from_our_own_page_or_from_a_program_passes(guest: Client) -> None:
    own = await guest.post("/api/accounts", json=NEW, headers={"origin": BASE_URL})
    program = await guest.delete("/api/session")
    assert (own.status_code, program.status_code) == (201, 204)


async def test_reading_is_open_to_foreign_pages_without_what_they_could_read(guest: Client) -> None:
    answer = await guest.get("/api/shows", headers={"origin": "https://evil.example"})
    assert answer.status_code == 200
    assert "access-control-allow-origin" not in answer.headers


# What goes out with every answer.


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/api/shows", 200),
        ("GET", "/api/nowhere", 404),
        ("GET", "/nowhere", 404),
        ("GET", "/api/me", 401),
        ("PUT", "/api/me", 405),
        ("POST", "/api/accounts", 415),
        ("GET", "/static/nothing.js", 404),
        ("GET", "/healthz", 200),
        ("GET", "/orders", 303),
        ("GET", "/break", 500),
        ("GET", "/api/break", 500),
        ("GET", "/api/brands/a%00b", 404),
    ],
)
async def test_every_answer_is_protected_and_has_an_id(
    api: Api, method: str, path: str, status: int
) -> None:
    _break(api)
    answer = await api.guest().request(method, path, headers=BROWSER)
    assert answer.status_code == status
    for name, value in SECURITY_HEADERS.items():
        assert answer.headers[name] == value
    assert is_id(answer.headers["x-request-id"])
    assert "server" not in answer.headers


async def test_a_foreign_origins_refusal_is_protected_too(guest: Client) -> None:
    answer = await guest.post("/api/accounts", headers={"origin": "https://evil.example"})
    assert set(SECURITY_HEADERS) <= set(answer.headers)


async def test_a_log_line_can_be_found_by_the_answers_id(api: Api) -> None:
    _break(api)
    with capture_logs() as logs:
        answer = await api.guest().get("/api/break")
    fault = next(line for line in logs if line["event"] == "http.fault")
    request = next(line for line in logs if line["event"] == "http")
    assert (fault["path"], request["status"]) == ("/api/break", 500)
    assert answer.headers["x-request-id"]


@pytest.mark.parametrize("path", ["/reset-password/", "/confirm-email/"])
async def test_what_opens_an_account_is_in_no_log(
    api: Api, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_connection: object) -> None:
        raise RuntimeError("the database is away")

    monkeypatch.setattr(api.dealcast.accounts, "principal_of", fail)
    with capture_logs() as logs:
        answer = await api.guest().get(f"{path}a-secret-of-a-letter")
    assert answer.status_code == 500
    assert {line["path"] for line in logs if "path" in line} == {f"{path}…"}


async def test_answers_of_the_api_are_not_kept_by_caches(guest: Client) -> None:
    for path in ("/api/shows", "/api/me"):
        assert (await guest.get(path)).headers["cache-control"] == "no-store"


# Sessions.


async def test_the_session_cookie_is_out_of_reach_for_scripts_and_foreign_pages(
    guest: Client,
) -> None:
    cookie = _session_cookie(await guest.post("/api/accounts", json=NEW))
    assert cookie["httponly"]
    assert cookie["samesite"].lower() == "lax"
    assert cookie["path"] == "/"
    assert not cookie["secure"]
    assert int(cookie["max-age"]) == SESSION_LASTS.total_seconds()


async def test_the_session_cookie_is_secure_where_people_come_by_https(sqlite_url: str) -> None:
    async with running_api(sqlite_url, public_url="https://live.example") as api:
        origin = {"origin": "https://live.example"}
        answer = await api.guest().post("/api/accounts", json=NEW, headers=origin)
        assert _session_cookie(answer)["secure"]
        foreign = await api.guest().post("/api/accounts", json=NEW, headers={"origin": BASE_URL})
        assert foreign.status_code == 403


async def test_signing_out_ends_the_session_not_only_the_cookie(api: Api) -> None:
    mira = await api.sign_up("mira")
    kept = mira.cookies[SESSION_COOKIE]
    answer = await mira.delete("/api/session")
    assert _session_cookie(answer)["max-age"] == "0"
    thief = api.guest()
    thief.cookies.set(SESSION_COOKIE, kept)
    assert (await thief.get("/api/me")).status_code == 401


@pytest.mark.parametrize(
    "forged",
    [
        "nonsense",
        "a.b.c",
        "",
        Signer("another secret key of 32 characters", "session", SESSION_LASTS).sign("s"),
        Signer(SECRET, "visitor", SESSION_LASTS).sign("s"),
        Signer(SECRET, "session", SESSION_LASTS).sign("no such session"),
        "\xff\xfe",
    ],
    ids=["words", "three parts", "empty", "other key", "other purpose", "no session", "no text"],
)
async def test_a_forged_cookie_makes_a_guest(api: Api, forged: str) -> None:
    await api.sign_up("mira")
    headers = {"cookie": f"{SESSION_COOKIE}={forged}".encode("latin-1")}
    answer = await api.guest().get("/api/me", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "auth.sign_in_required")


# What goes wrong.


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/nowhere", 404, "not_found"),
        ("GET", "/api/brands/nowhere", 404, "brand.not_found"),
        ("GET", f"/api/shows/{NO_ID}", 404, "show.not_found"),
        ("DELETE", "/api/me", 405, "method_not_allowed"),
        ("GET", "/api/me", 401, "auth.sign_in_required"),
        ("GET", "/api/shows?status=soon", 422, "invalid"),
        ("GET", "/api/shows?brand=%00", 404, "not_found"),
        ("GET", "/api/shows/%00", 404, "not_found"),
        ("GET", "/api/break", 500, "server_fault"),
    ],
)
async def test_under_api_a_refusal_is_problem_details_even_for_a_browser(
    api: Api, method: str, path: str, status: int, code: str
) -> None:
    _break(api)
    answer = await api.guest().request(method, path, headers=BROWSER)
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert problem["instance"] == re.sub(r"\?.*", "", path).replace("%00", "\0")
    assert problem["detail"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nowhere", 404),
        (f"/shows/{NO_ID}", 404),
        ("/brands/nowhere", 404),
        ("/shows/%00", 404),
        ("/break", 500),
    ],
)
async def test_a_browser_gets_a_page_and_a_program_problem_details(
    api: Api, path: str, status: int
) -> None:
    _break(api)
    page = await api.guest().get(path, headers=BROWSER)
    assert page.status_code == status
    assert page.headers["content-type"].startswith("text/html")
    assert "<h1" in page.text
    assert "Traceback" not in page.text
    assert "a secret" not in page.text


async def test_a_wrong_method_names_the_right_ones(guest: Client) -> None:
    api = await guest.put("/api/shows")
    page = await guest.post("/", headers=BROWSER)
    assert (api.status_code, api.headers["allow"]) == (405, "GET, HEAD, OPTIONS, POST")
    assert page.status_code == 405
    assert set(page.headers["allow"].split(", ")) == {"GET", "HEAD"}
    assert page.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    "path", ["/", "/sign-in", "/docs", "/api/shows", "/healthz", "/openapi.json"]
)
async def test_what_can_be_read_can_be_asked_for_its_head(guest: Client, path: str) -> None:
    head, whole = await guest.head(path), await guest.get(path)
    assert head.status_code == whole.status_code == 200
    assert head.headers["content-type"] == whole.headers["content-type"]


async def test_a_body_over_64_kib_is_refused(guest: Client) -> None:
    headers = {"content-type": "application/json"}
    fits = await guest.post("/api/session", content=b" " * MAX_BODY_BYTES, headers=headers)
    huge = await guest.post("/api/session", content=b" " * (MAX_BODY_BYTES + 1), headers=headers)
    assert fits.status_code == 422
    assert (huge.status_code, huge.json()["code"]) == (413, "too_large")


async def test_too_many_tries_are_told_when_to_return(api: Api) -> None:
    await api.sign_up("mira")
    thief = api.guest()
    guesses = [
        await thief.post("/api/session", json={"login": "mira", "password": f"guess {number}"})
        for number in range(12)
    ]
    assert {answer.status_code for answer in guesses[:9]} == {401}
    last = guesses[-1]
    assert (last.status_code, last.json()["code"]) == (429, "too_many")
    assert int(last.headers["retry-after"]) == last.json()["retry_after_s"] > 0


async def test_who_has_very_many_addresses_has_no_more_tries_for_it(api: Api) -> None:
    """Whoever has an IPv6 address mostly has 2⁶⁴ of them."""
    await api.sign_up("mira")
    statuses = []
    for number in range(12):
        async with Client(api.app, f"2001:db8:1:2::{number + 1:x}") as thief:
            guess = {"login": "mira", "password": f"guess {number}"}
            statuses.append((await thief.post("/api/session", json=guess)).status_code)
    assert (set(statuses[:9]), statuses[-1]) == ({401}, 429)
    async with Client(api.app, "2001:db8:1:3::1") as neighbour:
        await neighbour.sign_in("mira")


async def test_accounts_are_not_made_in_bulk_from_one_address(guest: Client) -> None:
    for number in range(121):
        person = {
            "handle": f"mira_{number}",
            "email": f"m{number}@example.com",
            "password": PASSWORD,
        }
        answer = await guest.post("/api/accounts", json=person)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0


def _break(api: Api) -> None:
    """Make two addresses fail as a bug would."""

    async def break_down(_request: object) -> None:
        raise RuntimeError("a secret detail")

    for path in ("/break", "/api/break"):
        api.app.router.add_route(path, break_down)


def _session_cookie(answer: object) -> dict[str, str]:
    cookies = SimpleCookie(answer.headers["set-cookie"])  # type: ignore[attr-defined]
    return dict(cookies[SESSION_COOKIE])
