"""The calls to the kernel that a decoder of pictures never needs, refused by a seccomp filter.

A list of refusals, not of permissions: libraries change the calls they make, and a view must not break with each
update. It names what an intruder would want next: the network, programs, other processes, the rights of files.
"""

import ctypes
import errno
import platform
import struct

PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2
LOAD, EQUALS, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06  # classic BPF
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data
ALLOW, KILL = 0x7FFF0000, 0x80000000
REFUSE = 0x00050000 | errno.EPERM
ABSENT = 0x00050000 | errno.ENOSYS  # the C library then falls back on clone, whose flags can be read
CLONE_THREAD = 0x10000
FOREIGN_ABI = 0x40000000  # the x32 calls of x86-64
CLONE3 = 435

AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
CLONE = {"x86_64": 56, "aarch64": 220}
# fmt: off
EVERYWHERE = {  # since Linux 5.1 a call has the same number on every machine
    "pidfd_send_signal": 424, "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427,
    "pidfd_open": 434, "pidfd_getfd": 438, "fchmodat2": 452,
}
REFUSED = {
    "x86_64": {
        "socket": 41, "connect": 42, "accept": 43, "bind": 49, "listen": 50, "socketpair": 53, "accept4": 288,
        "fork": 57, "vfork": 58, "execve": 59, "execveat": 322,
        "kill": 62, "rt_sigqueueinfo": 129, "tkill": 200, "tgkill": 234, "rt_tgsigqueueinfo": 297,
        "ptrace": 101, "prlimit64": 302, "process_vm_readv": 310, "process_vm_writev": 311, "kcmp": 312,
        "chmod": 90, "fchmod": 91, "chown": 92, "fchown": 93, "lchown": 94, "fchownat": 260, "fchmodat": 268,
        "setxattr": 188, "lsetxattr": 189, "fsetxattr": 190,
        "utime": 132, "utimes": 235, "futimesat": 261, "utimensat": 280,
        "mount": 165, "unshare": 272, "setns": 308, "add_key": 248, "request_key": 249, "keyctl": 250,
        "perf_event_open": 298, "open_by_handle_at": 304, "bpf": 321, "userfaultfd": 323,
    },
    "aarch64": {
        "socket": 198, "socketpair": 199, "bind": 200, "listen": 201, "accept": 202, "connect": 203, "accept4": 242,
        "execve": 221, "execveat": 281,
        "kill": 129, "tkill": 130, "tgkill": 131, "rt_sigqueueinfo": 138, "rt_tgsigqueueinfo": 240,
        "ptrace": 117, "prlimit64": 261, "process_vm_readv": 270, "process_vm_writev": 271, "kcmp": 272,
        "fchmod": 52, "fchmodat": 53, "fchownat": 54, "fchown": 55,
        "setxattr": 5, "lsetxattr": 6, "fsetxattr": 7, "utimensat": 88,
        "mount": 40, "unshare": 97, "setns": 268, "add_key": 217, "request_key": 218, "keyctl": 219,
        "perf_event_open": 241, "open_by_handle_at": 265, "bpf": 280, "userfaultfd": 282,
    },
}
# fmt: on


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def _step(code: int, value: int, then: int = 0, otherwise: int = 0) -> bytes:
    return struct.pack("=HBBI", code, then, otherwise, value)


def filter_program(machine: str) -> bytes:
    """The filter as classic BPF instructions of 8 bytes. Raises KeyError for an unknown machine."""
    steps = [_step(LOAD, ARCHITECTURE), _step(EQUALS, AUDIT[machine], 1), _step(RETURN, KILL), _step(LOAD, NUMBER)]
    if machine == "x86_64":
        steps += [_step(AT_LEAST, FOREIGN_ABI, 0, 1), _step(RETURN, KILL)]
    for number in (*REFUSED[machine].values(), *EVERYWHERE.values()):
        steps += [_step(EQUALS, number, 0, 1), _step(RETURN, REFUSE)]
    steps += [_step(EQUALS, CLONE3, 0, 1), _step(RETURN, ABSENT)]
    steps += [_step(EQUALS, CLONE[machine], 0, 3), _step(LOAD, FIRST_ARGUMENT)]
    steps += [_step(ANY_BIT, CLONE_THREAD, 1), _step(RETURN, REFUSE), _step(RETURN, ALLOW)]
    return b"".join(steps)


def forbid_syscalls(libc: ctypes.CDLL) -> bool:
    """Install the filter on this process, permanently; False where machine or kernel do not know it."""
    machine = platform.machine()
    if machine not in AUDIT:
        return False
    code = filter_program(machine)
    program = _Program(len(code) // 8, code)
    refused: int = libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0)
    return refused == 0
