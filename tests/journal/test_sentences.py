"""One entry, two sentences: one for whoever did it, one for whom it concerns; and what it is about."""

from __future__ import annotations

from boite.accounts.models import User
from boite.files.journal_kinds import Deposited, FoundDamaged
from boite.journal.record import entry, sentence
from boite.journal.subject import LONGEST, SubjectKind
from boite.news.journal_kinds import SAYS
from boite.publishing.stages import Step

SENT_BACK = SAYS[Step.SENT_BACK](**{"title": "Un forum", "article": "a1", "reason": "Ajoutez une date"})
DEPOSITED = Deposited(name="CV", node="n1")


async def test_a_text_sent_back_is_said_to_both(person: User, stranger: User) -> None:
    his, hers = entry(SENT_BACK, owner=person.id, by=stranger.id), entry(SENT_BACK, owner=stranger.id, by=stranger.id)
    assert sentence(hers, stranger.id) == "Vous avez renvoyé l'actualité « Un forum », avec une raison."
    assert sentence(his, person.id) == "Votre actualité « Un forum » est à reprendre : Ajoutez une date."
    assert his.kind == hers.kind == "news.sent_back"
    assert (his.unseen_since is None, hers.unseen_since) == (False, None)


async def test_without_words_of_its_own_it_names_who_did_it(person: User, stranger: User) -> None:
    row = entry(DEPOSITED, owner=person.id, by=stranger.id)
    assert sentence(row, person.id, "Nadia (coordination)") == "Nadia (coordination) a ajouté « CV »."
    assert sentence(row, person.id) == "Quelqu'un a ajouté « CV »."
    assert sentence(row, stranger.id) == "Vous avez ajouté « CV »."


async def test_nobody_did_it_or_an_old_entry_forgot_who(person: User) -> None:
    damaged = entry(FoundDamaged(name="CV", node="n1"), owner=person.id, by=None)
    assert sentence(damaged, person.id) == "« CV » est abîmé. Nous ne l'avons pas envoyé."
    assert sentence(entry(DEPOSITED, owner=person.id, by=None), person.id) == "Vous avez ajouté « CV »."
    told = entry(SENT_BACK, owner=person.id, by=None)
    assert sentence(told, person.id) == "Votre actualité « Un forum » est à reprendre : Ajoutez une date."


async def test_details_never_write_the_sentence(person: User) -> None:
    row = entry(Deposited(name="{who} {node}", node="n1"), owner=person.id, by=person.id)
    assert sentence(row, person.id) == "Vous avez ajouté « {who} {node} »."


async def test_the_subject_fits_its_column(person: User) -> None:
    row = entry(Deposited(name="CV", node="n" * 300), owner=person.id, by=person.id)
    assert (row.subject_kind, row.subject_id) == (SubjectKind.NODE, "n" * LONGEST)
    assert entry(Deposited(name="CV"), owner=person.id, by=person.id).subject_id is None
