"""`boite locks`: the lock files say what pyproject.toml asks, with digests, and name no package index."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from boite.bootstrap import LOCKS, say

ROOT = Path(__file__).resolve().parents[2]
REFRESH = "uv pip compile pyproject.toml --universal --generate-hashes --no-header --no-annotate --python-version 3.11"
PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;]+)(?P<rest>.*)$", re.MULTILINE)


def run(arguments: list[str]) -> int:
    """Say every fault and how to mend it. Returns 1 if there is one."""
    del arguments
    faults = list(find_faults(ROOT))
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    if faults:
        say(f"Pour refaire les verrous : {REFRESH} -o {LOCKS['runtime']}")
        say(f"puis la même avec --extra dev -c {LOCKS['runtime']} -o {LOCKS['dev']}")
        return 1
    say("Les fichiers de verrou sont complets et ne nomment aucun hôte.")
    return 0


def find_faults(root: Path) -> Iterator[str]:
    """Every fault of the lock files under `root`, as a French sentence."""
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    runtime, development = ((root / name).read_text() for name in LOCKS.values())
    needs = project["dependencies"]
    asked = {"runtime": needs, "dev": needs + project["optional-dependencies"]["dev"]}
    for level, text in (("runtime", runtime), ("dev", development)):
        yield from _lock_faults(LOCKS[level], text, asked[level])
    wanted, got = _pins(runtime), _pins(development)
    for name in sorted(name for name in wanted if wanted[name] != got.get(name)):
        yield f"{LOCKS['dev']} : {name} n'a pas la version de {LOCKS['runtime']}"
    yield from _npm_faults(root / "package-lock.json")


def _lock_faults(name: str, text: str, asked: list[str]) -> Iterator[str]:
    if "://" in text:
        yield f"{name} : nomme un hôte"
    if text.count("--hash=sha256:") < len(PIN.findall(text)):
        yield f"{name} : un paquet n'a pas d'empreinte"
    pins = _pins(text)
    for line in asked:
        requirement = Requirement(line)
        versions = pins.get(canonicalize_name(requirement.name), set())
        if not any(requirement.specifier.contains(version, prereleases=True) for version in versions):
            yield f"{name} : rien ne répond à « {line} »"


def _pins(text: str) -> dict[str, set[str]]:
    """The versions locked for each distribution: several when they depend on the Python."""
    pins: dict[str, set[str]] = {}
    for match in PIN.finditer(text):
        pins.setdefault(canonicalize_name(match["name"]), set()).add(match["version"])
    return pins


def _npm_faults(path: Path) -> Iterator[str]:
    packages = json.loads(path.read_text()).get("packages", {}) if path.exists() else {}
    for name, package in packages.items():
        if "resolved" in package:
            yield f"{path.name} : {name} nomme un hôte"
        elif name and "integrity" not in package and not package.get("inBundle"):  # in another's file, digest included
            yield f"{path.name} : {name} n'a pas d'empreinte"
