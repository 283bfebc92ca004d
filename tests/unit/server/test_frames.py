"""Messages as bytes, read back by `websockets`' own client side."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.client import ClientProtocol
from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.frames import Frame, Opcode
from websockets.protocol import OPEN
from websockets.uri import parse_uri

from server import frames


def read(data: bytes, *, deflates: bool = False) -> list[Frame]:
    client = ClientProtocol(parse_uri("ws://test/"), state=OPEN, max_size=None)
    if deflates:
        client.extensions = [PerMessageDeflate(True, True, 15, 15)]
    client.receive_data(data)
    assert client.parser_exc is None
    return [event for event in client.events_received() if isinstance(event, Frame)]


@pytest.mark.parametrize("size", [2, 125, 126, 65_535, 65_536, 200_000])
@pytest.mark.parametrize("deflates", [False, True])
def test_a_message_of_any_size_is_one_frame(size: int, deflates: bool) -> None:
    payload = (b'"' + b"price " * size)[: size - 1] + b'"'
    (frame,) = read(frames.text(payload, deflates=deflates), deflates=deflates)
    assert (frame.opcode, frame.fin, bytes(frame.data)) == (Opcode.TEXT, True, payload)


@given(st.lists(st.text(max_size=400), max_size=40), st.booleans())
def test_events_arrive_whole_and_in_order(texts: list[str], deflates: bool) -> None:
    payloads = [json.dumps({"text": text}).encode() for text in texts]
    seen: list[str] = []
    for frame in read(frames.events(payloads, deflates=deflates), deflates=deflates):
        message = json.loads(bytes(frame.data))
        seen += [event["text"] for event in (message if isinstance(message, list) else [message])]
    assert seen == texts


def test_many_events_go_out_in_messages_of_bounded_size() -> None:
    payloads = [b'{"text":"%s"}' % (b"x" * 10_000) for _ in range(40)]
    messages = read(frames.events(payloads))
    assert len(messages) > 1
    assert all(len(message.data) <= frames.MAX_MESSAGE_BYTES + 1_000 for message in messages)


def test_events_that_share_a_message_compress_far_better_than_alone() -> None:
    payloads = [
        b'{"seq":%d,"t":"stock","deal_id":"06h0","stock_left":%d}' % (n, 99 - n) for n in range(25)
    ]
    alone = sum(len(frames.text(payload)) for payload in payloads)
    assert len(frames.events(payloads, deflates=True)) < alone * 0.4


def test_close_and_ping_are_whole_control_frames() -> None:
    (close,) = read(frames.close(4001))
    (ping,) = read(frames.PING)
    assert (close.opcode, bytes(close.data)) == (Opcode.CLOSE, (4001).to_bytes(2, "big"))
    assert (ping.opcode, ping.data) == (Opcode.PING, b"")
