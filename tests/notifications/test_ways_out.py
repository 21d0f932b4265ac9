"""Every kind, in every form that leaves the service: always a way out, and outside nothing of anybody."""

from __future__ import annotations

import re

import pytest
from starlette.applications import Starlette

from boite.languages.spoken import speaking
from boite.notifications.kinds import KINDS
from boite.notifications.message_kind import Urgency
from boite.styleguide.message_forms import MessageForms, told_forms
from boite.styleguide.message_samples import PAPER, SAID

NAMED = [value for value in {**SAID, **PAPER}.values() if isinstance(value, str) and len(value) > 4]
"""What fills the sentences of the samples: papers, places, names, days, sizes."""
NOT_MINE, OF_KIND = "Ce message n'est pas pour moi", "Ne plus recevoir ce genre de message"


@pytest.fixture
def forms(app: Starlette) -> list[MessageForms]:
    """All that may be said, in French."""
    with speaking("fr"):
        every = told_forms(app.state.settings)
    assert [kind for kind, some in every if some] == list(KINDS)
    return [one for _, some in every for one in some]


async def test_each_mail_has_a_way_out(forms: list[MessageForms]) -> None:
    """What is urgent says why it leaves; the others end their kind, or all mails where several people read."""
    for each in forms:
        kind, urgent = each.line.kind, each.line.kind.urgency == Urgency.NOW or bool(each.line.kind.always)
        for letter in (each.mail, each.shared):
            for face in (letter.text, letter.html.replace("&#39;", "'")):
                assert NOT_MINE in face, kind.code
                assert "/messages/fin/" in face
                assert "Pourquoi ce message ?" in face
        assert (OF_KIND in each.mail.text) is not urgent, kind.code
        assert OF_KIND not in each.shared.text, "which kind it is says too much there"
        assert ("Ne plus recevoir de courriel" in each.shared.text) is not urgent
        assert not each.sms or re.search(r"Stop : \S+/fin/\S+", each.sms), kind.code


async def test_outside_nothing_of_anybody_is_said(forms: list[MessageForms]) -> None:
    inside = 0
    for each in forms:
        for words in (each.locked, each.sms, each.mail.subject, each.shared.subject, each.shared.text):
            assert not [value for value in NAMED if value in words], (each.line.kind.code, words)
        inside += any(value in each.mail.text for value in NAMED)
    assert inside > len(KINDS) / 2, "these words are those that fill the sentences"
