"""`boite user --import`: every account of a table, or none; the passphrases are on the slips and nowhere else."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.applications import Starlette

from boite.accounts.known_devices import Device
from boite.accounts.models import AccountRole, User
from boite.accounts.signing_in import sign_in
from boite.administration import bulk
from boite.commands.user import run
from boite.directory.models import Membership, Structure
from boite.errors import Invalid
from boite.files.models import Space
from boite.settings import Settings
from tests.directory.sheets import make_structure
from tests.live import ROOT, environment


@pytest.mark.each_engine
async def test_every_account_of_a_table_or_none(app: Starlette, settings: Settings, tmp_path: Path) -> None:
    sheet: Structure = await make_structure()
    before = await User.all().count()
    table, slips = tmp_path / "comptes.csv", tmp_path / "plis.txt"
    good = f"prenom;role;structure;place\nAna;personne;;2Go\nBo;professionnel;{sheet.slug};\n;;;\n"
    bad = "Chloé;directrice;;\nDan;personne;;beaucoup\nEd;;nulle-part;\nFay;personne\n"
    table.write_text(good + bad)
    content = table.read_bytes()
    newcomers, refused = await bulk.read(content, settings)
    assert (len(newcomers), [each.number for each in refused]) == (3, [5, 6, 7, 8])
    newcomers, refused = await bulk.read(good.replace(";", ",").encode("utf-8-sig"), settings)
    assert (len(newcomers), refused) == (3, [])

    # The slips cannot be written, or are there already: nobody is created.
    for place in (tmp_path / "comptes.csv", Path("/proc/plis.txt")):
        with pytest.raises(Invalid):
            await bulk.create(newcomers, place, settings)
    assert await User.all().count() == before
    assert not await Membership.exists()

    handles = await bulk.create(newcomers, slips, settings)
    assert await User.all().count() == before + 3
    assert slips.stat().st_mode & 0o777 == 0o600
    papers = slips.read_text().split("\f")
    for handle, paper in zip(handles, papers, strict=True):
        [passphrase] = re.findall("Phrase secrète : (.+)", paper)
        assert handle in paper
        user = await sign_in(handle, passphrase, address="192.0.2.1", device=Device("x"), settings=settings)
        assert user.handle == handle
    ana, bo, nobody = [await User.get(handle=handle) for handle in handles]
    assert (ana.first_name, (await Space.get(owner_id=ana.id)).quota_bytes) == ("Ana", 2_000_000_000)
    assert bo.role == AccountRole.PROFESSIONAL
    assert await Membership.filter(user_id=bo.id, structure_id=sheet.id).exists()
    assert (nobody.first_name, nobody.role) == ("", AccountRole.PERSON)


NONSENSE = (b"", b"prenom;mot\nAna;x\n", b"prenom;prenom\nAna;Bo\n", b"prenom\n", b"prenom\n\xff\n", b'prenom\n"Ana\n')


async def test_what_is_no_such_table_is_refused(settings: Settings) -> None:
    for content in NONSENSE:
        with pytest.raises(Invalid):
            await bulk.read(content, settings)


def test_the_command_says_each_line_and_creates_nobody(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment(settings).items():
        monkeypatch.setenv(name, value)
    table, slips = tmp_path / "comptes.csv", tmp_path / "plis.txt"

    def typed(text: str, *words: str) -> tuple[int, str]:
        table.write_text(text)
        status = run(["--import", str(table), *words])
        return status, " ".join("".join(capsys.readouterr()).split())

    status, said = typed("prenom;role\nAna;reine\n", "--slips", str(slips))
    assert status == 1
    assert "ligne 2 : Le rôle « reine » n'existe pas" in said
    status, said = typed("prenom\nAna\n", "--dry-run")
    assert status == 0
    assert "1 compte peut être créé" in said
    assert not slips.exists()
    assert typed("prenom\nAna\n", "--slips", str(slips))[0] == 0
    assert "Phrase secrète" in slips.read_text()


def test_the_first_passphrases_of_a_process_are_hashed_together() -> None:
    """The library looks for its backend at the first one, and two threads that look at once broke it."""
    code = (
        "import asyncio; from boite.accounts.credentials import hash_passphrase as h\n"
        "async def both(): await asyncio.gather(*map(h, 'abcd'))\nasyncio.run(both())"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
