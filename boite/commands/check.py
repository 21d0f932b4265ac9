"""`boite check [pytest arguments]`: every verification, then the tests on SQLite and on PostgreSQL at once.

Goes on after a failure, so that one run tells everything, and ends on one line per step and one per failed test.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from boite.bootstrap import say

ROOT = Path(__file__).resolve().parents[2]
PYTHON = [sys.executable, "-W", "error::SyntaxWarning"]
OUT_OF_TIME = 124
"""The status that `timeout` of GNU gives to what it stopped."""
NOTHING_THERE = 5
"""The status of pytest where no test was chosen."""
PATIENCE = 40 * 60
"""Seconds after which a step is stopped, so that the summary is still said."""
ROOM = 6 * 1024**3
"""Bytes that the tests may take in memory at most, far from it."""
PROCESSES = 2
"""How many share the tests of one engine: both engines run at once, and browsers and chores mostly wait."""


@dataclass
class CheckStep:
    """One verification: its name, what it runs, and what came of it."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    report: Path | None = None
    status: int = 0
    seconds: float = 0.0
    summary: str = ""
    left_out: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    idle: bool = False
    """Whether nothing of what was asked for was its to do."""

    def run(self, output: IO[bytes] | None = None) -> None:
        """Run it, its output shown as it comes, or kept in `output`.

        It is stopped after `PATIENCE`, or when somebody asks to stop.
        """
        if output is None:
            say(f"\n── {self.name}")
        started = time.monotonic()
        environment = {**os.environ, **self.environment}
        try:
            self.status = subprocess.run(
                self.command, cwd=ROOT, env=environment, stdout=output, stderr=output, check=False, timeout=PATIENCE
            ).returncode
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            self.status = OUT_OF_TIME
        self.seconds = time.monotonic() - started
        if self.report is not None:
            self.summary, self.left_out, self.failed = read_report(self.report)

    def line(self) -> str:
        """What came of it, on one line."""
        verdict = "rien  " if self.idle else "ÉCHEC " if self.status else "réussi"
        return f"  {verdict}  {self.name:<24} {self.seconds:6.1f} s  {self.summary}".rstrip()


def run(arguments: list[str]) -> int:
    """Run every step; `arguments` go to pytest. Returns 1 if any step failed."""
    with tempfile.TemporaryDirectory(prefix="boite-check-", dir=memory(ROOM)) as folder:
        lints, tests = lint_steps(), test_steps(arguments, Path(folder))
        for step in lints:
            step.run()
        run_together(tests)
    leave_idle(tests, arguments)
    return conclude([*lints, *tests], arguments)


def leave_idle(steps: list[CheckStep], arguments: list[str]) -> None:
    """Where some tests only were asked for, an engine that none of them concerns has not failed.

    Unless no engine ran any: then what was asked for is nothing.
    """
    for step in [step for step in steps if step.status == NOTHING_THERE]:
        if arguments and any(other.status != NOTHING_THERE for other in steps):
            step.idle, step.status = True, 0
            step.summary = "aucun des tests choisis n'est à refaire ici"


def conclude(steps: list[CheckStep], arguments: list[str]) -> int:
    """Say what came of each. Returns 1 if any failed."""
    say("\n══ Résumé")
    for step in steps:
        say(step.line())
    say_left_out(steps, arguments)
    for name in [f"{step.name} : {name}" for step in steps for name in step.failed]:
        say(f"  échoué : {name}")
    failed = [step.name for step in steps if step.status]
    say(f"\nÉchec : {', '.join(failed)}." if failed else "\nTout est réussi.")
    return 1 if failed else 0


def memory(room: int) -> Path | None:
    """Where the tests keep their files: in memory, where `room` bytes are free, for each waits for the disk many times.

    What a machine that loses its power would lose is not tried there; the tests that kill processes are as true.
    """
    place = Path("/dev/shm")  # noqa: S108 - a folder of 0700 is made there
    has_room = place.is_dir() and os.access(place, os.W_OK) and shutil.disk_usage(place).free >= room
    return place if has_room else None


