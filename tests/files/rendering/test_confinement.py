"""What the drawing child has given up, tried from inside."""

import json
import subprocess
import sys

import pytest

from boite.files.renderer import CODE
from boite.files.syscalls import AUDIT, filter_program

PROBE = """
import json, os, resource, socket, sys
sys.path.append(sys.argv[1])
from boite.files.confinement import restrain, seal
from boite.files.render_contract import Limits
restrain(Limits(memory=2**28, cpu_seconds=3))
limits = {name: resource.getrlimit(getattr(resource, "RLIMIT_" + name)) for name in ("CPU", "CORE", "NOFILE")}
already_open = os.open("before", os.O_WRONLY | os.O_CREAT)
obtained = seal()
parent = os.getppid()
gestures = {
    "landlock": {
        "read": lambda: open("/etc/passwd"),
        "list": lambda: os.listdir("/etc"),
        "write": lambda: open("written", "w"),
        "link": lambda: os.symlink("/etc/passwd", "link"),
        "folder": lambda: os.mkdir("folder"),
    },
    "seccomp": {
        "connect": lambda: socket.socket(),
        "fork": lambda: os.fork() or os._exit(0),
        "program": lambda: os.execv("/bin/true", ["true"]),
        "signal": lambda: os.kill(parent, 0),
        "rights": lambda: os.chmod(".", 0o777),
        "others": lambda: resource.prlimit(parent, resource.RLIMIT_CPU),
    },
}
done = []
for measure in obtained:
    for name, gesture in gestures[measure].items():
        try:
            gesture()
            done.append(name)
        except PermissionError:
            pass
try:
    bytearray(2**28)
    done.append("memory")
except MemoryError:
    pass
try:
    os.write(already_open, b"x")
    done.append("write on")
except OSError:
    pass
print(json.dumps({"obtained": sorted(obtained), "done": done, "limits": limits}))
"""


def test_a_sealed_child_can_do_nothing(tmp_path: object) -> None:
    run = subprocess.run(
        [sys.executable, "-I", "-c", PROBE, CODE], capture_output=True, check=True, cwd=str(tmp_path), env={}
    )
    answer = json.loads(run.stdout)
    assert answer["done"] == []
    assert answer["limits"] == {"CPU": [3, 4], "CORE": [0, 0], "NOFILE": [32, 32]}
    if sys.platform == "linux":
        assert answer["obtained"], "neither Landlock nor seccomp on this kernel: documents are opened with limits only"


@pytest.mark.parametrize("machine", AUDIT)
def test_the_filter_is_whole(machine: str) -> None:
    program = filter_program(machine)
    assert len(program) % 8 == 0
    assert program[-8:-6] == (0x06).to_bytes(2, "little")
