"""How the drawing child gives up what it does not need, before it reads the first byte of a document.

`restrain` sets the limits that every Unix has. `seal` adds, where this kernel offers them without privilege,
Landlock (no file at all but fonts, to read) and seccomp (no network, no program, no signal). Where the kernel refuses
one, the others stay. No way back from either.
"""

import contextlib
import ctypes
import os
import resource
import signal
import struct
from collections.abc import Iterable
from pathlib import Path

from boite.files.render_contract import Limits
from boite.files.syscalls import forbid_syscalls

PR_SET_PDEATHSIG = 1
PR_SET_NO_NEW_PRIVS = 38
LANDLOCK_CREATE_RULESET, LANDLOCK_ADD_RULE, LANDLOCK_RESTRICT_SELF = 444, 445, 446  # the same on every architecture
LANDLOCK_VERSION = 1
LANDLOCK_PATH_BENEATH = 1
READ_FILE, READ_DIR = 1 << 2, 1 << 3
# Rights over files known to each version of Landlock: a kernel refuses a bit that it does not know.
FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1, 5: (1 << 16) - 1}
TCP_RIGHTS = 0b11  # bind, connect: from version 4
SCOPES = 0b11  # abstract sockets, signals: from version 6
FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))  # for papers that do not carry their fonts


def restrain(limits: Limits) -> None:
    """Limit memory (bytes), processor (seconds), files and life span; step back behind the web's own processes."""
    for kind, value in ((resource.RLIMIT_AS, limits.memory), (resource.RLIMIT_NOFILE, 32), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(kind, (value, value))
    # The first ends the child by SIGXCPU, which tells the service why.
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    signal.alarm(int(limits.wall_seconds) + 1)  # should the service die first, nobody else would end a sleeping child
    os.nice(10)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(
            "1000"
        )  # short of memory, the machine loses a view, not the service
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def seal() -> frozenset[str]:
    """Close the file system and the kernel; the names of what was obtained among "landlock" and "seccomp"."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    # No RLIMIT_NPROC: it counts the threads of the whole user, and the HEIC decoder dies without one of its own.
    obtained = set()
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        if _landlock(libc, FONT_FOLDERS):
            obtained.add("landlock")
        if forbid_syscalls(libc):
            obtained.add("seccomp")
    except (OSError, AttributeError):
        pass  # a system without these doors: the limits remain
    return frozenset(obtained)


def _landlock(libc: ctypes.CDLL, readable: Iterable[Path]) -> bool:
    version = libc.syscall(LANDLOCK_CREATE_RULESET, None, ctypes.c_size_t(0), LANDLOCK_VERSION)
    if version < 1:
        return False
    rights = FILE_RIGHTS[min(version, max(FILE_RIGHTS))]
    rules = struct.pack("=QQQ", rights, TCP_RIGHTS, SCOPES)[: 8 if version < 4 else 16 if version < 6 else 24]
    ruleset = libc.syscall(LANDLOCK_CREATE_RULESET, rules, ctypes.c_size_t(len(rules)), 0)
    if ruleset < 0:
        return False
    for folder in readable:
        with contextlib.suppress(OSError):
            descriptor = os.open(folder, os.O_PATH | os.O_DIRECTORY)
            beneath = struct.pack("=Qi", READ_FILE | READ_DIR, descriptor)
            libc.syscall(LANDLOCK_ADD_RULE, ruleset, LANDLOCK_PATH_BENEATH, beneath, 0)
            os.close(descriptor)
    restricted: int = libc.syscall(LANDLOCK_RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)
    return restricted == 0
