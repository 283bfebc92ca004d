import pytest

from server.origin import is_own_origin


@pytest.mark.parametrize(
    ("origin", "host", "public_url"),
    [
        (None, "live.example", None),
        ("http://127.0.0.1:8000", "127.0.0.1:8000", None),
        ("https://Live.Example", "live.example", None),
        ("https://live.example", "10.0.0.7:8000", "https://live.example"),
    ],
)
def test_our_own_pages_and_programs_pass(
    origin: str | None, host: str, public_url: str | None
) -> None:
    assert is_own_origin(origin, host, public_url)


@pytest.mark.parametrize(
    ("origin", "host", "public_url"),
    [
        ("https://evil.example", "live.example", None),
        ("null", "live.example", None),
        ("", "live.example", None),
        ("http://127.0.0.1:9000", "127.0.0.1:8000", None),
        ("https://live.example.evil.example", "live.example", None),
        ("http://live.example", "live.example", "https://live.example"),
    ],
)
def test_foreign_pages_do_not(origin: str, host: str, public_url: str | None) -> None:
    assert not is_own_origin(origin, host, public_url)


@pytest.mark.parametrize("origin", ["http://[", "http://[::1", "http://]", "https://a]b"])
def test_an_origin_that_is_no_address_does_not_pass(origin: str) -> None:
    assert not is_own_origin(origin, "live.example", None)
