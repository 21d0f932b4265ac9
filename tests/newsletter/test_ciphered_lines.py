"""Lines to a server that wants a cipher and a name: the usual ones of a host, against a real server."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from boite.mail.connection import SendOutcome, Unreachable, opened_line
from boite.settings import Settings
from tests.live import free_port
from tests.newsletter.post_office import PostOffice

NAME, WORD = "lettre@exemple.fr", "p@sse: mot"
ENCODED = "lettre%40exemple.fr:p%40sse%3A%20mot"
MESSAGE = b"Subject: essai\r\n\r\nBonjour.\r\n"


def _known(server: Any, session: Any, envelope: Any, mechanism: str, said: Any) -> AuthResult:
    assert isinstance(said, LoginPassword)
    return AuthResult(success=(said.login, said.password) == (NAME.encode(), WORD.encode()), handled=False)


@contextmanager
def _office(scheme: str, office: PostOffice, authority: trustme.CA) -> Iterator[int]:
    """A server of this scheme that takes nothing before the cipher and the name. Gives its port."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(context)
    first_byte = scheme == "smtps"
    # aiosmtpd does not see the cipher of a first byte: it cannot want a name before the rest. A false one is refused.
    options: dict[str, Any] = {"ssl_context": context, "auth_require_tls": False}
    if not first_byte:
        options = {"tls_context": context, "require_starttls": True, "auth_required": True}
    port = free_port()
    controller = Controller(office, hostname="localhost", port=port, authenticator=_known, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
async def test_a_name_is_said_under_a_cipher_only(
    scheme: str, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority, office = trustme.CA(), PostOffice()
    with _office(scheme, office, authority) as port:
        ours = replace(settings, mail_url=f"{scheme}://{ENCODED}@localhost:{port}")
        with pytest.raises(Unreachable):  # nobody we trust vouches for this server
            async with opened_line(ours):
                pass
        authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
        async with opened_line(ours) as line:
            reply = await line.hand("retour@exemple.fr", "ines@exemple.fr", MESSAGE)
            assert reply.outcome == SendOutcome.HANDED
        with pytest.raises(Unreachable):
            async with opened_line(replace(settings, mail_url=f"{scheme}://lettre:faux@localhost:{port}")):
                pass
    assert [taken[:2] for taken in office.taken] == [("retour@exemple.fr", "ines@exemple.fr")]


async def test_a_server_without_a_cipher_never_hears_the_word(settings: Settings) -> None:
    heard: list[bytes] = []

    class Listening(PostOffice):
        async def handle_AUTH(self, *said: Any) -> str:
            heard.append(b"AUTH")
            return "535 no"

    controller = Controller(Listening(), hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        with pytest.raises(Unreachable):
            async with opened_line(
                replace(settings, mail_url=f"smtp+starttls://{ENCODED}@127.0.0.1:{controller.port}")
            ):
                pass
    finally:
        controller.stop()
    assert not heard
