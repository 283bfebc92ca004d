"""docs/campaigns.md, 3: each mail once, and what becomes of those that are not taken."""

import asyncio
from asyncio import CancelledError
from collections.abc import AsyncIterator
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP

from kit.mail import Letter, NotSent, Smtp
from kit.mail_catcher import Catcher
from membership.campaigns.mailing import LOST, TRIES, Mailing
from membership.campaigns.views import FatesView
from tests.support.campaigns import Desk, compose
from tests.support.ports import HOST
from tests.support.slices import World


async def mailed(desk: Desk, number: int = 1) -> list[Any]:
    fans = await desk.members(number)
    for fan in fans:
        await desk.allows(fan, "email")
    return fans


async def test_each_mail_is_sent_once_by_however_many_workers(world: World) -> None:
    desk = await Desk.open(world)
    fans = await mailed(desk, 10)
    campaign = await desk.scheduled(channel="email")
    await desk.running.go_on()
    workers = [Mailing(world.work, desk.box, compose) for _ in range(3)]
    await asyncio.gather(*(worker.send() for worker in workers))
    assert sorted(letter.to for letter in desk.box.letters) == sorted(
        f"{fan.handle}@example.com" for fan in fans
    )
    await desk.running.go_on()
    view = await desk.view(campaign.id)
    assert (view.status, view.people) == ("done", FatesView(sent=10))


async def test_a_mail_that_is_not_taken_is_tried_again_later_and_then_given_up(
    world: World,
) -> None:
    desk = await Desk.open(world)
    (fan,) = await mailed(desk)
    desk.box.refusals[f"{fan.handle}@example.com"] = NotSent("try later", is_final=False)
    campaign = await desk.run(channel="email")
    assert (campaign.status, campaign.people) == ("running", FatesView(queued=1))
    tried = 1
    while tried < TRIES:
        assert await desk.mailing.send() == 0
        world.pass_time(timedelta(minutes=4**tried))
        tried += await desk.mailing.send()
    await desk.running.go_on()
    results = await desk.measuring.results(desk.manager, campaign.id)
    assert (results.campaign.status, results.campaign.people) == ("done", FatesView(failed=1))
    assert [(one.reason, one.people) for one in results.failures] == [("try later", 1)]


async def test_a_mail_is_taken_once_the_server_is_back(world: World) -> None:
    desk = await Desk.open(world)
    (fan,) = await mailed(desk)
    address = f"{fan.handle}@example.com"
    desk.box.refusals[address] = NotSent("no connection", is_final=False)
    campaign = await desk.run(channel="email")
    desk.box.refusals.clear()
    world.pass_time(timedelta(minutes=1))
    assert await desk.mailing.send() == 1
    assert [letter.to for letter in desk.box.letters] == [address]
    assert (await desk.view(campaign.id)).people == FatesView(sent=1)


async def test_a_mail_of_which_nobody_said_what_became_of_it_is_not_sent_again(
    world: World,
) -> None:
    desk = await Desk.open(world)
    await mailed(desk)
    campaign = await desk.scheduled(channel="email")
    await desk.running.go_on()

    class Dies:
        async def send(self, letter: Letter) -> None:
            raise CancelledError

    with pytest.raises(CancelledError):
        await Mailing(world.work, Dies(), compose).send()
    assert (await desk.view(campaign.id)).people == FatesView(sending=1)
    world.pass_time(timedelta(minutes=6))
    assert await desk.mailing.send() == 0
    people = await desk.people(campaign.id)
    assert [(row["fate"], row["reason"]) for row in people.values()] == [("failed", LOST)]
    assert desk.box.letters == []


async def test_what_was_not_sent_when_a_campaign_is_stopped_is_not_sent(world: World) -> None:
    desk = await Desk.open(world)
    await mailed(desk, 2)
    campaign = await desk.scheduled(channel="email")
    await desk.running.go_on()
    await desk.planning.stop(desk.manager, campaign.id)
    assert await desk.mailing.send() == 0
    assert (await desk.view(campaign.id)).people == FatesView(failed=2)


async def test_who_ends_the_brands_mail_before_it_is_sent_does_not_get_it(world: World) -> None:
    desk = await Desk.open(world)
    (fan,) = await mailed(desk)
    campaign = await desk.scheduled(channel="email")
    await desk.running.go_on()
    world.pass_time(timedelta(seconds=1))
    await desk.allows(fan, "email", is_given=False)
    assert await desk.mailing.send() == 1
    assert (desk.box.letters, (await desk.view(campaign.id)).people) == ([], FatesView(failed=1))


