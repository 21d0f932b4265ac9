"""Many requests over a few connections, each connection sending its next one when it has its answer."""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.wire import BUFFER, Answer, whole


@dataclass(slots=True)
class Outcome:
    """How long the whole took, in seconds, and each answer with its own delay."""

    seconds: float = 0.0
    delays: list[float] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answers per second."""
        return len(self.delays) / self.seconds

    def centile(self, part: float) -> float:
        """The delay, in milliseconds, that this part (0 to 1) of the answers stay under."""
        ordered = sorted(self.delays)
        return ordered[min(len(ordered) - 1, int(len(ordered) * part))] * 1000


@dataclass(slots=True)
class _Lane:
    """One connection and the answer that it is receiving."""

    socket: socket.socket
    received: bytearray = field(default_factory=bytearray)
    sent_at: float = 0.0

    def send(self, request: bytes) -> None:
        self.received = bytearray()
        self.sent_at = time.perf_counter()
        self.socket.sendall(request)


def drive(port: int, requests: Sequence[bytes], connections: int, wanted: int = 200) -> Outcome:
    """Send these requests. Raises RuntimeError for a status that is not `wanted`, or a connection closed."""
    outcome, waiting = Outcome(), iter(requests)
    lanes = [_Lane(socket.create_connection(("127.0.0.1", port), 60)) for _ in range(connections)]
    begin = time.perf_counter()
    with selectors.DefaultSelector() as selector:
        try:
            for lane in lanes:
                lane.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                selector.register(lane.socket, selectors.EVENT_READ, lane)
                _next(lane, waiting, selector)
            while selector.get_map():
                for key, _ in selector.select(60):
                    if _receive(key.data, outcome, wanted):
                        _next(key.data, waiting, selector)
        finally:
            for lane in lanes:
                lane.socket.close()
    outcome.seconds = time.perf_counter() - begin
    return outcome


def _next(lane: _Lane, waiting: Iterator[bytes], selector: selectors.BaseSelector) -> None:
    request = next(waiting, None)
    if request is None:
        selector.unregister(lane.socket)
    else:
        lane.send(request)


def _receive(lane: _Lane, outcome: Outcome, wanted: int) -> bool:
    """Take what came; True once the answer is whole."""
    piece = lane.socket.recv(BUFFER)
    lane.received += piece
    answer = whole(lane.received)
    if answer is None:
        if not piece:
            raise RuntimeError("the connection was closed")
        return False
    if answer.status != wanted:
        raise RuntimeError(f"{answer.status} instead of {wanted}: {answer.body[:300]!r}")
    outcome.delays.append(time.perf_counter() - lane.sent_at)
    outcome.answers.append(answer)
    return True
