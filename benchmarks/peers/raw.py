"""The limit: bytes from a socket to a file, then fsync. No HTTP beyond its least words, no digest, no row."""

from __future__ import annotations

import os
import socket
import sys
from contextlib import suppress
from pathlib import Path

from benchmarks.process import Process, free_port

BLOCK = 1024 * 1024


def serve(folder: Path, served: Path) -> Process:
    """Take bodies into `served`."""
    folder.mkdir(parents=True, exist_ok=True)
    served.mkdir(parents=True, exist_ok=True)
    port = free_port()
    return Process([sys.executable, "-m", "benchmarks.peers.raw", str(port), str(served)], port, folder / "raw.log")


def main(port: int, served: Path) -> None:
    """Answer one connection after the other, for ever."""
    with socket.create_server(("127.0.0.1", port)) as listener:
        while True:
            line, _ = listener.accept()
            with line, suppress(ConnectionError):  # who asks whether it listens hangs up without reading all
                _converse(line, served)


def _converse(line: socket.socket, served: Path) -> None:
    buffer = bytearray(BLOCK)
    while (count := line.recv_into(buffer)) > 0:
        head, _, first = bytes(buffer[:count]).partition(b"\r\n\r\n")
        if head.startswith(b"PUT"):
            _keep(line, served / head.split()[1].decode().strip("/"), first, _length(head), buffer)
        line.sendall(b"HTTP/1.1 201 Created\r\ncontent-length: 0\r\n\r\n")


def _length(head: bytes) -> int:
    return next(int(item.split(b":")[1]) for item in head.split(b"\r\n") if item.startswith(b"content-length"))


def _keep(line: socket.socket, path: Path, first: bytes, size: int, buffer: bytearray) -> None:
    view = memoryview(buffer)
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC | os.O_CLOEXEC, 0o640)
    try:
        received = os.write(descriptor, first) if first else 0
        while received < size:
            count = line.recv_into(buffer)
            if not count:
                return
            received += os.write(descriptor, view[:count])
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
