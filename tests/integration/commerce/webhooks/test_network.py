"""Connections are opened to checked addresses only, whatever a name says from one moment to the next."""

import asyncio
from datetime import UTC, datetime

import pytest

from commerce.webhooks import posting as posting_module
from commerce.webhooks.checked_network import CheckedNetwork, resolve
from commerce.webhooks.delivery import Answer
from commerce.webhooks.posting import Posting
from tests.support.receiver import Receiver, receiving

NOW = datetime(2026, 11, 11, 12, 0, tzinfo=UTC)


class Names:
    """A name server that may change its mind."""

    def __init__(self, *answers: list[str]) -> None:
        self._answers = list(answers)
        self.asked: list[str] = []

    async def resolve(self, host: str, _port: int) -> list[str]:
        self.asked.append(host)
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


async def post(names: Names, url: str, *, allows_loopback: bool) -> Answer:
    network = CheckedNetwork(allows_loopback=allows_loopback, resolve=names.resolve)
    async with Posting(network, lambda: NOW, "test") as posting:
        return await posting.post(url, {}, b"{}")


@pytest.fixture
async def receiver():  # type: ignore[no-untyped-def]
    async with receiving() as receiver:
        yield receiver


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["10.0.0.1"], ["169.254.169.254"], ["::1"], ["93.184.216.34", "127.0.0.1"]],
)
async def test_a_name_that_leads_inside_is_refused_and_nobody_is_called(
    receiver: Receiver, addresses: list[str]
) -> None:
    url = f"http://shop.example:{receiver.port}/"
    answer = await post(Names(addresses), url, allows_loopback=False)
    assert (answer.status, answer.is_success) == (None, False)
    assert answer.error == "not_public"
    assert receiver.heard == []


async def test_the_name_is_asked_once_and_the_connection_goes_to_what_was_checked(
    receiver: Receiver,
) -> None:
    names = Names(["127.0.0.1"], ["10.0.0.1"])
    url = f"http://shop.example:{receiver.port}/hooks"
    answer = await post(names, url, allows_loopback=True)
    assert answer.status == 204
    assert names.asked == ["shop.example"]
    assert receiver.heard[0].headers["host"] == f"shop.example:{receiver.port}"


async def test_the_next_address_is_tried_when_the_first_takes_nobody(receiver: Receiver) -> None:
    url = f"http://shop.example:{receiver.port}/"
    answer = await post(Names(["::1", "127.0.0.1"]), url, allows_loopback=True)
    assert answer.status == 204


@pytest.mark.parametrize(
    ("names", "code"), [(Names([]), "unknown_host"), (Names(["127.0.0.2"]), "not_connected")]
)
async def test_a_name_without_a_server_is_an_answer_that_says_so(names: Names, code: str) -> None:
    answer = await post(names, "http://shop.example:9/", allows_loopback=True)
    assert answer.status is None
    assert (answer.error or "").partition(":")[0] == code


async def test_a_name_that_nobody_knows_is_an_answer_too() -> None:
    network = CheckedNetwork(allows_loopback=True)
    async with Posting(network, lambda: NOW, "test") as posting:
        answer = await posting.post("https://nobody.invalid/", {}, b"{}")
    assert answer.error == "unknown_host"
    assert await resolve("127.0.0.1", 80) == ["127.0.0.1"]


@pytest.mark.parametrize(
    "said", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nno"]
)
async def test_a_server_that_speaks_no_http_is_a_failure(said: bytes) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(said)
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        answer = await post(Names(["127.0.0.1"]), f"http://x.example:{port}/", allows_loopback=True)
    assert answer.status is None
    assert (answer.error or "").startswith("not_connected: ")


async def test_a_handshake_that_nobody_answers_is_given_up(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting_module, "STEP_S", 0.1)
    url = f"https://shop.example:{receiver.port}/"
    answer = await post(Names(["127.0.0.1"]), url, allows_loopback=True)
    assert (answer.status, receiver.heard) == (None, [])
