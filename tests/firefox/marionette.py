"""Marionette, the driver that every Firefox carries: the WebDriver commands, as JSON over a local socket.

Each message is its length, a colon, then `[0, number, command, parameters]` or `[1, number, error, result]`.
https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

PATIENCE = 60
"""Seconds given to Firefox to start, then to answer one command."""
PREFERENCES: dict[str, bool | int | str] = {
    "marionette.port": 0,
    "browser.cache.disk.enable": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "intl.accept_languages": "fr-FR, fr",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    # A finger, not a mouse: `pointer: coarse`, `hover: none`.
    "ui.allPointerCapabilities": 1,
    "ui.primaryPointerCapabilities": 1,
    # Bars that take no room, as on a phone.
    "ui.useOverlayScrollbars": 1,
}
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""The key under which WebDriver names an element."""


class Refused(Exception):
    """Firefox refused a command: its name for the error, then what it says."""

    def __init__(self, error: dict[str, str]) -> None:
        super().__init__(f"{error['error']}: {error['message']}")
        self.kind = error["error"]


class Firefox:
    """One Firefox without a window, its profile in an empty folder of its own."""

    def __init__(self, path: str, folder: Path) -> None:
        """Start it. Raises RuntimeError where it does not answer."""
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items())
        (folder / "user.js").write_text("\n".join(lines))
        command = [path, "--headless", "--no-remote", "--marionette", "--remote-allow-system-access"]
        self.log = folder / "firefox.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*command, "--profile", str(folder)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, "HOME": str(folder), "TZ": "Europe/Paris"},
                start_new_session=True,
            )
        try:
            self.socket = socket.create_connection(("127.0.0.1", self._port(folder)), timeout=PATIENCE)
            self.answers = self.socket.makefile("rb")
            self._receive()
            self.number = 0
            self.ask("WebDriver:NewSession", capabilities={"alwaysMatch": {"unhandledPromptBehavior": "ignore"}})
        except BaseException:
            self.close()
            raise

    def ask(self, command: str, **parameters: Any) -> Any:
        """What Firefox answers to a command. Raises Refused."""
        self.number += 1
        message = json.dumps([0, self.number, command, parameters]).encode()
        self.socket.sendall(b"%d:%s" % (len(message), message))
        _, number, error, result = self._receive()
        assert number == self.number
        if error is not None:
            raise Refused(error)
        return result["value"] if isinstance(result, dict) and result.keys() == {"value"} else result

    def run(self, script: str, *arguments: object) -> Any:
        """What a script returns, in the page. It runs too where the page may not run its own."""
        return self.ask("WebDriver:ExecuteScript", script=script, args=list(arguments))

    def run_inside(self, script: str, *arguments: object) -> Any:
        """What a script returns, in the browser itself rather than in the page."""
        self.ask("Marionette:SetContext", value="chrome")
        try:
            return self.run(script, *arguments)
        finally:
            self.ask("Marionette:SetContext", value="content")

    def close(self) -> None:
        """End it at once, and the processes of its pages with it."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        if hasattr(self, "answers"):
            self.answers.close()
            self.socket.close()

    def _port(self, folder: Path) -> int:
        told, limit = folder / "MarionetteActivePort", time.monotonic() + PATIENCE
        while not told.exists() or not told.read_text():
            if self.process.poll() is not None or time.monotonic() > limit:
                raise RuntimeError(f"Firefox did not start:\n{self.log.read_text()}")
            time.sleep(0.05)
        return int(told.read_text())

    def _receive(self) -> Any:
        length = b""
        while (digit := self.answers.read(1)) != b":":
            if not digit:
                raise RuntimeError(f"Firefox ended:\n{self.log.read_text()}")
            length += digit
        return json.loads(self.answers.read(int(length)))
