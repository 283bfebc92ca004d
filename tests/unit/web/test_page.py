"""Who may open a page, and where a sign-in leads."""

import pytest
from starlette.requests import Request

from web.page import local_path, to_sign_in


@pytest.mark.parametrize(
    "wanted", ["/", "/orders", "/shows/abc?x=1#deal-2", "/s/k3m9x?next=//evil"]
)
def test_a_path_on_this_site_is_kept(wanted: str) -> None:
    assert local_path(wanted) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        None,
        "",
        "orders",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\n/evil.example",
        " //evil.example",
        "/\x00/evil.example",
    ],
)
def test_anything_else_leads_to_the_festival(wanted: str | None) -> None:
    assert local_path(wanted) == "/"


def test_a_guest_comes_back_to_the_page_and_its_query_after_signing_in() -> None:
    request = Request(
        {
            "type": "http",
            "method": "GET",
            "path": "/orders",
            "query_string": b"page=2&all",
            "headers": [(b"host", b"dealcast.example")],
            "scheme": "http",
            "server": ("dealcast.example", 80),
        }
    )
    response = to_sign_in(request)
    assert response.status_code == 303
    assert response.headers["location"] == "/sign-in?next=/orders%3Fpage%3D2%26all"
