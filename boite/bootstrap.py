"""Set the project up on a machine that has nothing but Python: `.venv`, the locked dependencies, the project.

Runs before anything is installed, so nothing but the standard library here.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

DISTRIBUTION = "ma-boite-spro"
LOCKS = {"runtime": "requirements.lock", "dev": "requirements-dev.lock"}
DESCRIPTIONS = ("pyproject.toml", "package-lock.json", "hatch_build.py", *LOCKS.values())
"""What, when it changes, calls for a new installation."""
CATALOGUES = "boite/languages/*/LC_MESSAGES/messages.po"
"""Compiled by an installation, so they call for one too."""

NO_ENSUREPIP = f"""Il manque à Python de quoi créer un environnement (modules venv et ensurepip).
Sur Debian ou Ubuntu : sudo apt-get install python{sys.version_info[0]}.{sys.version_info[1]}-venv
Puis relancez la même commande."""
NO_NETWORK = """L'installation n'a pas pu joindre l'index des paquets Python.
Vérifiez la connexion au réseau, ou le mandataire (HTTPS_PROXY). Puis relancez la même commande."""
BAD_DIGEST = """Un paquet reçu n'a pas l'empreinte attendue. Rien n'a été installé à sa place.
Vérifiez votre index de paquets : il a servi un autre fichier que celui du verrou."""
FAILED = """L'installation n'a pas abouti. Le détail est ci-dessus.
Pour repartir de zéro, supprimez le dossier .venv. Puis relancez la même commande."""
NETWORK_SIGNS = ("name resolution", "NewConnectionError", "Max retries", "ProxyError", "timed out", "No route to host")


class SetupFailed(Exception):
    """The project cannot be installed here. The message is French and says what to do next."""


def say(text: str) -> None:
    """One line for the person at the keyboard, at once even through a pipe."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


@dataclass(frozen=True)
class Checkout:
    """A working copy of the project and the environment inside it."""

    root: Path

    @property
    def environment(self) -> Path:
        """The folder of the virtual environment."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """The interpreter of the virtual environment, there or not yet."""
        return self.environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def stamp(self) -> Path:
        """The file that says what was installed last: `<level> <digest>`."""
        return self.environment / "boite.stamp"

    def digest(self) -> str:
        """A digest of everything that decides what is installed; the place counts, for the editable install."""
        total = hashlib.sha256(str(self.root).encode())
        for name in DESCRIPTIONS:
            path = self.root / name
            total.update(name.encode() + b"\0" + (path.read_bytes() if path.exists() else b"") + b"\0")
        for path in sorted(self.root.glob(CATALOGUES)):
            total.update(path.read_bytes())
        return total.hexdigest()

    def is_ready(self, level: str) -> bool:
        """Whether the environment holds what `level` needs, as of these lock files."""
        installed, digest = self.installed()
        return self.python.exists() and installed in {level, "dev"} and digest == self.digest()

    def installed(self) -> tuple[str, str]:
        """The level and the digest of the last installation; empty where there was none."""
        text = self.stamp.read_text() if self.stamp.exists() else ""
        level, _, digest = text.strip().partition(" ")
        return level, digest

    def is_running(self) -> bool:
        """Whether this very interpreter is the environment's."""
        return Path(sys.prefix).resolve() == self.environment.resolve()

    def prepare(self, level: str) -> None:
        """Create the environment and install. Raises SetupFailed."""
        say("Préparation de l'environnement. La première fois, comptez une à deux minutes…")
        if self.installed()[0] == "dev":
            level = "dev"  # whoever checks the software keeps its tools
        self.stamp.unlink(missing_ok=True)
        if not self._has_pip():
            self._create()
        lock = LOCKS[level]
        say(f"  paquets de {lock}")
        self._pip("--require-hashes", "-r", lock)
        say("  Ma boîte SPRO et ses ressources d'interface")
        self._pip("--no-deps", "-e", ".")
        self.stamp.write_text(f"{level} {self.digest()}\n")

    def _has_pip(self) -> bool:
        if not self.python.exists():
            return False
        command = [str(self.python), "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    def _create(self) -> None:
        if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
            install_venv_package()
        command = [sys.executable, "-m", "venv", "--clear", str(self.environment)]
        if subprocess.run(command, check=False).returncode:
            raise SetupFailed(NO_ENSUREPIP)

    def _pip(self, *arguments: str) -> None:
        command = [str(self.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
        done = subprocess.run(command, cwd=self.root, stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            sys.stderr.write(done.stderr)
            raise SetupFailed(pip_failure(done.stderr))


def install_venv_package() -> None:
    """Debian leaves venv out of its Python: add it where we may, else say how. Raises SetupFailed."""
    apt = shutil.which("apt-get")
    if apt is None or os.name == "nt" or os.geteuid() != 0:
        raise SetupFailed(NO_ENSUREPIP)
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    say(f"  paquet {package} du système")
    subprocess.run([apt, "update", "-qq"], check=False)
    if subprocess.run([apt, "install", "-y", "-qq", package], stdout=subprocess.DEVNULL, check=False).returncode:
        raise SetupFailed(NO_ENSUREPIP)
    importlib.invalidate_caches()


def pip_failure(output: str) -> str:
    """What to tell a person when pip said `output`."""
    if "DO NOT MATCH THE HASHES" in output:
        return BAD_DIGEST
    return NO_NETWORK if any(sign in output for sign in NETWORK_SIGNS) else FAILED


def satisfies(lock: Path) -> bool:
    """Whether this interpreter already has the project and every version of `lock` (a wheel, an image)."""
    pins = re.findall(r"^([\w.-]+)==(\S+) \\$", lock.read_text(), re.MULTILINE)
    try:
        importlib.metadata.version(DISTRIBUTION)
        return all(importlib.metadata.version(name) == version for name, version in pins)
    except importlib.metadata.PackageNotFoundError:
        return False


def ensure(level: str, arguments: list[str], root: Path | None = None) -> None:
    """Go on in an interpreter that has what `level` ("runtime" or "dev") needs, installing it if need be.

    Returns where this interpreter will do; otherwise the process becomes `.venv`'s Python running the
    same command. Raises SetupFailed.
    """
    checkout = Checkout(root or Path(__file__).resolve().parent.parent)
    lock = checkout.root / LOCKS[level]
    if not lock.exists():
        return  # installed from a wheel: whoever installed it brought the dependencies
    ready = checkout.is_ready(level)
    if checkout.is_running():
        if ready:
            return
    elif not ready and satisfies(lock):
        return
    if not ready:
        checkout.prepare(level)
    become(str(checkout.python), ["-m", "boite", *arguments])


def become(python: str, arguments: list[str]) -> None:
    """Replace this process by `python`. `boite` is found from anywhere, as it is installed there."""
    sys.stdout.flush()
    if os.name == "nt":  # exec there returns to the shell before the end
        sys.exit(subprocess.run([python, *arguments], check=False).returncode)
    os.execv(python, [python, *arguments])  # noqa: S606 - no shell is meant
