"""Writing the same bytes to many sockets at once."""

import socket

from server.live_socket import GONE, TLS, Writers


class Wire:
    """A socket whose other end the test reads; it remembers what was left to its transport."""

    def __init__(self, fd: int | None = None) -> None:
        self.near, self.far = socket.socketpair()
        self.near.setblocking(False)
        self.fd = self.near.fileno() if fd is None else fd
        self.transport = self
        self.left = b""
        self.otherwise = b""

    def write(self, data: bytes) -> None:
        self.left += data

    def write_otherwise(self, data: bytes) -> None:
        self.otherwise += data

    def read(self) -> bytes:
        self.far.setblocking(False)
        try:
            return self.far.recv(1 << 20)
        except BlockingIOError:
            return b""

    def close(self) -> None:
        self.near.close()
        self.far.close()


def test_each_gets_the_bytes_once() -> None:
    wires = [Wire() for _ in range(5)]
    writers = Writers(wires)  # type: ignore[arg-type]
    writers.write(b"drop")
    assert [wire.read() for wire in wires] == [b"drop"] * 5
    for wire in wires:
        wire.close()


def test_what_the_kernel_does_not_take_goes_on_through_the_transport() -> None:
    wire = Wire()
    data = b"x" * (1 << 20)
    Writers([wire]).write(data)  # type: ignore[list-item]
    taken = wire.read()
    while more := wire.read():
        taken += more
    assert 0 < len(taken) < len(data)
    assert taken + wire.left == data
    wire.close()


def test_who_has_no_descriptor_is_written_to_otherwise() -> None:
    wires = [Wire(), Wire(TLS), Wire(GONE), Wire()]
    Writers(wires).write(b"drop")  # type: ignore[arg-type]
    assert [wire.read() for wire in wires] == [b"drop", b"", b"", b"drop"]
    assert [wire.otherwise for wire in wires] == [b"", b"drop", b"drop", b""]
    for wire in wires:
        wire.close()


def test_sockets_are_written_to_in_the_order_in_which_the_kernel_made_them() -> None:
    order: list[int] = []

    class Noted(Wire):
        def write_otherwise(self, data: bytes) -> None:
            order.append(self.fd)

    noted = [Noted(-fd) for fd in (5, 2, 4, 3)]
    Writers(noted).write(b"drop")  # type: ignore[arg-type]
    begins = order.index(-5)
    assert order[begins:] + order[:begins] == [-5, -4, -3, -2]
    for wire in noted:
        wire.close()


def test_nobody_is_always_the_last() -> None:
    order: list[int] = []

    class Noted(Wire):
        def write_otherwise(self, data: bytes) -> None:
            order.append(names[self])

    noted = [Noted(TLS) for _ in range(7)]
    names = {wire: number for number, wire in enumerate(noted)}
    writers = Writers(noted)  # type: ignore[arg-type]
    last = set()
    for _ in range(20):
        order.clear()
        writers.write(b"drop")
        assert sorted(order) == list(range(7))
        last.add(order[-1])
    assert last == set(range(7))
    for wire in noted:
        wire.close()