def lint_steps() -> list[CheckStep]:
    """What reads the code without running it."""
    return [
        CheckStep("ruff check", [*PYTHON, "-m", "ruff", "check", "."]),
        CheckStep("ruff format", [*PYTHON, "-m", "ruff", "format", "--check", "."]),
        CheckStep("mypy --strict", [*PYTHON, "-m", "mypy"]),
        CheckStep("djlint", [*PYTHON, "-m", "djlint", "templates", "--lint", "--quiet"]),
        CheckStep("hadolint", [str(Path(sys.executable).parent / "hadolint"), "Dockerfile"]),
        CheckStep("verrous", [*PYTHON, "-m", "boite", "locks"]),
        CheckStep("vieux navigateurs", [*PYTHON, "-m", "boite", "browsers"]),
    ]


def test_steps(arguments: list[str], folder: Path) -> list[CheckStep]:
    """The whole suite on SQLite, then on PostgreSQL what a database can change (`tests/engines.py`)."""
    steps = []
    for name, database, options in (
        ("tests sur SQLite", "sqlite", []),
        ("tests sur PostgreSQL", "postgres", ["--second-engine"]),
    ):
        report = folder / f"{database}.xml"
        places = [f"--junitxml={report}", f"--basetemp={folder / database}"]
        command = [sys.executable, "-m", "pytest", *places, *parallel(), *options, *arguments]
        steps.append(CheckStep(name, command, {"BOITE_TEST_DATABASE": database}, report))
    return steps


def run_together(steps: list[CheckStep]) -> None:
    """Run them at once, so that neither leaves a processor idle. The first is shown as it comes, the others after."""
    with contextlib.ExitStack() as opened:
        outputs = [opened.enter_context(tempfile.TemporaryFile()) for _ in steps[1:]]
        others = [
            threading.Thread(target=step.run, args=(kept,)) for step, kept in zip(steps[1:], outputs, strict=True)
        ]
        for other in others:
            other.start()
        steps[0].run()
        for step, other, output in zip(steps[1:], others, outputs, strict=True):
            other.join()
            output.seek(0)
            say(f"\n── {step.name}\n{output.read().decode(errors='replace')}")


def parallel() -> list[str]:
    """Share the tests between processes where two processors are there, long files first (`tests/longest_first.py`)."""
    if importlib.util.find_spec("xdist") is None or (os.cpu_count() or 1) < 2:
        return []
    return ["-n", str(PROCESSES), "--dist", "loadfile", "--no-loadscope-reorder"]


def read_report(path: Path) -> tuple[str, list[str], list[str]]:
    """The counts, the tests left out and the failed ones of one run of pytest, from its JUnit report."""
    if not path.exists():
        return "arrêté avant la fin", [], []
    cases = list(ElementTree.parse(path).getroot().iter("testcase"))  # noqa: S314 - pytest wrote it just now
    skipped = [(case, mark) for case in cases if (mark := case.find("skipped")) is not None]
    failed = [name_of(case) for case in cases if case.find("failure") is not None or case.find("error") is not None]
    summary = (
        f"{len(cases) - len(skipped) - len(failed)} réussis, {len(failed)} échoués, {len(skipped)} laissés de côté"
    )
    return summary, [f"{name_of(case)} : {mark.get('message')}" for case, mark in skipped], failed


def name_of(case: ElementTree.Element) -> str:
    """A test as pytest names it, but for its file's ending."""
    return f"{case.get('classname')}::{case.get('name')}"


def say_left_out(steps: list[CheckStep], arguments: list[str]) -> None:
    """What this run did not verify, said plainly."""
    left_out = [f"{step.name} : {reason}" for step in steps for reason in step.left_out]
    if arguments:
        left_out.append(f"les tests que « {' '.join(arguments)} » ne choisit pas")
    say("\n══ Laissé de côté")
    for line in left_out or ["rien"]:
        say(f"  {line}")
