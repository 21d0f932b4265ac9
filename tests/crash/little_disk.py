"""A real disk of a few megabytes under the data of a real server, filled and freed at will."""

from __future__ import annotations

import resource
import shutil
import subprocess
from pathlib import Path

MIB = 1024 * 1024
SIZE = 32 * MIB


class LittleDisk:
    """A tmpfs where we may mount one; else a real limit on the size of the files that the server writes."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self.ballast = folder / "ballast"
        command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
        self.mounted = subprocess.run(command, check=False, capture_output=True).returncode == 0

    def fill(self, leave: int, server: int) -> None:
        """Leave this many bytes to the process `server`."""
        if not self.mounted:
            self._limit(server, leave)
            return
        with self.ballast.open("wb") as file:
            file.write(bytes(max(0, shutil.disk_usage(self.folder).free - leave)))

    def free(self, server: int) -> None:
        """Give the room back, as an administrator would."""
        if not self.mounted:
            self._limit(server, resource.RLIM_INFINITY)
        self.ballast.unlink(missing_ok=True)

    def remove(self) -> None:
        """Once nothing uses it."""
        if self.mounted:
            subprocess.run(["umount", str(self.folder)], check=True)

    @staticmethod
    def _limit(process: int, size: int) -> None:
        resource.prlimit(process, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
