"""A small load generator: raw sockets with keep-alive, one process, bounded in time, loopback only."""

import selectors
import socket
import statistics
import time
from dataclasses import dataclass, field

LOOPBACK = "127.0.0.1"
READ_BYTES = 262_144
# A server that has said nothing for this long is broken, not slow.
SILENT_SECONDS = 20.0


class BadAnswerError(Exception):
    """The server gave something other than 200, or nothing."""


@dataclass
class Measured:
    """One run: how many answers in how many seconds, each one's time, and how busy the generator was."""

    seconds: float
    times: list[float] = field(repr=False)
    busy: float  # share of the run in which the generator itself was computing; near 1: it is the bottleneck

    @property
    def per_second(self) -> float:
        return len(self.times) / self.seconds

    @property
    def median_ms(self) -> float:
        return statistics.median(self.times) * 1000


class _Connection:
    """One keep-alive connection that asks the same question over and over."""

    def __init__(self, port: int, question: bytes) -> None:
        self.port, self.question = port, question
        self.open()

    def open(self) -> None:
        self.socket = socket.create_connection((LOOPBACK, self.port), timeout=SILENT_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = bytearray()
        self.wanted: int | None = None

    def ask(self) -> None:
        self.received.clear()
        self.wanted = None
        self.asked = time.perf_counter()
        self.socket.sendall(self.question)

    def hear(self) -> bool:
        """Read what has come; True when the answer is whole. Raises `BadAnswerError`."""
        part = self.socket.recv(READ_BYTES)
        if not part:
            raise BadAnswerError("the server closed the connection in the middle of an answer")
        self.received += part
        if self.wanted is None:
            end = self.received.find(b"\r\n\r\n")
            if end < 0:
                return False
            head = bytes(self.received[:end]).lower()
            if not head.startswith((b"http/1.1 200", b"http/1.0 200")):
                raise BadAnswerError(head.split(b"\r\n", 1)[0].decode("latin-1"))
            length = head.partition(b"content-length:")[2].split(b"\r\n", 1)[0]
            if not length.strip().isdigit():
                raise BadAnswerError("an answer without Content-Length cannot be kept alive")
            self.wanted = end + 4 + int(length)
        return len(self.received) >= self.wanted


def run(port: int, path: str, *, connections: int, seconds: float) -> Measured:
    """Ask for `path` over and over for `seconds`, on `connections` keep-alive connections, gzip accepted.

    Raises `BadAnswerError` for anything but whole answers with status 200, `OSError` where nobody listens.
    """
    question = (
        f"GET {path} HTTP/1.1\r\nHost: {LOOPBACK}:{port}\r\nAccept-Encoding: gzip\r\n"
        "User-Agent: bench\r\nConnection: keep-alive\r\n\r\n"
    ).encode()
    times: list[float] = []
    with selectors.DefaultSelector() as selector:
        opened = [_Connection(port, question) for _number in range(connections)]
        try:
            for one in opened:
                selector.register(one.socket, selectors.EVENT_READ, one)
                one.ask()
            begun, computed = time.perf_counter(), time.process_time()
            end = begun + seconds
            # Past the end for an address so slow that nothing has come yet.
            while (now := time.perf_counter()) < end or (not times and now < begun + SILENT_SECONDS):
                ready = selector.select(timeout=end - now if now < end else SILENT_SECONDS)
                for key, _events in ready:
                    if key.data.hear():
                        times.append(time.perf_counter() - key.data.asked)
                        key.data.ask()
            elapsed = time.perf_counter() - begun
            busy = (time.process_time() - computed) / elapsed
        finally:
            for one in opened:
                one.socket.close()
    if not times:
        raise BadAnswerError(f"{path} was not answered within {SILENT_SECONDS:.0f} s")
    return Measured(elapsed, times, busy)
