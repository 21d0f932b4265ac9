"""What comes back: reports of failure, given by the mail server to a command. Only our signature is believed."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

import pytest
from starlette.applications import Starlette

from boite.clock import advance
from boite.commands.bounce import receive
from boite.mail import suppression
from boite.mail.addresses import digest
from boite.mail.bounces import Origin, returned, returning
from boite.mail.models import Silence, Why
from boite.mail.reports import Understood
from boite.newsletter import links, progress, silence
from boite.newsletter.models import Bounce, Delivery, Subscription
from boite.settings import Settings
from storage.store import BlobStore
from tests.live import ROOT, environment
from tests.newsletter.readers import scheduled, sent, subscribed

pytestmark = pytest.mark.anyio
REPORT = """\
From: MAILER-DAEMON@mx.exemple.fr
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I am sorry.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.exemple.fr
Arrival-Date: Wed, 25 Nov 2026 09:00:00 +0100

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 User unknown
 in local table

--b
Content-Type: message/rfc822

From: lettre@exemple.fr
Subject: hello

--b--
"""


def report(to: str, *, action: str = "failed", status: str = "5.1.1", recipient: str = "a@exemple.fr") -> bytes:
    return REPORT.format(to=to, action=action, status=status, recipient=recipient).encode()


async def test_reports_of_failure(settings: Settings, store: BlobStore) -> None:
    """Written to the folder of development, whose address of return is signed like any other."""
    readers = await subscribed(settings, "a@exemple.fr", "b@exemple.fr", "c@exemple.fr")
    issue = await scheduled()
    assert await sent(settings, store) == 3
    assert len(list((settings.data / "courriels").glob("*.eml"))) == 3
    first, second, third = await Delivery.all().order_by("mailbox")
    back = {row.id: returning(settings, "retours@exemple.fr", row.id, Origin.LETTER) for row in (first, second, third)}
    # Forged: a signature of another mail, none at all, a number that no column holds, no address.
    stolen = back[second.id].replace(f"+{second.id}-", f"+{first.id}-")
    for to in (stolen, "retours@exemple.fr", f"retours+{'9' * 19}-{'a' * 16}@exemple.fr", "", "\x00@é"):
        assert await receive(settings, report(to)) == Understood.FOREIGN
    assert await receive(settings, b"\xff\x00 nothing", back[first.id]) == Understood.TEMPORARY
    assert await receive(settings, report(back[first.id], action="delayed", status="4.4.1")) == (Understood.TEMPORARY)
    assert not await Bounce.exists()
    # Servers write local parts in small or in capital letters.
    assert await receive(settings, report(back[first.id].upper())) == Understood.NOTED
    assert await receive(settings, report(back[first.id])) == Understood.KNOWN
    assert await receive(settings, report("x@y.fr", status="5.2.2"), back[second.id]) == Understood.NOTED
    noted = await Bounce.get(delivery_id=first.id)
    assert (noted.status, noted.lasting, noted.words) == ("5.1.1", True, "550 5.1.1 User unknown in local table")
    assert not (await Bounce.get(delivery_id=second.id)).lasting, "a full mailbox exists"
    assert (await Subscription.get(id=readers[0].id)).ended_why == Why.BOUNCED
    assert await suppression.among([digest(settings.secret_key(), "a@exemple.fr")])
    assert not await suppression.among([digest(settings.secret_key(), "b@exemple.fr")])
    figures = await progress.progress(issue)
    assert (figures.handed, figures.bounced) == (3, 2)
    again = await scheduled(title="La suivante")
    await sent(settings, store)
    assert (await progress.progress(again)).handed == 2, "the address that does not exist is put aside"


def test_the_command_of_the_mail_server(settings: Settings) -> None:
    command = [sys.executable, "-W", "error", "-m", "boite", "bounce"]
    done = subprocess.run(
        command, input=report("retours@exemple.fr"), cwd=ROOT, env=environment(settings), capture_output=True
    )
    assert done.returncode == 65, done.stderr.decode()
    assert "refusé" in done.stdout.decode()


@pytest.mark.parametrize("first", ["bounced", "left"])
async def test_coming_back_revives_nothing_that_bounced(settings: Settings, store: BlobStore, first: str) -> None:
    """The address does not exist, whatever its person says, before or after: neither a letter asked for, nor one that
    comes with a profession, goes there again.
    """
    [reader] = await subscribed(settings, "a@exemple.fr")
    box = reader.mailbox_digest
    for what in ("bounced", "left") if first == "bounced" else ("left", "bounced"):
        await (silence.silence(box, Why.BOUNCED) if what == "bounced" else silence.leave(box))
    assert (await Silence.get()).why == Why.LEFT
    await silence.come_back(box)
    assert (await Silence.get()).why == Why.BOUNCED
    assert await suppression.among([box]) == {box}
    kept = await Subscription.get()
    assert (kept.ended_at is None) is (first == "left"), "what its person ended is theirs to take up; it stays silent"


async def test_coming_back_revives_what_left_and_only_that(settings: Settings, store: BlobStore) -> None:
    bounced, left = await subscribed(settings, "a@exemple.fr", "b@exemple.fr")
    await silence.silence(bounced.mailbox_digest, Why.BOUNCED)
    await silence.leave(left.mailbox_digest)
    for reader in (bounced, left):
        await silence.come_back(reader.mailbox_digest)
    assert (await Subscription.get(id=bounced.id)).ended_why == Why.BOUNCED
    assert (await Subscription.get(id=left.id)).ended_at is None
    assert await suppression.among([bounced.mailbox_digest, left.mailbox_digest]) == {bounced.mailbox_digest}


async def test_a_bounce_of_long_ago_no_longer_counts(settings: Settings, store: BlobStore) -> None:
    [reader] = await subscribed(settings, "a@exemple.fr")
    await silence.silence(reader.mailbox_digest, Why.BOUNCED)
    await silence.leave(reader.mailbox_digest)
    advance(timedelta(days=366))
    await silence.come_back(reader.mailbox_digest)
    assert not await Silence.exists()


async def test_a_new_secret_forgets_no_silence(settings: Settings, app: Starlette) -> None:
    silent, account, other = "a@exemple.fr", "compte 42", "b@exemple.fr"
    for box in (silent, account):
        await silence.leave(digest(settings.secret_key(), box))
    changed = replace(settings, secret="another-secret-of-the-tests", former_secrets=settings.secret)
    assert await suppression.suppressed(changed, [silent, account, other]) == {silent, account}
    back = returning(settings, "retours@exemple.fr", 12, Origin.LETTER)
    leaving = links.leaving(settings, "f" * 32).rsplit("/", 1)[-1]
    assert returned(changed, back) == (Origin.LETTER, 12)
    assert links.left(changed, leaving) == "f" * 32
    forgotten = replace(changed, former_secrets="")
    assert returned(forgotten, back) is None
