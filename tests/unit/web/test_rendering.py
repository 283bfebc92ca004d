"""What every page has."""

import pytest
from starlette.requests import Request

from kit.auth import GUEST, Principal, Role
from kit.errors import NotFound, TooMany
from web.assets import Assets, PageAssets
from web.problem_page import ProblemPage, ServerFault
from web.rendering import Rendering


class NoAssets(Assets):
    """Stands for a built front-end."""

    def of(self, *entries: str) -> PageAssets:
        return PageAssets((), tuple(f"/static/build/{name}.js" for name in entries), ())


@pytest.fixture
def rendering() -> Rendering:
    return Rendering(NoAssets())


def request(principal: Principal = GUEST, path: str = "/somewhere") -> Request:
    return Request(
        {
            "type": "http",
            "method": "GET",
            "path": path,
            "query_string": b"",
            "headers": [(b"host", b"dealcast.example")],
            "scheme": "http",
            "server": ("dealcast.example", 80),
            "state": {"principal": principal},
        }
    )


def text_of(rendering: Rendering, principal: Principal = GUEST) -> str:
    page = rendering.page(request(principal), "problem.html", problem=NotFound(), code=404)
    return bytes(page.body).decode()


def test_texts_are_escaped(rendering: Rendering) -> None:
    page = ProblemPage(rendering).response(request(), NotFound("<b>No</b> such & such"))
    assert "&lt;b&gt;No&lt;/b&gt; such &amp; such" in bytes(page.body).decode()


def test_a_page_has_nothing_inline_that_the_security_policy_refuses(rendering: Rendering) -> None:
    text = text_of(rendering, Principal("a1", "mira", roles={"b1": Role.HOST}))
    assert "style=" not in text
    assert "onclick" not in text
    assert "<script>" not in text


def test_a_guest_is_asked_to_sign_in_and_comes_back(rendering: Rendering) -> None:
    text = text_of(rendering)
    assert 'href="/sign-in?next=/somewhere"' in text
    assert "My orders" not in text


def test_only_staff_see_the_host_desk(rendering: Rendering) -> None:
    assert "Host desk" not in text_of(rendering, Principal("a1", "mira"))
    assert "Host desk" in text_of(rendering, Principal("a1", "mira", roles={"b1": Role.MODERATOR}))


def test_a_problem_page_has_the_problems_status_and_a_way_on(rendering: Rendering) -> None:
    page = ProblemPage(rendering).response(request(), TooMany("Slow down.", retry_after_s=30))
    assert page.status_code == 429
    assert page.headers["retry-after"] == "30"
    text = bytes(page.body).decode()
    assert "Slow down." in text
    assert 'href="/somewhere">Try again' in text


def test_a_fault_needs_no_principal_to_be_shown(rendering: Rendering) -> None:
    broken = request()
    del broken.scope["state"]
    assert ProblemPage(rendering).response(broken, ServerFault()).status_code == 500


def test_the_public_url_stands_in_shared_links(rendering: Rendering) -> None:
    assert rendering.base_url(request()) == "http://dealcast.example"
    public = Rendering(NoAssets(), public_url="https://dealcast.example")
    assert public.base_url(request()) == "https://dealcast.example"
