"""WHIP and WHEP as the standards have them, and what is said to those who come in another way."""

import pytest
from aiortc import RTCPeerConnection

from streams.broadcast.signalling import FRAGMENT, SDP
from tests.support.peers import Screen, answered, offer_reels, offered, peer, reels
from tests.support.studio import KEY, SHOW, Stage
from tests.support.waiting import until

WHIP = f"/whip/{SHOW}"
AS_HOST = {"content-type": SDP, "authorization": f"Bearer {KEY}"}


async def hosts_offer(connection: RTCPeerConnection, codec: str = "video/h264") -> str:
    offer_reels(connection, reels(), codec)
    return await offered(connection)


async def test_an_offer_is_answered_at_a_secret_address(stage: Stage) -> None:
    async with peer() as host:
        answer = await stage.publish(await hosts_offer(host))
    assert answer.status_code == 201
    assert answer.headers["content-type"] == SDP
    assert answer.headers["link"] == '<stun:stun.example.net>; rel="ice-server"'
    assert answer.headers["access-control-allow-origin"] == "*"
    assert len(answer.headers["location"].removeprefix(f"{WHIP}/")) >= 20
    assert "a=setup:passive" in answer.text


async def test_another_site_may_ask_what_it_may_do(stage: Stage) -> None:
    answer = await stage.client.options(WHIP)
    assert answer.status_code == 204
    assert answer.headers["accept-post"] == SDP
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "authorization" in answer.headers["access-control-allow-headers"]


@pytest.mark.parametrize(
    ("headers", "body", "status", "code"),
    [
        ({**AS_HOST, "authorization": ""}, b"v=0", 401, "video.wrong_key"),
        ({**AS_HOST, "authorization": "Bearer wrong"}, b"v=0", 401, "video.wrong_key"),
        ({**AS_HOST, "authorization": "Basic abc"}, b"v=0", 401, "video.wrong_key"),
        ({**AS_HOST, "content-type": "application/json"}, b"v=0", 415, "unsupported_media_type"),
        (AS_HOST, b"", 400, "video.bad_offer"),
        (AS_HOST, b"hello", 400, "video.bad_offer"),
        (AS_HOST, b"v=0\r\n" + b"a=x\r\n" * 20_000, 413, "too_large"),
    ],
)
async def test_a_bad_request_is_told_what_is_wrong(
    stage: Stage, headers: dict[str, str], body: bytes, status: int, code: str
) -> None:
    answer = await stage.client.post(WHIP, headers=headers, content=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert (answer.headers.get("www-authenticate") == "Bearer") is (status == 401)


async def test_other_codecs_are_not_acceptable(stage: Stage) -> None:
    async with peer() as host:
        answer = await stage.publish(await hosts_offer(host, "video/vp8"))
    assert (answer.status_code, answer.json()["code"]) == (406, "video.codec_not_offered")


async def test_an_unknown_show_is_not_found(stage: Stage) -> None:
    answer = await stage.client.post("/whip/another", headers=AS_HOST, content=b"v=0")
    assert (answer.status_code, answer.json()["code"]) == (404, "show.not_found")


async def test_a_method_that_is_not_there_is_told_which_are(stage: Stage) -> None:
    answer = await stage.client.get(WHIP)
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST, OPTIONS")


async def test_a_second_publisher_is_refused_unless_it_takes_over(stage: Stage) -> None:
    async with peer() as first, peer() as second, peer() as third:
        await stage.host(first)
        await until(lambda: stage.studio.broadcasts[0].is_live)
        refused = await stage.publish(await hosts_offer(second))
        assert (refused.status_code, refused.json()["code"]) == (409, "video.already_published")
        await stage.host(third, takeover="true")
        await until(lambda: first.connectionState == "closed")
        await until(lambda: third.connectionState == "connected")


async def test_deleting_the_address_ends_it(stage: Stage) -> None:
    async with peer() as host:
        address = await stage.host(host)
        await until(lambda: stage.studio.broadcasts[0].is_live)
        assert (await stage.client.delete(f"{WHIP}/wrong")).status_code == 404
        assert (await stage.client.delete(address.replace("whip", "whep"))).status_code == 404
        assert (await stage.client.delete(address)).status_code == 200
        await until(lambda: host.connectionState == "closed")
        assert (await stage.client.delete(address)).status_code == 404
        await until(lambda: stage.studio.broadcasts[0].relay.publication is None)


async def test_candidates_may_follow(stage: Stage) -> None:
    async with peer() as host:
        whole = await hosts_offer(host)
        bare = "".join(
            line for line in whole.splitlines(True) if not line.startswith("a=candidate")
        )
        found = "".join(line for line in whole.splitlines(True) if line.startswith("a=candidate"))
        answer = await stage.publish(bare)
        await answered(host, answer.text)
        address, etag = answer.headers["location"], answer.headers["etag"]
        headers = {"content-type": FRAGMENT, "if-match": etag}
        assert (
            await stage.client.patch(address, headers=headers, content=found)
        ).status_code == 204
        await until(lambda: host.connectionState == "connected")
        stale = await stage.client.patch(
            address, headers={**headers, "if-match": '"x"'}, content=found
        )
        assert (stale.status_code, stale.json()["code"]) == (412, "video.session_changed")


async def test_a_connection_cannot_be_restarted_and_says_what_to_do(stage: Stage) -> None:
    async with peer() as host:
        address = await stage.host(host)
        answer = await stage.client.patch(
            address,
            headers={"content-type": FRAGMENT, "if-match": "*"},
            content="a=ice-ufrag:new1\r\na=ice-pwd:abcdefghijklmnopqrstuv\r\n",
        )
    assert (answer.status_code, answer.json()["code"]) == (422, "video.no_ice_restart")


async def test_a_viewer_of_nothing_is_told_to_wait(stage: Stage) -> None:
    async with peer() as viewer:
        Screen().show(viewer)
        answer = await stage.watch(await offered(viewer))
    assert (answer.status_code, answer.json()["code"]) == (404, "video.not_on_air")


async def test_a_host_who_never_connects_is_given_up(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("streams.webrtc.connection.CONNECTED_WITHIN_S", 0.3)
    async with peer() as host:
        answer = await stage.publish(await hosts_offer(host))
        assert answer.status_code == 201
        await until(lambda: stage.studio.broadcasts[0].relay.publication is None)
        assert (await stage.client.delete(answer.headers["location"])).status_code == 404
