"""One viewer's visit: its socket's life, its place in the room, and what it says."""

import asyncio
import random
import time
from collections import deque
from collections.abc import Coroutine
from typing import Any, Protocol

import msgspec
import structlog

from kit import metrics
from kit.auth import Principal
from kit.broker import Unsubscribe
from kit.errors import Invalid, Refusal, TooMany
from kit.http import invalid_from
from kit.words import ENGLISH, Words
from server import frames
from server.commands import AskTime, Claim, ClientFrame, React, Say
from server.followed import Followed, Guest
from server.hub import COME_BACK, Hub
from server.live_socket import LiveSocket
from server.wire import Accepted, Claimed, Close, Frame, Refused, ServerTime, You

log = structlog.get_logger()

MAX_COMMANDS = 60
COMMANDS_WINDOW_S = 10.0
MAX_UNANSWERED = 16
MAX_CLAIMS = 4
"""Of one socket, that wait for their answers."""
GOODBYES_WITHIN_S = 4.0
"""Over how long a process that goes down sends its viewers away, so that they do not all return at once."""

_decoder: msgspec.json.Decoder[Say | React | Claim | AskTime] = msgspec.json.Decoder(ClientFrame)
_commands = {
    kind: metrics.commands.labels(kind.__struct_config__.tag)
    for kind in (Say, React, Claim, AskTime)
}


class Door(Protocol):
    """What a visit asks of the reception, which is the same for all visits."""

    async def let_in_again(self, visit: "Visit", after_s: float) -> None:
        """Into its room, which has begun anew; a fresh state follows after so many seconds."""

    def let_out(self, visit: "Visit") -> None:
        """Someone with an account left whose coming was noted."""

    async def say(self, visit: "Visit", command: Say) -> Accepted: ...

    async def claim(self, visit: "Visit", command: Claim) -> Claimed: ...


