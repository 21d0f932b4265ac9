"""`boite import` and `boite export`: what somebody at the keyboard reads, and what the shell gets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from boite.__main__ import COMMANDS, MODULES, main
from boite.commands import exporting, importing
from boite.settings import Settings
from tests.databases import ENGINE
from tests.directory.data_files import DEMO, structure, written


@pytest.fixture(autouse=True)
def environment(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands read the environment: that of this test's own database."""
    monkeypatch.setenv("BOITE_DATA", str(settings.data))
    monkeypatch.setenv("BOITE_SECRET", settings.secret)
    if ENGINE == "postgres":
        monkeypatch.setenv("BOITE_DATABASE", settings.database)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of one structure."""
    path = tmp_path / "structures.json"
    path.write_bytes(written([structure()]))
    return path


def test_both_are_commands() -> None:
    assert {"import", "export"} <= COMMANDS.keys()
    assert MODULES.keys() <= COMMANDS.keys()


def test_files_enter_in_the_order_they_need(capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(DEMO / name) for name in ("questions.csv", "structures.json", "communes.json", "territories.json")]
    assert importing.run(files) == 0
    said = capsys.readouterr().out
    assert said.index("territories.json") < said.index("communes.json") < said.index("structures.json")
    assert "questions.csv (questions de « Qui peut m'aider ? »)" in said
    assert "63\u202flignes lues : 63\u202fcréées." in said


def test_twice_says_that_nothing_changed(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    importing.run([str(file)])
    assert importing.run([str(file)]) == 0
    assert "1\u202fligne lue : 1\u202finchangée." in capsys.readouterr().out


def test_a_refusal_is_said_and_fails(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(written([structure(), structure("dora--2", nom="x")]))
    assert importing.run([str(file)]) == 1
    said = capsys.readouterr().out
    assert "ligne 2, REFUSÉE : structure dora--2 « x ». nom : C'est trop court : 3 signes au moins." in said


def test_a_rehearsal_changes_nothing(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert importing.run(["--dry-run", str(file)]) == 0
    assert "Essai seulement : rien n'a été changé." in capsys.readouterr().out
    importing.run([str(file)])
    assert "1\u202fcréée" in capsys.readouterr().out


def test_a_file_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert importing.run([str(tmp_path / "absent.json")]) == 1
    assert "ce fichier ne se lit pas" in capsys.readouterr().err


def test_one_unreadable_file_does_not_stop_the_others(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = file.with_name("casse.json")
    broken.write_text("{")
    assert importing.run([str(broken), str(file)]) == 1
    said = capsys.readouterr().out
    assert "casse.json (fichier illisible)" in said
    assert "1\u202fcréée" in said


def test_long_reports_are_cut_unless_asked(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(written(["x"] * 60))
    importing.run([str(file)])
    assert "… et 10 autres lignes" in capsys.readouterr().out
    importing.run(["--all", str(file)])
    assert capsys.readouterr().out.count("REFUSÉE") == 60


def test_what_is_exported_comes_back(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    importing.run([str(file)])
    out = tmp_path / "annuaire.json"
    assert exporting.run(["structures", "-o", str(out)]) == 0
    assert [each["id"] for each in json.loads(out.read_bytes())["structures"]] == ["dora--1"]
    assert list(tmp_path.glob("*.partiel")) == []
    assert importing.run([str(out)]) == 0
    assert "1\u202finchangée" in capsys.readouterr().out


@pytest.mark.parametrize("what", ["structures", "csv", "communes", "questions"])
def test_without_a_file_it_is_written_out(what: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert exporting.run([what]) == 0
    assert capfdbinary.readouterr().out.endswith(b"\n")


def test_an_unknown_export_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        exporting.run(["tout"])
    assert "structures" in capsys.readouterr().err


def test_the_front_door_knows_them(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("boite.bootstrap.ensure", lambda *_: None)
    with pytest.raises(SystemExit):
        main(["import", "--help"])
    assert "boite import" in capsys.readouterr().out
