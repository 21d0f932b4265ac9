"""copyparty, as it comes (a SHA-512 of each PUT, nothing forced to the disk). From the PATH, else a throw-away venv."""

from __future__ import annotations

import shutil
import subprocess
import venv
from pathlib import Path

from benchmarks.process import Process, free_port


def install(folder: Path) -> str | None:
    """The command: the one of the PATH, else installed in a venv in `folder`; None where it cannot be had."""
    found = shutil.which("copyparty")
    if found is not None:
        return found
    venv.create(folder, with_pip=True)
    command = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "copyparty"]
    if subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode:
        return None
    return str(folder / "bin" / "copyparty")


def serve(command: str | None, folder: Path, served: Path) -> Process | None:
    """Serve and take files in `served`; None where the command is not there."""
    if command is None:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    served.mkdir(parents=True, exist_ok=True)
    port = free_port()
    options = ["-q", "-i", "127.0.0.1", "-p", str(port), "-v", f"{served}::rwmd", "--daw", "--http-only"]
    env = {"XDG_CONFIG_HOME": str(folder), "HOME": str(folder), "PYTHONWARNINGS": "default"}
    return Process([command, *options], port, folder / "output.log", env)
