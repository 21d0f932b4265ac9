"""A real SMTP server in a process of its own, which takes everything and counts. And the plain way to write to it."""

from __future__ import annotations

import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid
from typing import Any, Final

from benchmarks.process import free_port

HOST: Final = "127.0.0.1"
PATIENCE: Final = 20


class Counter:
    """The handler of aiosmtpd: nothing is kept of a message but that it came, and for whom the last one was."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.twice = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Count one message, and the addresses that have a second one."""
        for address in envelope.rcpt_tos:
            self.twice += address in self.seen
            self.seen.add(address)
        return "250 OK"

    async def handle_VRFY(self, server: Any, session: Any, envelope: Any, address: str) -> str:
        """Say what was counted, then begin again: the measure asks it between two contenders."""
        said = f"252 {len(self.seen)} {self.twice}"
        self.seen.clear()
        self.twice = 0
        return said


def serve(port: int) -> None:
    """Listen until killed."""
    import asyncio

    from aiosmtpd.controller import UnthreadedController

    loop = asyncio.new_event_loop()
    controller = UnthreadedController(Counter(), HOST, port, loop=loop, server_hostname="localhost")
    controller.begin()  # type: ignore[no-untyped-call]
    loop.run_forever()


@contextmanager
def listening() -> Iterator[int]:
    """The port of a server, ended with the measure."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.peers.mail_server", str(port)])
    limit = time.monotonic() + PATIENCE
    try:
        while True:
            try:
                smtplib.SMTP(HOST, port, local_hostname="localhost").quit()
                break
            except OSError:
                if time.monotonic() > limit:
                    raise
                time.sleep(0.05)
        yield port
    finally:
        process.kill()
        process.wait()


def counted(port: int) -> tuple[int, int]:
    """How many addresses had a message since the last time, and how many messages were a second one."""
    with smtplib.SMTP(HOST, port, local_hostname="localhost") as line:
        line.ehlo()
        _, words = line.verify("all")
    addresses, twice = words.split()[:2]
    return int(addresses), int(twice)


def write_plainly(port: int, addresses: Sequence[str], subject: str, text: str, html: str) -> None:
    """The usual loop: one line, a message built for each address, no record of who has it."""
    with smtplib.SMTP(HOST, port, local_hostname="localhost") as line:
        for address in addresses:
            line.sendmail("lettre@exemple.fr", [address], _built(address, subject, text, html))


def write_ready(port: int, addresses: Sequence[str], ready: bytes) -> None:
    """The floor: the same bytes to everybody, one line, nothing built nor kept."""
    with smtplib.SMTP(HOST, port, local_hostname="localhost") as line:
        for address in addresses:
            line.sendmail("lettre@exemple.fr", [address], ready)


def _built(address: str, subject: str, text: str, html: str) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["Subject"], message["From"], message["To"] = subject, "lettre@exemple.fr", address
    message["Date"], message["Message-ID"] = formatdate(localtime=True), make_msgid(domain="exemple.fr")
    message["List-Unsubscribe"] = f"<https://exemple.fr/lettre/{address.encode().hex()}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    return message.as_bytes()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
