"""The files of `docs/exploiter/`: each read by its own program, and nginx tried in front of two real processes."""

from __future__ import annotations

import json
import os
import re
import shutil
import ssl
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest
import trustme

from boite.settings import Settings
from tests.live import ROOT, Server, free_port

FILES = ROOT / "docs" / "exploiter"
HOST = "boite.exemple.fr"


def program(name: str, package: str) -> str:
    """Where it is. Skips and says so on a developer's machine; the judge installs it."""
    found = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin")
    if found is None:
        assert "CI" not in os.environ, f"{name} is not installed: apt-get install {package}"
        pytest.skip(f"{name} is not installed: apt-get install {package}")
    return found


def test_systemd_reads_the_unit(tmp_path: Path) -> None:
    unit = tmp_path / "boite.service"
    unit.write_text((FILES / "boite.service").read_text().replace("/opt/boite/bin/boite", "/bin/true"))
    said = subprocess.run(
        [program("systemd-analyze", "systemd"), "verify", unit], capture_output=True, text=True, check=False
    )
    assert (said.returncode, said.stderr) == (0, "")


def test_compose_is_of_its_schema() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    said = subprocess.run([*command, FILES / "compose.yaml"], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout


def test_the_secrets_are_drawn_once_and_agree(tmp_path: Path) -> None:
    for name in ("secrets.sh", "compose.yaml"):
        shutil.copy(FILES / name, tmp_path)
    seen = []
    for _ in range(2):
        subprocess.run(["sh", tmp_path / "secrets.sh"], check=True)
        seen.append({file.name: file.read_text() for file in (tmp_path / "secrets").iterdir()})
    assert seen[0] == seen[1]
    (account,) = json.loads(seen[0]["s3_comptes.json"])["identities"]
    assert account["credentials"] == [{"accessKey": seen[0]["s3_acces"], "secretKey": seen[0]["s3_cle"]}]
    named = set(re.findall(r"\./secrets/([\w.]+)", (FILES / "compose.yaml").read_text()))
    assert named == set(seen[0])
    ssl.create_default_context(cafile=str(tmp_path / "tls" / "certificat.pem"))


def test_compose_names_settings_that_exist() -> None:
    variables = dict(re.findall(r"^    (BOITE_\w+): (.*)$", (FILES / "compose.yaml").read_text(), re.MULTILINE))
    values = {name: value.strip('"') for name, value in variables.items() if not name.endswith("_FILE")}
    settings = Settings.from_environment(values)
    assert settings.storage_url == "s3://papiers/boite"
    for name in variables.keys() - values.keys():
        assert hasattr(settings, name.removeprefix("BOITE_").removesuffix("_FILE").lower())


class Front:
    """nginx with our file: only the addresses and the paths of this machine are changed."""

    def __init__(self, folder: Path, servers: list[str]) -> None:
        self.http, self.https = free_port(), free_port()
        authority = trustme.CA()
        authority.issue_cert(HOST, "127.0.0.1").private_key_and_cert_chain_pem.write_to_path(folder / "all.pem")
        self.context = ssl.create_default_context()
        authority.configure_trust(self.context)
        text = (FILES / "nginx.conf").read_text()
        changes = {
            "listen 80;": f"listen 127.0.0.1:{self.http};",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{self.https} ssl http2;",
            "/etc/nginx/tls/certificat.pem": str(folder / "all.pem"),
            "/etc/nginx/tls/cle.pem": str(folder / "all.pem"),
            "web-1:8000": servers[0],
            "web-2:8000": servers[1],
            "worker_processes auto;": f"worker_processes 1;\npid {folder}/pid;\ndaemon off;\n",
        }
        for ours, theirs in changes.items():
            assert text.count(ours) == 1, ours
            text = text.replace(ours, theirs)
        (folder / "nginx.conf").write_text(text)
        nginx = program("nginx", "nginx-light")
        self.command = [nginx, "-c", str(folder / "nginx.conf"), "-p", str(folder), "-e", str(folder / "errors")]

    def client(self) -> httpx2.Client:
        """Somebody who comes through it."""
        base = f"https://127.0.0.1:{self.https}"
        return httpx2.Client(base_url=base, verify=self.context, headers={"host": HOST}, timeout=10, trust_env=False)


class Behind(Server):
    """A server that people reach by another address than its own."""

    @property
    def url(self) -> str:
        """Where the process itself answers."""
        return f"http://127.0.0.1:{self.settings.port}"


def test_nginx_in_front_of_two_processes(settings: Settings, tmp_path: Path) -> None:
    """Its own check; the address of people; a body as it comes; a process that dies."""
    shared = replace(settings, database=settings.database_url, storage=settings.storage_url)
    servers = [Behind(shared), Behind(replace(shared, data=tmp_path / "autre"))]
    (tmp_path / "autre").mkdir()
    front = Front(tmp_path, [f"127.0.0.1:{server.settings.port}" for server in servers])
    checked = subprocess.run([*front.command, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    for server in servers:
        server.settings = replace(server.settings, base_url=f"https://{HOST}")
        server.start()
    with subprocess.Popen(front.command) as nginx:
        try:
            _look(front, servers)
        finally:
            nginx.terminate()
    servers[1].kill()


def _look(front: Front, servers: list[Behind]) -> None:
    with front.client() as client:
        for _ in range(50):
            try:
                client.get("/sante")
                break
            except httpx2.TransportError:
                time.sleep(0.1)
        page = client.get("/annuaire/", headers={"accept-encoding": "gzip"})
        assert page.status_code == 200
        assert page.headers["content-encoding"] == "gzip"
        assert page.headers["strict-transport-security"]
        away = httpx2.get(f"http://127.0.0.1:{front.http}/annuaire/", headers={"host": HOST}, trust_env=False)
        assert (away.status_code, away.headers["location"]) == (308, f"https://{HOST}/annuaire/")
        servers[0].kill()  # a machine is lost: nobody sees it
        for _ in range(4):
            assert client.get("/annuaire/").status_code == 200
