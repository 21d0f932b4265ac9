"""The jobs of ROME: imported once and for all times, found by the words of people, whatever the file holds."""

from __future__ import annotations

import gzip

from boite.accounts.models import User
from boite.commands.importing import import_all
from boite.directory.exchange import files
from boite.library import jobs, resource_lists
from boite.library.job_importing import import_jobs
from boite.library.models import Job, JobName
from boite.library.resource_lists import WantedResources
from boite.settings import Settings
from storage.store import BlobStore
from tests.conftest import OpenAccount
from tests.library.resources import JOBS, make_resource
from tests.news.desks import coordinator


async def test_imported_twice_is_once_and_found_by_any_of_its_names(settings: Settings) -> None:
    from boite.database.connection import opened

    packed = {"metiers.csv.gz": gzip.compress(JOBS.encode())}
    [report] = await import_all(settings, packed, dry_run=True)
    assert report.counts == {"created": 4}
    async with opened(settings):
        assert not await Job.exists()
    for expected in ("created", "unchanged"):
        [report] = await import_all(settings, packed, dry_run=False)
        assert report.counts == {expected: 4}
    async with opened(settings):
        found = jobs.FoundJob("D1102", "Boulangerie et viennoiserie", "Boulanger / Boulangère")
        for words in ("boulangère", "BOULANGERS", "boulangere"):
            assert (await jobs.search(words))[0] == found, words
        assert [job.code for job in await jobs.search(" d1102 ")] == ["D1102"]
        for words in ("", "  ", "%", "_", "' OR 1=1", "x" * 3000, "de la", "Z9999", "boulangère menuisière"):
            assert await jobs.search(words) == [], words


async def test_a_new_name_is_found_at_once(new_person: OpenAccount, store: BlobStore) -> None:
    await import_jobs(JOBS.encode())
    nadia: User = await coordinator(new_person)
    await make_resource(nadia, store, title="Le pain", jobs=("D1102",))
    assert not (await resource_lists.LISTS.search(WantedResources(words="touriere"))).listed.rows
    changed = JOBS.replace("Boulanger / Boulangère", "Tourier / Tourière").replace("Menuiserie\n", "Bois\n")
    report = await import_jobs(changed.encode())
    assert report.counts == {"changed": 2, "unchanged": 2}
    assert [
        row["title"] for row in (await resource_lists.LISTS.search(WantedResources(words="touriere"))).listed.rows
    ] == ["Le pain"]
    assert (await Job.get(code="H2206")).name == "Bois"


async def test_files_that_are_none(app: object) -> None:
    bomb = gzip.compress(b"code_rome,appellation_code,libelle\n" + b"0" * (files.LIMIT + 10))
    assert len(bomb) < 100_000
    wrong = "D1102,,Pain\nd1102,,Minuscule\nD1103,x,Faux\nH9999,1,Orphelin\nD1102,,Deux fois\nD1104,,\n"
    head = "code_rome,appellation_code,libelle\n"
    for content, words in (
        (bomb, "trop lourd une fois ouvert"),
        (gzip.compress(JOBS.encode())[:-9], "incomplet"),
        (b"\x1f\x8b\x08abcdef", "abîmé"),
        (b"nom,code\nx,y\n", "aucune sorte connue"),
        (b"question;libelle\nx;y\n", "ne contient pas de métiers"),
    ):
        report = await import_jobs(content)
        assert words in report.lines[0].why, words
    report = await import_jobs((head + wrong).encode())
    assert report.counts == {"created": 1, "refused": 5}
    assert await JobName.all().count() == 1
