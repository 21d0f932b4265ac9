"""What is signed and carried by the browser: how long it is understood."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from itsdangerous import TimestampSigner

from boite.accounts import card_passphrase
from boite.accounts.models import Session
from boite.boxes import proposal
from boite.clock import now
from boite.errors import Invalid
from boite.settings import Settings
from boite.web import honeypot
from boite.web.forms import Form
from boite.web.honeypot import ReadingTime
from tests.hours import put_clock_at

START = datetime(2027, 3, 15, 9, 0, tzinfo=UTC)


def later(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    """The library that signs reads the machine's clock, not the service's."""
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: int(time.time()) + seconds)


def test_a_proposed_passphrase_one_hour_and_a_card_half_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(secret="x")
    sealed = proposal.seal("soleil bateau", settings)
    later(monkeypatch, 3600 - 60)
    assert proposal.unseal(sealed, settings) == "soleil bateau"
    later(monkeypatch, 3600 + 60)
    assert proposal.unseal(sealed, settings) is None
    put_clock_at(START)
    session = Session(created_at=now(), card=card_passphrase.sealed("soleil bateau", "a token"))
    put_clock_at(START + timedelta(minutes=29))
    assert card_passphrase.read(session, "a token") == "soleil bateau"
    put_clock_at(START + timedelta(minutes=31))
    assert card_passphrase.read(session, "a token") is None


def test_a_form_is_read_for_three_seconds_at_least_and_a_day_at_most() -> None:
    put_clock_at(START)
    reading = ReadingTime(Settings(secret="x"))
    fields = [(honeypot.STAMP, reading.stamp)]
    again = [(honeypot.AGAIN, "oui")]
    for seconds, said in {0: honeypot.SECOND_LOOK, 2: honeypot.SECOND_LOOK, 86400 + 60: honeypot.TOO_LATE}.items():
        put_clock_at(START + timedelta(seconds=seconds))
        with pytest.raises(Invalid) as caught:
            reading.check(Form(fields), "title")
        assert caught.value.fields == {"title": said}, seconds
    for seconds in (4, 86400 - 60, -3600):  # a clock set back accuses nobody
        put_clock_at(START + timedelta(seconds=seconds))
        reading.check(Form(fields), "title")
    put_clock_at(START)
    reading.check(Form([*fields, *again]), "title")  # fast again: a person helped by a program
