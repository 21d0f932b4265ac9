"""Files without a name until they are whole (O_TMPFILE of Linux): a crash leaves nothing to sweep."""

from __future__ import annotations

import os
from pathlib import Path

from storage.keys import new_key


def link_open_file(descriptor: int, target: Path) -> None:
    """Give a name to a nameless file. A folder descriptor makes Python call `linkat`, which follows /proc's link."""
    proc = os.open("/proc/self/fd", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.link(str(descriptor), target, src_dir_fd=proc, follow_symlinks=True)
    finally:
        os.close(proc)


def nameless_files_work(folder: Path) -> bool:
    """Try, since only the kernel and the file system together can tell."""
    if not hasattr(os, "O_TMPFILE"):
        return False
    name = folder / new_key()
    try:
        descriptor = os.open(folder, os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError:
        return False
    try:
        link_open_file(descriptor, name)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    name.unlink()
    return True
