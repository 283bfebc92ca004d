"""What a show's room holds is for those who may come in, whichever slice's address it is asked for at.

The endpoints under `/api/shows/{show_id}/` that anyone, or any member, may call are given to those to whom the show is open. Those for
staff ask for a role of the brand, to which every show is open.
"""

from dataclasses import replace
from typing import Any

from kit.auth import Role
from kit.http import Call, Endpoint
from streams.admitting import Admitting
from streams.errors import MembersOnly, NotOpenYet

OF_ROOM = "/api/shows/{show_id}/"


def guarded(endpoints: list[Endpoint], admitting: Admitting) -> list[Endpoint]:
    return [_guarded(each, admitting) if _is_of_room(each) else each for each in endpoints]


def _is_of_room(endpoint: Endpoint) -> bool:
    return endpoint.path.startswith(OF_ROOM) and endpoint.access <= Role.MEMBER


def _guarded(endpoint: Endpoint, admitting: Admitting) -> Endpoint:
    async def handler(call: Call[Any]) -> Any:
        if refusal := await admitting.refuse(call.principal, call.path("show_id")):
            raise refusal
        return await endpoint.handler(call)

    refusals = dict.fromkeys((*endpoint.refusals, MembersOnly, NotOpenYet))
    return replace(endpoint, handler=handler, refusals=tuple(refusals))
