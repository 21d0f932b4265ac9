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
EVERYWHERE = (424, 425, 426, 427, 434, 438, 452)  # pidfd_send_signal, io_uring_*, pidfd_open, pidfd_getfd, fchmodat2
# fmt: off
REFUSED = {
    "x86_64": (
        41, 42, 43, 49, 50, 53, 288,  # socket, connect, accept, bind, listen, socketpair, accept4
        57, 58, 59, 322,  # fork, vfork, execve, execveat
        62, 129, 200, 234, 297,  # kill, rt_sigqueueinfo, tkill, tgkill, rt_tgsigqueueinfo
        101, 302, 310, 311, 312,  # ptrace, prlimit64, process_vm_readv, process_vm_writev, kcmp
        90, 91, 92, 93, 94, 260, 268,  # chmod, fchmod, chown, fchown, lchown, fchownat, fchmodat
        132, 188, 189, 190, 235, 261, 280,  # utime, setxattr, lsetxattr, fsetxattr, utimes, futimesat, utimensat
        165, 248, 249, 250, 272, 298, 304, 308, 321, 323,  # mount, keys, unshare, perf, handles, setns, bpf, uffd
    ),
    "aarch64": (
        198, 199, 200, 201, 202, 203, 242,  # socket, socketpair, bind, listen, accept, connect, accept4
        221, 281,  # execve, execveat
        129, 130, 131, 138, 240,  # kill, tkill, tgkill, rt_sigqueueinfo, rt_tgsigqueueinfo
        117, 261, 270, 271, 272,  # ptrace, prlimit64, process_vm_readv, process_vm_writev, kcmp
        52, 53, 54, 55,  # fchmod, fchmodat, fchownat, fchown
        5, 6, 7, 88,  # setxattr, lsetxattr, fsetxattr, utimensat
        40, 97, 217, 218, 219, 241, 265, 268, 280, 282,  # mount, unshare, keys, perf, handles, setns, bpf, userfaultfd
    ),
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
    for number in (*REFUSED[machine], *EVERYWHERE):
        steps += [_step(EQUALS, number, 0, 1), _step(RETURN, REFUSE)]
    steps += [_step(EQUALS, CLONE3, 0, 1), _step(RETURN, ABSENT)]
    steps += [_step(EQUALS, CLONE[machine], 0, 3), _step(LOAD, FIRST_ARGUMENT)]
    steps += [_step(ANY_BIT, CLONE_THREAD, 1), _step(RETURN, REFUSE), _step(RETURN, ALLOW)]
    return b"".join(steps)


def forbid_syscalls(libc: ctypes.CDLL) -> bool:
    """Install the filter on this process, for ever; False where machine or kernel do not know it."""
    machine = platform.machine()
    if machine not in AUDIT:
        return False
    code = filter_program(machine)
    program = _Program(len(code) // 8, code)
    refused: int = libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0)
    return refused == 0
