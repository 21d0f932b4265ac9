"""Each page of the atelier is drawn, whatever changes in the words that it shows."""

from __future__ import annotations

from html import unescape

import pytest

from boite.notifications import words
from boite.notifications.kinds import KINDS
from boite.notifications.models import Channel
from boite.notifications.words import ReminderWords
from boite.settings import Settings
from boite.styleguide.message_forms import told_forms
from boite.styleguide.message_samples import PAPER, REMINDERS, SAID
from boite.styleguide.samples import ERRORS, PAGES
from tests.visitors import Visitor

pytestmark = pytest.mark.anyio

FORMS = {
    "<dt>Objet du courriel</dt>": Channel.MAIL,
    "<h3>Courriel</h3>": Channel.MAIL,
    "<h3>Courriel, boîte partagée</h3>": Channel.MAIL,
    "<dt>Écran verrouillé</dt>": Channel.PUSH,
    "<dt>Avec le détail</dt>": Channel.PUSH,
    "<dt>SMS</dt>": Channel.SMS,
}
"""What each form is named on the page, and the channel that carries it."""
PRIVATE = [str(said) for said in (*SAID.values(), *PAPER.values()) if len(str(said)) > 5]
"""What fills the sentences: papers, places, events, days."""


async def test_each_page_of_the_atelier_is_drawn(client: Visitor) -> None:
    for name in (*PAGES, *(f"erreur-{status}" for status in ERRORS)):
        assert (await client.get(f"/atelier/{name}")).status_code == 200, name
    assert (await client.get("/atelier/rien")).status_code == 404


async def test_each_message_is_there_in_each_form_that_its_kind_has(client: Visitor) -> None:
    page = unescape((await client.get("/atelier/prevenir")).text)
    for kind in KINDS:
        _, found, rest = page.partition(f'id="{kind.code}"')
        section = rest.partition("</section>")[0]
        messages = len(kind.entries) + len(REMINDERS.get(kind, ()))
        assert found, kind.code
        assert messages, f"{kind.code} says nothing"
        assert section.count('class="line message') == messages, kind.code
        for form, carried in FORMS.items():
            assert section.count(form) == (messages if kind.goes_by(carried) else 0), (kind.code, form)
        assert section.count(f"<dd>{kind.outside}</dd>") == 2 * messages, f"{kind.code}: both subjects, for any eye"


def test_each_message_says_itself_to_its_person_and_nothing_of_anybody_to_others(settings: Settings) -> None:
    for kind, told in told_forms(settings):
        for each in told:
            assert each.line.title in each.mail.text, kind.code
            assert each.line.body in " ".join(each.mail.text.split()), kind.code
            outside = " ".join((each.shared.text, each.shared.subject, each.mail.subject, each.locked, each.sms))
            assert kind.outside in each.shared.text, kind.code
            assert each.line.title == kind.outside or each.line.title not in outside, kind.code
            assert not [value for value in PRIVATE if value in outside], kind.code


def test_each_reminder_has_its_words_there() -> None:
    shown = {said for some in REMINDERS.values() for said, _ in some}
    assert {said for said in vars(words).values() if isinstance(said, ReminderWords)} == shown
