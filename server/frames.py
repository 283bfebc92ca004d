"""Messages as the bytes of unmasked WebSocket frames (RFC 6455 §5), made once for everyone who gets them.

Several events share one message, a JSON array; one event alone is an object. For viewers who negotiated
permessage-deflate (RFC 7692) without context takeover a message is compressed on its own, so that the same bytes
serve all of them.
"""

import struct
import zlib
from collections.abc import Iterator, Sequence

TEXT = 0x81
CLOSE = 0x88
PING = b"\x89\x00"
COMPRESSED = 0x40  # RSV1
MAX_MESSAGE_BYTES = 64 * 1024
"""Beyond this, events go out in several messages."""
WORTH_COMPRESSING_BYTES = 64
LEVEL = 5


def text(payload: bytes, *, deflates: bool = False) -> bytes:
    """One whole text message."""
    if deflates and len(payload) >= WORTH_COMPRESSING_BYTES:
        return _header(TEXT | COMPRESSED, len(body := _deflated(payload))) + body
    return _header(TEXT, len(payload)) + payload


def close(code: int) -> bytes:
    return _header(CLOSE, 2) + struct.pack("!H", code)


def events(payloads: Sequence[bytes], *, deflates: bool = False) -> bytes:
    """Events in as few messages as their sizes allow, back to back."""
    return b"".join(text(message, deflates=deflates) for message in _messages(payloads))


def _messages(payloads: Sequence[bytes]) -> Iterator[bytes]:
    first, size = 0, 0
    for number, payload in enumerate(payloads):
        if number > first and size + len(payload) > MAX_MESSAGE_BYTES:
            yield _together(payloads[first:number])
            first, size = number, 0
        size += len(payload)
    if first < len(payloads):
        yield _together(payloads[first:])


def _together(payloads: Sequence[bytes]) -> bytes:
    return payloads[0] if len(payloads) == 1 else b"[" + b",".join(payloads) + b"]"


def _header(first: int, size: int) -> bytes:
    if size < 126:
        return bytes((first, size))
    if size < 65_536:
        return struct.pack("!BBH", first, 126, size)
    return struct.pack("!BBQ", first, 127, size)


def _deflated(payload: bytes) -> bytes:
    compressor = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = compressor.compress(payload) + compressor.flush(zlib.Z_SYNC_FLUSH)
    return body[:-4]  # RFC 7692 §7.2.1: without the empty block at the end