class Visit(Guest):
    """A socket's `Life`. Without a show (`/live/me`) it only gets what is told to the person.

    A process holds as many of these as viewers, so what they share is referred to and not wrapped for each.
    """

    __slots__ = (
        "_answering",
        "_claims",
        "_commands",
        "_door",
        "_hub",
        "_is_leaving",
        "_mailbox",
        "_returning",
        "_slot",
        "_unanswered",
        "_window",
        "followed",
        "is_attending",
        "is_paused",
        "principal",
        "referral_token",
        "show_id",
        "wire",
        "words",
        "you",
    )

    def __init__(
        self,
        hub: Hub,
        door: Door,
        wire: LiveSocket,
        principal: Principal,
        you: You,
        show_id: str | None = None,
        referral_token: str | None = None,
        words: Words = ENGLISH,
    ) -> None:
        super().__init__(you.rank, wire, principal.account_id, deflates=wire.deflates)
        self.wire = wire
        self.principal = principal
        self.you = you
        self.show_id = show_id
        self.referral_token = referral_token
        """By which link this person came."""
        self.words = words
        """In which this person is told why not."""
        self.followed: Followed | None = None
        self.is_attending = False
        """Whether it is noted that this person is here."""
        self.is_paused = False
        """Whether its socket takes no more for now."""
        self._hub = hub
        self._door = door
        self._returning: asyncio.Task[None] | None = None
        self._mailbox: Unsubscribe | None = None
        self._slot = hub.heartbeat.add(wire)
        self._window = 0.0
        self._commands = 0
        self._unanswered: deque[Say] | None = None
        self._answering: asyncio.Task[None] | None = None
        self._claims = 0
        self._is_leaving = False
        metrics.connections.inc()

    async def listen(self) -> None:
        """Get what is told to this person, from now on."""
        if self.principal.account_id is not None:
            self._mailbox = await self._hub.broker.listen(self.principal.account_id, self._hear)
            if self.wire.life is not self:
                self._stop_listening()

    def say(self, *told: Frame) -> None:
        """Tell these, in one write."""
        self._pass_on(b"".join(frames.text(msgspec.json.encode(frame)) for frame in told))

    def bring_up(self) -> None:
        if self.followed is not None and self.is_greeted:
            self.followed.bring_up(self)

    # What the socket tells.

    def on_text(self, text: str) -> None:
        if self._is_flooding():
            self.wire.close(Close.TOO_MANY_COMMANDS)
            return
        try:
            command = _decoder.decode(text)
        except msgspec.ValidationError as error:
            self._refuse("", invalid_from(error))
        except msgspec.DecodeError:
            self._refuse("", Invalid("A frame is one JSON object."))
        else:
            _commands[type(command)].inc()
            self._obey(command)

    def on_paused(self) -> None:
        metrics.pauses.inc()
        self._set_paused(is_paused=True)
        if self.followed is not None:
            self.followed.room.pause(self)

    def on_drained(self) -> None:
        self._set_paused(is_paused=False)
        self.bring_up()

    def on_lost(self) -> None:
        metrics.connections.dec()
        self._set_paused(is_paused=False)
        self._hub.heartbeat.discard(self.wire, self._slot)
        if self.is_attending:
            self._door.let_out(self)
        self._stop_listening()
        self._leave_room()

    def on_shutdown(self) -> None:
        after_s = random.uniform(0, GOODBYES_WITHIN_S)
        asyncio.get_running_loop().call_later(after_s, self._say_goodbye)

    # What the hub tells.

    def on_sent_away(self) -> None:
        self.wire.close(Close.LOST_PLACE)

    def on_told(self, data: bytes) -> None:
        self._pass_on(data)

    def on_room_lost(self, after_s: float) -> None:
        self._leave_room()
        if self.wire.life is self:
            self._returning = asyncio.create_task(self._return(after_s))

    async def _return(self, after_s: float) -> None:
        try:
            await self._door.let_in_again(self, after_s)
        except Exception:
            log.exception("visit.not_returned")
            self.wire.close(Close.LOST_PLACE)
        self._returning = None

    def _leave_room(self) -> None:
        followed, self.followed, self.is_greeted = self.followed, None, False
        if followed is not None:
            self._hub.leave(followed, self)

    def _say_goodbye(self) -> None:
        """As soon as what the viewer said and claimed is answered."""
        self._is_leaving = True
        self._leave_if_answered()

    def _leave_if_answered(self) -> None:
        if self._is_leaving and self._answering is None and not self._claims:
            self.wire.close(Close.RESTART)

    # What the viewer wants.

    def _obey(self, command: Say | React | Claim | AskTime) -> None:
        if isinstance(command, AskTime):
            self.say(ServerTime(client_ms=command.client_ms, server_ms=time.time() * 1000))
        elif isinstance(command, React):
            self._react(command)
        elif isinstance(command, Claim):
            self._claim(command)
        else:
            self._queue(command)

    def _react(self, command: React) -> None:
        if self.followed is None:
            self._refuse(command.ref, Invalid("There is no room here to react in."))
        elif not self.followed.taps.tap(
            self.principal.account_id or f"guest {id(self)}", command.counts
        ):
            slower = TooMany("Tap a little more slowly.", retry_after_s=1)
            self._refuse(command.ref, slower)

    def _claim(self, command: Claim) -> None:
        """Claims are settled side by side: their keys say which are the same."""
        if self._claims == MAX_CLAIMS:
            self._refuse(command.ref, TooMany("Wait until your last claims are answered."))
            return
        self._claims += 1
        self._hub.owned(self._answer_claim(command))

    async def _answer_claim(self, command: Claim) -> None:
        await self._answer(command.ref, self._door.claim(self, command))
        self._claims -= 1
        self._leave_if_answered()

    def _queue(self, command: Say) -> None:
        if self._unanswered is None:
            self._unanswered = deque()
        if len(self._unanswered) == MAX_UNANSWERED:
            self._refuse(command.ref, TooMany("Wait until the last messages went out."))
            return
        self._unanswered.append(command)
        if self._answering is None:
            self._answering = self._hub.owned(self._answer_all())

    async def _answer_all(self) -> None:
        """One after the other, so that a person's messages keep their order."""
        while self._unanswered:
            command = self._unanswered.popleft()
            await self._answer(command.ref, self._door.say(self, command))
        self._answering = self._unanswered = None
        self._leave_if_answered()

    async def _answer(self, ref: str, doing: Coroutine[Any, Any, Frame]) -> None:
        try:
            self.say(await doing)
        except Refusal as refusal:
            self._refuse(ref, refusal)
        except Exception:
            log.exception("visit.command_failed")
            self.wire.close(Close.FAULT)

    def _refuse(self, ref: str, refusal: Refusal) -> None:
        """In the viewer's language; counts it."""
        metrics.refusals.labels(refusal.code).inc()
        said = refusal.said(self.words)
        refused = Refused(
            ref=ref,
            code=refusal.code,
            status=refusal.status,
            title=said.title,
            detail=said.detail,
            retry_after_s=refusal.retry_after_s,
        )
        self.say(refused)

    def _hear(self, payload: bytes) -> None:
        if payload == COME_BACK:
            self.on_sent_away()
        else:
            self._pass_on(frames.text(payload))

    def _pass_on(self, data: bytes) -> None:
        if not self.wire.send(data):
            metrics.disconnects.labels("too_slow").inc()
            self.wire.give_up()

    def _set_paused(self, *, is_paused: bool) -> None:
        if is_paused != self.is_paused:
            self.is_paused = is_paused
            metrics.paused_viewers.inc(1 if is_paused else -1)

    def _stop_listening(self) -> None:
        mailbox, self._mailbox = self._mailbox, None
        if mailbox is not None:
            mailbox()

    def _is_flooding(self) -> bool:
        now = time.monotonic()
        if now - self._window > COMMANDS_WINDOW_S:
            self._window, self._commands = now, 0
        self._commands += 1
        return self._commands > MAX_COMMANDS
