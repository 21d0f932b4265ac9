"""The numbers of the calls that the drawing child gives up, against the kernel's own headers where they are."""

import re
from pathlib import Path

import pytest

from boite.files.syscalls import AUDIT, CLONE, CLONE3, EVERYWHERE, REFUSED

INCLUDE = Path("/usr/include")
HEADERS = {
    "x86_64": (INCLUDE / "x86_64-linux-gnu/asm/unistd_64.h", INCLUDE / "asm/unistd_64.h"),
    # 64-bit ARM has no table of its own: its asm/unistd.h is the generic one.
    "aarch64": (INCLUDE / "asm-generic/unistd.h",),
}
YOUNG = {"clone3", "fchmodat2"}
"""Linux 5.3 and 6.6: older headers do not have them."""
REPLACED = {"fork", "vfork", "chmod", "chown", "lchown", "utime", "utimes", "futimesat"}
"""Calls that 64-bit ARM never had: more recent ones do the same."""


def numbers(header: Path) -> dict[str, int]:
    """Name and number of each call that a header defines."""
    found = re.findall(r"^#define\s+__NR_(\w+)\s+(\d+)\s*$", header.read_text(), re.MULTILINE)
    return {name: int(number) for name, number in found}


@pytest.mark.parametrize("machine", AUDIT)
def test_the_numbers_are_those_of_the_kernel(machine: str) -> None:
    ours = REFUSED[machine] | EVERYWHERE | {"clone": CLONE[machine], "clone3": CLONE3}
    for header in filter(Path.exists, HEADERS[machine]):
        known = numbers(header)
        assert set(ours) - set(known) <= YOUNG, "a name that this kernel does not know"
        assert {name: known.get(name, number) for name, number in ours.items()} == ours


def test_both_machines_refuse_the_same_gestures() -> None:
    assert set(REFUSED["x86_64"]) - set(REFUSED["aarch64"]) == REPLACED
    assert set(REFUSED["aarch64"]) <= set(REFUSED["x86_64"])


@pytest.mark.parametrize("machine", AUDIT)
def test_no_number_is_written_twice(machine: str) -> None:
    every = [*REFUSED[machine].values(), *EVERYWHERE.values(), CLONE[machine], CLONE3]
    assert len(every) == len(set(every))


@pytest.mark.parametrize(("machine", "elf"), [("x86_64", 62), ("aarch64", 183)])
def test_the_filter_knows_its_machine(machine: str, elf: int) -> None:
    """AUDIT_ARCH_* of linux/audit.h: the machine's number in ELF, 64 bits, little-endian."""
    assert AUDIT[machine] == elf | 0x80000000 | 0x40000000
