"""What was written before entries had their subject: migrations tell it from the details, on either engine."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace
from uuid import uuid4

from boite.accounts.models import User
from boite.clock import now
from boite.database.connection import connection, migrations_module, transaction
from boite.directory.models import Territory
from boite.journal.catalogue import catalogue, leads_to
from boite.journal.models import Entry
from boite.journal.record import sentence, settle
from boite.journal.subject import SubjectKind

OLD: tuple[tuple[str, dict[str, object], str, str | None], ...] = (
    ("account.signed_in", {"device": "Chrome"}, "account", "{owner}"),
    ("account.opened", {}, "box", "{owner}"),
    ("account.closing_asked", {"day": "demain"}, "box", "{owner}"),
    ("agenda.attested", {"title": "CV", "slug": "atelier-cv", "node": "n3"}, "node", "n3"),
    ("agenda.joined", {"title": "CV", "slug": "atelier-cv"}, "event", "atelier-cv"),
    ("directory.edited", {"name": "CIO", "slug": "cio"}, "structure", "cio"),
    ("directory.edited", {"name": "CIO"}, "structure", None),
    ("directory.imported", {"name": "lieux.csv", "count": 2}, "import", "lieux.csv"),
    ("file.deposited", {"name": "CV", "node": "n1"}, "node", "n1"),
    ("file.purged", {"name": "CV", "node": ""}, "node", None),
    ("group.exposed", {"name": "Plan", "node": "n2"}, "node", "n2"),
    ("group.opened", {"name": "Groupe Cher"}, "group", "{owner}"),
    ("library.read", {"title": "Guide", "resource": "r1"}, "resource", "r1"),
    ("news.pinned", {"title": "Forum", "article": "a1"}, "article", "a1"),
    ("news.proposal_refused", {"title": "Vélos", "article": ""}, "proposal", None),
    ("newsletter.begun", {"title": "Mai", "issue": "i1"}, "issue", "i1"),
    ("newsletter.asked", {"place": "Cher"}, "territory", "SPRO-18"),
    ("newsletter.dropped", {"place": "Nulle part"}, "territory", None),
    ("newsletter.work_left", {}, "account", "{owner}"),
    ("orientation.edited", {"words": "Où dormir ?"}, "question", None),
    ("orientation.handed_over", {"name": "CIO", "slug": "cio"}, "structure", "cio"),
    ("portraits.written", {"territory": "Cher", "place": "SPRO-18", "question": "Qui ?"}, "portrait", "SPRO-18"),
    ("upload.expired", {"name": "film.mp4", "node": ""}, "upload", None),
)
"""A kind, its details as they were kept, and the subject that they tell."""
TOLD = (
    ("news.yours_sent_back", {"title": "Forum", "article": "a1", "reason": "Une date"}, "news.sent_back"),
    ("library.yours_published", {"title": "Guide", "resource": "r1"}, "library.published"),
    ("directory.yours_refused", {"name": "CIO", "slug": "cio", "reason": "Non"}, "directory.refused"),
)
"""Kinds of before, for whom they concern, and the kind that has both sentences now."""


LATER = {
    *("account.new_device", "support.commune_said", "support.added", "support.changed", "support.removed"),
    *("support.matched", "account.statistics_refused", "account.statistics_accepted"),
    *("account.all_sessions_closed", "account.unlocked", "account.quota_changed", "account.role_changed"),
    *("account.kept_from_mail", "account.disabled", "account.enabled", "account.passphrase_given"),
    "account.administered",
}
"""Born after it: no row of before has them."""
STEPS = (("0019_subject", "tell_subjects"), ("0037_attested", "about_the_paper"))
"""The migrations that say what entries are about, each with the step that does. A later one corrects an earlier one."""


async def migrated() -> None:
    """The own steps of those migrations, on the open base: later migrations may come after them."""
    for name, step in STEPS:
        async with transaction():
            await getattr(import_module(f"{migrations_module()}.{name}"), step)(
                None, SimpleNamespace(client=connection())
            )


async def test_old_entries_get_the_subject_that_their_details_tell(person: User) -> None:
    await Territory.create(code="SPRO-18", name="Cher")
    for code, details, *_ in OLD:
        await Entry.create(owner_id=person.id, actor_id=person.id, kind=code, details=details, subject="x:y")
    last = await Entry.all().count()
    await migrated()
    await migrated()
    rows = (await Entry.all().order_by("id"))[last - len(OLD) :]
    found = [(row.kind, row.details, row.subject_kind, row.subject_id) for row in rows]
    wanted = [(code, details, word, which and which.format(owner=person.id)) for code, details, word, which in OLD]
    assert found == wanted
    assert {row.subject for row in rows} == {None}
    assert [catalogue()[row.kind].subject_kind for row in rows] == [row.subject_kind for row in rows]


async def test_what_was_told_reads_as_before_under_the_kind_of_both(person: User, stranger: User) -> None:
    for code, details, _ in TOLD:
        await Entry.create(owner_id=person.id, actor_id=stranger.id, kind=code, details=details)
    await migrated()
    rows = await Entry.filter(actor_id=stranger.id, owner_id=person.id).order_by("id")
    assert [row.kind for row in rows] == [kind for *_, kind in TOLD]
    assert [sentence(row, person.id) for row in rows] == [
        "Votre actualité « Forum » est à reprendre : Une date.",
        "Votre ressource « Guide » est en ligne.",
        "Votre correction pour « CIO » n'est pas retenue : Non.",
    ]


async def test_every_kind_of_before_is_in_the_migration(person: User) -> None:
    for code in catalogue().keys() - LATER:
        await Entry.create(owner_id=person.id, kind=code, details={})
    await migrated()
    for row in await Entry.filter(owner_id=person.id):
        assert row.subject_kind == catalogue()[row.kind].subject_kind, row.kind


async def test_an_attestation_told_about_its_event_leads_to_its_paper_and_is_about_it(person: User) -> None:
    paper = str(uuid4())
    before = {"title": "Forum", "slug": "forum", "node": paper}
    told = Entry(owner_id=person.id, kind="agenda.attested", details=before, unseen_since=now())
    told.subject_kind, told.subject_id = "event", "forum"
    await told.save()
    await migrated()
    [row] = await Entry.filter(owner_id=person.id, kind="agenda.attested")
    assert (row.subject_kind, row.subject_id) == ("node", paper)
    assert leads_to(catalogue()[row.kind], row.details) == ("files:paper", {"node": paper})
    await settle(SubjectKind.EVENT, "forum", [person.id])
    assert await Entry.filter(owner_id=person.id, unseen_since__isnull=False).count() == 1
    await settle(SubjectKind.NODE, paper, [person.id])
    assert not await Entry.filter(owner_id=person.id, unseen_since__isnull=False).count()
