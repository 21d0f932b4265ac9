"""What an operator writes in the environment: within bounds, or one French sentence that says what to write."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boite.commands import config
from boite.errors import CannotStart
from boite.settings import PREFIX, Settings
from boite.settings.hiding import shown
from boite.settings.reading import SECRETS, BadSettings
from tests.live import ROOT

NAMES = [item.name for item in fields(Settings)]
VALUES = st.one_of(
    st.text(max_size=400),
    st.integers().map(str),
    st.floats().map(str),
    st.sampled_from(
        ["", " ", "-1", "0", "oui", "HTTPS://", "https://", "http://[", "file:", "postgres://", "\u0661", "1e9"]
    ),
)


def read(**given: str) -> Settings:
    return Settings.from_environment({PREFIX + name.upper(): value for name, value in given.items()})


def refusal(**given: str) -> str:
    with pytest.raises(BadSettings) as refused:
        read(**given)
    return str(refused.value)


@given(name=st.sampled_from(NAMES), raw=VALUES)
def test_any_value_is_read_within_its_bounds_or_refused_in_one_sentence(name: str, raw: str) -> None:
    default = getattr(Settings(), name)
    try:
        value = getattr(read(**{name: raw}), name)
    except CannotStart as refused:
        said = str(refused)
        assert f"{PREFIX}{name.upper()} : " in said
        assert said.count("\n") >= 1
        assert "Traceback" not in said
    else:
        assert type(value) is type(default) or isinstance(value, Path)
        assert getattr(read(**{name: str(value)}), name) == value, "said again, it is the same"


@pytest.mark.parametrize("item", fields(Settings), ids=lambda item: item.name)
def test_every_default_is_within_the_bounds_of_its_setting(item: Any) -> None:
    if item.default == "":
        return
    raw = {True: "oui", False: "non"}[item.default] if isinstance(item.default, bool) else str(item.default)
    assert item.metadata["bound"](raw) == item.default


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        *[("port", raw) for raw in ("0", "-1", "65536", "8000.5", "huit", "1e3", "٨٠٠٠")],
        *[("quota_bytes", raw) for raw in ("0", "-5", "1Go", "99999999999999999999")],
        *[("trash_days", raw) for raw in ("0", "-30", "1000000")],
        *[("account_tries", raw) for raw in ("0", "-1", "2")],
        *[("hashing_threads", raw) for raw in ("0", "1000")],
        *[("mail_timeout", raw) for raw in ("0", "86400")],
        *[("chores", raw) for raw in ("peut-être", "2")],
        *[("environment", raw) for raw in ("prod", "développement")],
        *[("log_level", raw) for raw in ("BAVARD", "10")],
        *[
            ("base_url", raw)
            for raw in ("boite.exemple.fr", "ftp://a.fr", "https://", "https://a.fr/page", "http://a b")
        ],
        *[("trusted_proxies", raw) for raw in ("mandataire", "10.0.0.1;10.0.0.2", "10.0.0.0/40")],
        *[("database", raw) for raw in ("mysql://a/b", "postgres://", "boite.sqlite3")],
        *[("storage", raw) for raw in ("/srv/papiers", "s3://", "s3://Seau", "s3://nom:clé@seau", "memory")],
        *[("mail_url", raw) for raw in ("smtp.exemple.fr", "http://smtp.exemple.fr", "smtp://")],
        *[("contact", raw) for raw in ("bonjour", "a@b", "a b@exemple.fr")],
        *[("secret", raw) for raw in ("court", "a" * 64, "motdepasse")],
        *[("former_secrets", raw) for raw in ("court", "x" * 30)],
    ],
)
def test_a_senseless_value_is_refused_by_its_name(name: str, raw: str) -> None:
    said = refusal(**{name: raw})
    assert said.startswith(f"{PREFIX}{name.upper()} : ")
    assert "ne va pas : " in said


@pytest.mark.parametrize("raw", ["HTTPS://Boite.Exemple.FR", "https://boite.exemple.fr/", " https://boite.exemple.fr "])
def test_a_site_over_https_has_secure_cookies_however_it_is_written(raw: str) -> None:
    found = read(base_url=raw)
    assert found.secure
    assert found.base_url == "https://boite.exemple.fr"
    assert Settings(base_url="HTTPS://boite.exemple.fr").secure


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("QUOTA", "BOITE_QUOTA_BYTES"),
        ("TRUSTED_PROXY", "BOITE_TRUSTED_PROXIES"),
        ("BASEURL", "BOITE_BASE_URL"),
        ("MAILURL", "BOITE_MAIL_URL"),
        ("SECRETS", "BOITE_SECRET"),
        ("base_url", "BOITE_BASE_URL"),
    ],
)
def test_a_name_that_does_not_exist_gets_the_nearest_one(wrong: str, meant: str) -> None:
    with pytest.raises(BadSettings) as refused:
        Settings.from_environment({PREFIX + wrong: "1"})
    first = str(refused.value).splitlines()[0]
    assert first.startswith(f"{PREFIX}{wrong} : ce réglage n'existe pas.")
    assert meant in first.partition("Vouliez-vous écrire")[2]


def slips(text: str, at: int, sign: str) -> list[str]:
    """One letter missing, doubled, changed, added, or in the place of its neighbour."""
    here = at % len(text)
    before, letter, after = text[:here], text[here], text[here + 1 :]
    swapped = before + after[:1] + letter + after[1:]
    return [before + after, before + letter * 2 + after, before + sign + after, before + sign + letter + after, swapped]


LETTERS = st.sampled_from("abcdefghijklmnopqrstuvwxyz_0123456789")


@given(name=st.sampled_from(NAMES), at=st.integers(0, 40), sign=LETTERS)
def test_one_slip_in_a_name_is_recognised(name: str, at: int, sign: str) -> None:
    for wrong in slips(name, at, sign):
        if wrong and wrong not in NAMES and len(name) > 3:
            first = refusal(**{wrong: "1"}).splitlines()[0]
            assert f"{PREFIX}{name.upper()}" in first, wrong


GOOD = {
    "base_url": "https://boite.exemple.fr",
    "port": "8000",
    "database": "postgres://nom:hunter2@machine/base",
    "storage": "file:///srv/papiers",
    "storage_other": "s3://seau/papiers",
    "mail_url": "smtp+starttls://nom:hunter2@courriel.exemple.fr:587",
    "mail_from": "Ma boîte <lettre@exemple.fr>",
    "contact": "bonjour@exemple.fr",
    "environment": "production",
    "log_level": "INFO",
    "trusted_proxies": "127.0.0.1,10.0.0.0/8",
    "chores": "oui",
}


@given(
    name=st.sampled_from(sorted(set(GOOD) & set(NAMES))),
    at=st.integers(0, 60),
    sign=st.sampled_from("a0/:@.,- é\x00"),
)
def test_one_slip_in_a_value_is_read_or_refused_by_its_name(name: str, at: int, sign: str) -> None:
    assert getattr(read(**{name: GOOD[name]}), name)
    for wrong in slips(GOOD[name], at, sign):
        try:
            value = getattr(read(**{name: wrong}), name)
        except BadSettings:
            said = refusal(**{name: wrong})
            assert said.startswith(f"{PREFIX}{name.upper()} : ")
            assert "hunter" not in said, "what may hold a secret is not shown"
        else:
            assert getattr(read(**{name: str(value)} if value else {}), name) == value


def test_every_fault_is_said_at_once() -> None:
    said = refusal(port="0", qota_bytes="1", log_format="xml")
    assert [line.split(" ")[0] for line in said.splitlines()[:3]] == [
        "BOITE_LOG_FORMAT",
        "BOITE_PORT",
        "BOITE_QOTA_BYTES",
    ]


def test_what_may_hold_a_secret_is_not_shown() -> None:
    said = refusal(secret="hunter2", mail_url="smpt://nom:hunter2@exemple.fr", database="mysql://nom:hunter2@machine/b")
    assert "hunter2" not in said


def test_variables_of_the_tests_are_not_settings() -> None:
    ours = {"BOITE_TEST_DATABASE": "sqlite", "BOITE_CHROMIUM": "/x", "BOITE_FIREFOX": "/x", "AUTRE": "1"}
    assert Settings.from_environment(ours) == Settings()


def test_the_command_says_it_without_a_trace(tmp_path: Path) -> None:
    environ = {**os.environ, "BOITE_DATA": str(tmp_path), "BOITE_QUOTA": "5"}
    done = subprocess.run(
        [sys.executable, "-m", "boite", "serve"], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 78
    assert "BOITE_QUOTA : ce réglage n'existe pas. Vouliez-vous écrire BOITE_QUOTA_BYTES" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_empty_secret_is_no_secret(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("")
    with pytest.raises(BadSettings, match="secret sûr"):
        Settings(data=tmp_path).secret_key()


def test_the_secret_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "neuf"
    secret = Settings(data=folder).secret_key()
    assert len(secret) >= 64
    assert (folder / "secret").stat().st_mode & 0o777 == 0o600
    assert (folder / "secret").read_text() == secret
    assert [path.name for path in folder.iterdir()] == ["secret"]


def test_former_secrets_are_the_lines_below_or_a_setting(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{'nouveau-0123456789-abc'}\n{'ancien-0123456789-defg'}\n")
    kept = Settings(data=tmp_path, former_secrets="plus-vieux-0123456789-abc")
    assert kept.secret_keys() == ["plus-vieux-0123456789-abc", "ancien-0123456789-defg", "nouveau-0123456789-abc"]
    assert kept.secret_key() == "nouveau-0123456789-abc"


def test_a_secret_that_cannot_be_used_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("\n")
    environ = {**os.environ, "BOITE_DATA": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "boite", "serve"], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 78
    assert "ne contient pas de secret sûr" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_secret_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "donnees").write_text("a file, where a folder is wanted")
    with pytest.raises(BadSettings, match="ne peut pas être écrit"):
        Settings(data=tmp_path / "donnees").secret_key()


def secret_file(folder: Path, text: str | bytes) -> str:
    path = folder / "donne"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_every_secret_may_come_from_a_file(name: str, tmp_path: Path) -> None:
    good = {
        "database": "postgres://nom:hunter2@machine/base",
        "storage": "file:///srv/papiers",
        "storage_other": "file:///srv/anciens",
        "mail_url": "smtps://nom:hunter2@courriel.exemple.fr",
        "sms_url": "https://passerelle.exemple.fr/hunter2",
        "sms_headers": '{"api-key": "hunter2"}',
        "sms_body": "cle=hunter2&a={to}&mot={text}",
    }.get(name, "hunter2-0123456789-abcdef")
    assert getattr(read(**{f"{name}_file": secret_file(tmp_path, good + "\n")}), name) == good
    assert "hunter2" not in str(shown(name, good))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "est vide"),
        ("court", "ce secret se devine"),
        (b"\xff\xfe", "n'est pas un texte"),
        ("nouveau-0123456789-abc\nancien-0123456789-abc", "doit tenir sur une ligne"),
        (None, "ne peut pas être lu"),
    ],
)
def test_a_file_that_gives_no_secret_is_refused_without_showing_it(
    text: str | bytes | None, said: str, tmp_path: Path
) -> None:
    path = str(tmp_path / "absent") if text is None else secret_file(tmp_path, text)
    told = refusal(secret_file=path)
    assert told.startswith("BOITE_SECRET_FILE : ")
    assert said in told
    assert "court" not in told
    assert "ancien" not in told


def test_a_setting_given_twice_is_refused(tmp_path: Path) -> None:
    path = secret_file(tmp_path, "hunter2-0123456789-abcdef")
    told = refusal(secret="hunter2-0123456789-abcdef", secret_file=path).splitlines()[0]
    assert told == "BOITE_SECRET est donné deux fois. Retirez-le, ou retirez BOITE_SECRET_FILE."


def test_only_secrets_come_from_files() -> None:
    assert "Seul un secret se lit dans un fichier : écrivez BOITE_PORT." in refusal(port_file="/x")


def test_config_says_what_is_in_force_and_where_it_comes_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    path = secret_file(tmp_path, "smtps://nom:hunter2@courriel.exemple.fr:465")
    monkeypatch.setenv("BOITE_DATA", str(tmp_path))
    monkeypatch.setenv("BOITE_MAIL_URL_FILE", path)
    monkeypatch.setenv("BOITE_DATABASE", "postgres://nom:hunter2@machine/base?password=hunter2")
    monkeypatch.setenv("BOITE_CHORES", "non")
    assert config.run(["--json"]) == 0
    said = capsys.readouterr().out
    told = {line["name"]: line for line in json.loads(said)}
    assert list(told) == [PREFIX + name.upper() for name in NAMES]
    assert told["BOITE_PORT"] == {"name": "BOITE_PORT", "value": 8000, "source": "défaut", "file": ""}
    mails = {"value": "smtps://•••@courriel.exemple.fr:465", "source": "fichier", "file": path, "days": 0}
    assert told["BOITE_MAIL_URL"] == {"name": "BOITE_MAIL_URL", **mails}
    assert told["BOITE_DATABASE"]["value"] == "postgres://•••@machine/base?•••"
    assert told["BOITE_STORAGE"]["value"] == f"file://{tmp_path}/papiers"
    assert told["BOITE_SECRET"]["file"] == str(tmp_path / "secret")
    assert not (tmp_path / "secret").exists(), "looking makes nothing"
    assert config.run(["--given"]) == 0
    lines = capsys.readouterr().out
    assert "BOITE_CHORES=non  (environnement)\n" in lines
    assert "BOITE_PORT" not in lines
    assert "hunter2" not in said + lines
