"""The AsyncAPI document is whole and tells every frame."""

from typing import get_args

from server.asyncapi import asyncapi
from server.commands import ClientFrame
from server.wire import ServerFrame
from tests.support.documents import references, resolve

DOCUMENT = asyncapi("1.2.3")


def test_the_document_says_what_it_is() -> None:
    assert DOCUMENT["asyncapi"] == "3.0.0"
    assert DOCUMENT["info"]["version"] == "1.2.3"
    assert {channel["address"] for channel in DOCUMENT["channels"].values()} == {
        "/live/{show_id}",
        "/live/me",
    }


def test_every_reference_leads_somewhere() -> None:
    for reference in set(references(DOCUMENT)):
        resolve(DOCUMENT, reference)


def test_every_frame_is_in_an_operation_of_its_direction() -> None:
    for action, union in (("send", ServerFrame), ("receive", ClientFrame)):
        told = {
            reference["$ref"].rsplit("/", 1)[1]
            for operation in DOCUMENT["operations"].values()
            if operation["action"] == action
            for reference in operation["messages"]
        }
        assert told == {kind.__name__ for kind in get_args(union)}


def test_the_kinds_of_one_direction_are_told_apart_by_their_tag() -> None:
    for union in (ServerFrame, ClientFrame):
        tags = [kind.__struct_config__.tag for kind in get_args(union)]
        assert len(tags) == len(set(tags))


def test_a_messages_payload_carries_its_tag() -> None:
    for name, message in DOCUMENT["components"]["messages"].items():
        schema = resolve(DOCUMENT, message["payload"]["$ref"])
        assert schema["properties"]["t"]["enum"] == [message["name"]], name
        assert "t" in schema["required"]
