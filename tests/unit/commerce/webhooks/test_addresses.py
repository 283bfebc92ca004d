"""Nobody reaches our own network through a webhook."""

import pytest

from commerce.webhooks.addresses import is_allowed, refuse_url


@pytest.mark.parametrize(
    "url",
    [
        "https://shop.example/hooks",
        "https://shop.example",
        "https://shop.example:8443/hooks?key=1&b=2",
        "https://SHOP.example:443/",
        "https://xn--wrmflasche-v5a.example/",
        "https://8.8.8.8/hooks",
        "https://[2606:4700:4700::1111]/hooks",
    ],
)
def test_a_public_address_with_https_is_taken(url: str) -> None:
    assert refuse_url(url, allows_loopback=False) is None


@pytest.mark.parametrize(
    "url",
    [
        "http://shop.example/hooks",
        "ftp://shop.example/",
        "shop.example/hooks",
        "https:/shop.example",
        "https://",
        "https://:443/",
        "https://user@shop.example/",
        "https://user:secret@shop.example/",
        "https://shop.example/#part",
        "https://shop.example:80/",
        "https://shop.example:22/",
        "https://shop.example:0/",
        "https://shop.example:99999/",
        "https://shop.example:https/",
        "https://shop.example\\@10.0.0.1/",
        "https://shop.example /",
        "https://shop.exa\tmple/",
        "https://wärmflasche.example/",
        "https://localhost/",
        "https://intranet/",
        "https://db.internal/",
        "https://printer.local/",
        "https://a.localhost/",
        "https://127.0.0.1/",
        "http://127.0.0.1/",
        "https://10.1.2.3/",
        "https://192.168.0.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://100.64.0.1/",
        "https://0.0.0.0/",
        "https://224.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[fe80::1%25eth0]/",
        "https://[fd00::1]/",
        "https://[64:ff9b::a00:1]/",
        "https://[2002:a00:1::]/",
        "https://%6c%6fcalhost/",
        "https://shop.example/" + "a" * 500,
        "",
    ],
)
def test_anything_else_is_refused_with_a_word_why(url: str) -> None:
    refusal = refuse_url(url, allows_loopback=False)
    assert refusal is not None
    assert refusal.fields["url"].endswith(".")


@pytest.mark.parametrize(
    ("url", "is_taken"),
    [
        ("http://127.0.0.1:9000/hooks", True),
        ("http://localhost:80/", True),
        ("https://localhost/", True),
        ("http://10.0.0.1/", False),
        ("http://shop.example/", False),
        ("http://localhost.shop.example/", False),
        ("http://user@localhost/", False),
    ],
)
def test_an_installation_without_https_also_sends_to_itself(url: str, is_taken: bool) -> None:
    assert (refuse_url(url, allows_loopback=True) is None) == is_taken


@pytest.mark.parametrize(
    ("address", "is_public"),
    [
        ("93.184.216.34", True),
        ("2606:4700:4700::1111", True),
        ("127.0.0.1", False),
        ("127.8.8.8", False),
        ("10.0.0.1", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("192.0.2.1", False),
        ("198.18.0.1", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("0.0.0.0", False),
        ("::", False),
        ("::1", False),
        ("fe80::1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:169.254.169.254", False),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::808:808", True),
        ("2002:7f00:1::", False),
        ("2002:a9fe:a9fe::", False),
    ],
)
def test_only_public_addresses_are_connected_to(address: str, is_public: bool) -> None:
    assert is_allowed(address, allows_loopback=False) == is_public


def test_to_itself_means_loopback_and_nothing_more() -> None:
    allowed = [
        address
        for address in ("127.0.0.1", "::1", "::ffff:127.0.0.1", "10.0.0.1", "169.254.169.254", "::")
        if is_allowed(address, allows_loopback=True)
    ]
    assert allowed == ["127.0.0.1", "::1", "::ffff:127.0.0.1"]
