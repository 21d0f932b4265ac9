"""The front door on a machine that has nothing: what is installed, when again, and what is said when it cannot."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from boite import bootstrap
from boite.__main__ import COMMANDS, MODULES
from boite.bootstrap import Checkout, SetupFailed

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A working copy that looks installed for development."""
    for name in bootstrap.DESCRIPTIONS:
        (tmp_path / name).write_text("x")
    copy = Checkout(tmp_path)
    copy.python.parent.mkdir(parents=True)
    copy.python.touch()
    copy.stamp.write_text(f"dev {copy.digest()}")
    return copy


def test_nothing_is_installed_twice(checkout: Checkout) -> None:
    assert checkout.is_ready("dev")
    assert checkout.is_ready("runtime")


@pytest.mark.parametrize("name", bootstrap.DESCRIPTIONS)
def test_a_change_calls_for_an_installation(checkout: Checkout, name: str) -> None:
    (checkout.root / name).write_text("y")
    assert not checkout.is_ready("runtime")


def test_a_change_of_a_translation_calls_for_an_installation(checkout: Checkout) -> None:
    written = checkout.root / "boite/languages/ar/LC_MESSAGES/messages.po"
    written.parent.mkdir(parents=True)
    written.touch()
    checkout.stamp.write_text(f"dev {checkout.digest()}")
    written.write_text("y")
    assert not checkout.is_ready("runtime")


def test_the_service_alone_has_no_tools(checkout: Checkout) -> None:
    checkout.stamp.write_text(f"runtime {checkout.digest()}")
    assert checkout.is_ready("runtime")
    assert not checkout.is_ready("dev")


def test_a_moved_folder_is_installed_again(checkout: Checkout, tmp_path: Path) -> None:
    moved = tmp_path.rename(tmp_path.with_name("moved"))
    assert not Checkout(moved).is_ready("runtime")


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("Failed to establish a new connection: NewConnectionError", "réseau"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "empreinte"),
        ("error: metadata-generation-failed", "n'a pas abouti"),
    ],
)
def test_says_why_it_failed(output: str, said: str) -> None:
    assert said in bootstrap.pip_failure(output)


def test_says_which_package_gives_venv(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(SetupFailed, match="-venv"):
        bootstrap.install_venv_package()


def test_an_installed_interpreter_is_used_as_it_is(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text(f"starlette=={version('starlette')} \\\n    --hash=sha256:0\n")
    assert bootstrap.satisfies(lock)
    lock.write_text("starlette==0.1 \\\n    --hash=sha256:0\n")
    assert not bootstrap.satisfies(lock)
    lock.write_text("not-installed-anywhere==0.1 \\\n    --hash=sha256:0\n")
    assert not bootstrap.satisfies(lock)


def test_the_first_lines_need_only_the_standard_library() -> None:
    code = "import boite.__main__, sys; print(*sys.modules)"
    command = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); {code}"]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    names = {name.partition(".")[0] for name in loaded} - {"boite", "__main__"}
    assert names <= set(sys.stdlib_module_names)


def test_help_lists_every_command() -> None:
    done = subprocess.run([sys.executable, "-m", "boite"], cwd=ROOT, capture_output=True, text=True, check=True)
    modules = {MODULES.get(name, name): name for name in COMMANDS}
    for path in (ROOT / "boite" / "commands").glob("[!_]*.py"):
        assert f"  {modules[path.stem]} " in done.stdout


def test_an_unknown_command_is_refused() -> None:
    done = subprocess.run([sys.executable, "-m", "boite", "dve"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Usage" in done.stderr
