"""One URL says where Redis is, in three forms."""

import pytest

from kit.redis_address import BadAddress, Kind, parse
from kit.settings import SettingsError, load


@pytest.mark.parametrize("url", ["redis://host:6379/2", "rediss://user:secret@host"])
def test_a_plain_url_is_one_server_and_left_to_the_client_to_read(url: str) -> None:
    address = parse(url)
    assert (address.kind, address.url, address.hosts) == (Kind.ONE, url, ())


def test_a_cluster_is_found_by_any_of_its_nodes() -> None:
    address = parse("redis+cluster://one:7001,two,[::1]:7003")
    assert address.kind is Kind.CLUSTER
    assert address.hosts == (("one", 7001), ("two", 6379), ("::1", 7003))
    assert address.options == {}


def test_sentinels_name_a_service_and_are_signed_in_to_over_tls() -> None:
    address = parse("rediss+sentinel://mira:a%40b@one:26380,two/rooms")
    assert address.kind is Kind.SENTINEL
    assert (address.hosts, address.service) == ((("one", 26380), ("two", 26379)), "rooms")
    assert address.options == {"username": "mira", "password": "a@b", "ssl": True}


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("localhost:6379", "must be redis://"),
        ("http://host", "must be redis://"),
        ("redis+ring://host", "redis\\+sentinel and redis\\+cluster"),
        ("redis+sentinel://host:26379", "name of the service"),
        ("redis+cluster://host:port", "'host:port', which is not host:port"),
        ("redis+cluster://host:70000", "not host:port"),
        ("redis+cluster://", "not host:port"),
    ],
)
def test_anything_else_is_refused_with_what_is_wrong(url: str, says: str) -> None:
    with pytest.raises(BadAddress, match=says):
        parse(url)
    with pytest.raises(SettingsError, match=says):
        load({"REDIS_URL": url, "SECRET_KEY": "x" * 32})