async def test_without_a_server_mails_are_caught_to_be_looked_at(world: World) -> None:
    catcher = Catcher(world.work)
    for number in range(3):
        await catcher.send(letter(f"Number {number}"))
    newest, *_ = caught = await catcher.caught(2)
    assert [one.letter.subject for one in caught] == ["Number 2", "Number 1"]
    assert (newest.letter.headers, newest.caught_at) == ({"X-Number": "1"}, world.now)


class Server:
    """Takes mails, and refuses whom it does not know."""

    def __init__(self) -> None:
        self.envelopes: list[Any] = []

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address.startswith("nobody"):
            return "550 There is nobody of this name"
        if address.startswith("full"):
            return "452 The box is full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.envelopes.append(envelope)
        return "250 OK"


@pytest.fixture(params=[False], ids=["ASCII"])
async def server(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Server, str]]:
    """Whether it offers SMTPUTF8 is the parameter."""
    taking, takes_utf8 = Server(), request.param
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(
        lambda: SMTP(taking, enable_SMTPUTF8=takes_utf8, loop=loop), HOST, 0
    )
    port = listening.sockets[0].getsockname()[1]
    yield taking, f"smtp://{HOST}:{port}"
    listening.close()
    await listening.wait_closed()


def letter(subject: str = "Tonight", to: str = "ana@example.com") -> Letter:
    return Letter(
        id="06h", to=to, from_name="Kumoi", subject=subject, text="At eight.",
        html="<p>At eight.</p>", headers={"X-Number": "1"},
    )  # fmt: skip


async def test_a_real_server_is_handed_the_letter(server: tuple[Server, str]) -> None:
    taking, url = server
    await Smtp(url, "news@dealcast.example").send(letter())
    (envelope,) = taking.envelopes
    message = message_from_bytes(envelope.content, policy=default)
    assert envelope.rcpt_tos == ["ana@example.com"]
    assert (message["Subject"], message["X-Number"]) == ("Tonight", "1")
    assert message.get_body(("plain",)).get_content().strip() == "At eight."  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("to", "is_final", "reason"),
    [
        ("nobody@example.com", True, "There is nobody of this name"),
        ("full@example.com", False, "The box is full"),
    ],
)
async def test_a_refusal_says_why_and_whether_to_try_again(
    server: tuple[Server, str], to: str, is_final: bool, reason: str
) -> None:
    _, url = server
    with pytest.raises(NotSent) as refused:
        await Smtp(url, "news@dealcast.example").send(letter(to=to))
    assert (refused.value.is_final, refused.value.reason) == (is_final, reason)


async def test_a_server_that_is_away_is_tried_again(server: tuple[Server, str]) -> None:
    with pytest.raises(NotSent) as refused:
        await Smtp(f"smtp://{HOST}:1", "news@dealcast.example").send(letter())
    assert not refused.value.is_final


@pytest.mark.parametrize("server", [False, True], ids=["ASCII", "SMTPUTF8"], indirect=True)
async def test_a_letter_reaches_a_domain_of_any_script(server: tuple[Server, str]) -> None:
    taking, url = server
    await Smtp(url, "news@dealcast.example").send(letter(to="ana@bücher.example"))
    (envelope,) = taking.envelopes
    assert envelope.rcpt_tos == ["ana@xn--bcher-kva.example"]
    assert b"\r\nTo: ana@xn--bcher-kva.example\r\n" in envelope.content


@pytest.mark.parametrize("server", [True], ids=["SMTPUTF8"], indirect=True)
async def test_a_name_of_any_script_is_taken_by_a_server_that_offers_it(
    server: tuple[Server, str],
) -> None:
    taking, url = server
    await Smtp(url, "news@dealcast.example").send(letter(to="josé@bücher.example"))
    (envelope,) = taking.envelopes
    assert envelope.rcpt_tos == ["josé@xn--bcher-kva.example"]
    assert "\r\nTo: josé@xn--bcher-kva.example\r\n".encode() in envelope.content


async def test_a_server_that_takes_no_such_name_says_so_for_good(
    server: tuple[Server, str],
) -> None:
    _, url = server
    with pytest.raises(NotSent, match="SMTPUTF8 is not supported") as refused:
        await Smtp(url, "news@dealcast.example").send(letter(to="josé@example.com"))
    assert refused.value.is_final
