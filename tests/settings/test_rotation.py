"""A new secret signs; what the former one signed is read as long as it is given, and no longer."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.applications import Starlette

from boite.accounts import known_devices
from boite.accounts.known_devices import Device
from boite.accounts.models import User
from boite.errors import Invalid, NotFound
from boite.mail import bounces
from boite.mail.bounces import Origin
from boite.newsletter import links
from boite.notifications import contact_points, end_links, keep_links
from boite.notifications.end_links import EndScope
from boite.notifications.models import Channel
from boite.settings import Settings
from boite.settings.in_force import in_force
from tests.notifications.reaching import contact


def test_the_age_of_a_secret_is_told_and_nothing_else_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "secret"
    file.write_text("un-secret-que-nul-ne-lit-0123456789")
    before = file.stat().st_mtime - 12.5 * 86_400
    os.utime(file, (before, before))
    monkeypatch.setenv("BOITE_DATA", str(tmp_path))
    [line] = [line for line in in_force() if line.name == "BOITE_SECRET"]
    assert line.days == 12
    assert line.origin.replace("\u202f", " ").endswith("secret, écrit il y a 12 jours")
    monkeypatch.setenv("BOITE_SECRET", "un-secret-que-nul-ne-lit-0123456789")
    assert [line.days for line in in_force() if line.name == "BOITE_SECRET"] == [None]


async def test_what_the_former_secret_signed_is_read_while_it_is_given(
    app: Starlette, person: User, settings: Settings
) -> None:
    renewed = replace(settings, secret="n" * 64, former_secrets=settings.secret_key())
    forgotten = replace(renewed, former_secrets="")
    mailbox = await contact(settings, person, Channel.MAIL)
    asked = await contact_points.ask(settings, person.id, Channel.MAIL, "autre@exemple.fr")
    ending, short = end_links.ending(settings, mailbox, EndScope.CHANNEL), end_links.short_ending(settings, mailbox)
    keeping, leaving = await keep_links.keeping(settings, mailbox), links.leaving(settings, "abc")
    back = bounces.returning(settings, "retours@exemple.fr", 7, Origin.SINGLE)
    device = Device("appareil").with_account(person, settings).cookie(settings)

    async def read(given: Settings) -> list[bool]:
        def opens(link: str, reading: Callable[[Settings, str], object]) -> bool:
            try:
                return bool(reading(given, link.rpartition("/")[2]))
            except NotFound:
                return False

        return [
            known_devices.read(device, given).knows(person, given),
            *(opens(link, reading) for link, reading in ((ending, end_links.read), (short, end_links.read))),
            opens(leaving, links.left),
            await keep_links.kept_by(given, keeping.rpartition("/")[2]) is not None,
            bounces.returned(given, back) is not None,
        ]

    assert all(await read(renewed))
    assert not any(await read(forgotten))
    # What is signed now is signed by the new one: the former may go.
    assert known_devices.read(Device("neuf").cookie(renewed), forgotten).number == "neuf"
    code = contact_points.code_of(settings, asked)
    with pytest.raises(Invalid):
        await contact_points.confirm(forgotten, person.id, Channel.MAIL, code)
    assert (await contact_points.confirm(renewed, person.id, Channel.MAIL, code)).id == asked.id
