"""The AsyncAPI description of the socket, made from the frame types that are spoken."""

from typing import Any, get_args

from server.commands import ClientFrame
from server.schemas import FRAME_TYPES, REF_TEMPLATE, components
from server.wire import ServerFrame

LIVE, PERSONAL = "live", "personal"


def asyncapi(version: str) -> dict[str, Any]:
    """An AsyncAPI 3.0 document."""
    messages = {kind.__name__: _message(kind) for kind in FRAME_TYPES}
    references = {name: {"$ref": f"#/components/messages/{name}"} for name in messages}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Dealcast live",
            "version": version,
            "description": "One JSON object a frame; `t` names its kind. docs/wire.md says how to follow a room.",
        },
        "defaultContentType": "application/json",
        "channels": {
            LIVE: {
                "address": "/live/{show_id}",
                "description": "A show's room. `?since=epoch.seq` takes up where a connection broke off.",
                "parameters": {"show_id": {"description": "The show"}},
                "messages": references,
            },
            PERSONAL: {
                "address": "/live/me",
                "description": "What concerns only the person who is signed in.",
                "messages": references,
            },
        },
        "operations": {
            "receive": _operation("send", LIVE, ServerFrame),
            "send": _operation("receive", LIVE, ClientFrame),
            "receive_personal": _operation("send", PERSONAL, ServerFrame),
        },
        "components": {"schemas": components(FRAME_TYPES), "messages": messages},
    }


def _message(kind: type[Any]) -> dict[str, Any]:
    return {
        "name": str(kind.__struct_config__.tag),
        "title": kind.__name__,
        "payload": {"$ref": REF_TEMPLATE.format(name=kind.__name__)},
    }


def _operation(action: str, channel: str, union: Any) -> dict[str, Any]:
    """The document speaks for the server: what it sends, clients receive."""
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{channel}"},
        "messages": [
            {"$ref": f"#/channels/{channel}/messages/{kind.__name__}"} for kind in get_args(union)
        ],
    }
