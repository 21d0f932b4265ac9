"""`boite check tests/…`: an engine that the chosen tests do not concern has not failed; where none ran, all did."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace

import pytest

from boite.commands.check import CheckStep, conclude, leave_idle

CHOSEN, NOBODY = "yes", "nobody_is_called_so"
Ran = Callable[[str, str], CheckStep]


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """`ran(name, chosen)`: a real run of pytest over one small test, where `chosen` is what is asked for."""
    folder = tmp_path_factory.mktemp("check")
    small = folder / "test_small.py"
    small.write_text("def test_yes() -> None:\n    pass\n")
    steps = {}
    for chosen in (CHOSEN, NOBODY):
        report = folder / f"{chosen}.xml"
        command = [sys.executable, "-m", "pytest", "-c", "/dev/null", f"--junitxml={report}", "-k", chosen, str(small)]
        steps[chosen] = CheckStep("", command, report=report)
        with (folder / "log").open("wb") as output:
            steps[chosen].run(output)
    return lambda name, chosen: replace(steps[chosen], name=name)


@pytest.mark.parametrize(
    ("arguments", "second", "status", "said"),
    [
        (["tests/test_words.py"], NOBODY, 0, "rien    tests sur B"),
        (["tests/test_words.py"], CHOSEN, 0, "réussi  tests sur B"),
        ([], NOBODY, 1, "ÉCHEC   tests sur B"),
    ],
)
def test_an_engine_with_nothing_to_do_is_said_as_such(
    ran: Ran, capsys: pytest.CaptureFixture[str], arguments: list[str], second: str, status: int, said: str
) -> None:
    steps = [ran("tests sur A", CHOSEN), ran("tests sur B", second)]
    leave_idle(steps, arguments)
    assert conclude(steps, arguments) == status
    summary = capsys.readouterr().out
    assert said in summary
    assert "réussi  tests sur A" in summary
    assert ("Échec : tests sur B." in summary) == bool(status)


def test_where_no_engine_ran_anything_it_is_a_failure(ran: Ran, capsys: pytest.CaptureFixture[str]) -> None:
    steps = [ran(name, NOBODY) for name in ("tests sur A", "tests sur B")]
    leave_idle(steps, ["-k", NOBODY])
    assert conclude(steps, ["-k", NOBODY]) == 1
    assert "Échec : tests sur A, tests sur B." in capsys.readouterr().out
