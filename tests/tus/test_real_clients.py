"""Real clients against the real server: tuspy, cuts, kills, stops. What arrives is what was sent."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
from tusclient.client import TusClient
from tusclient.uploader.uploader import Uploader

from tests.live import Server
from tests.tus.arrivals import digest, file_of, kept
from tests.tus.speaking import BODY, TUS

SIZE = 5_000_003
"""Neither a number of blocks nor of chunks."""


@contextmanager
def uploader_of(server: Server, token: str, path: Path, chunk: int, url: str | None = None) -> Iterator[Uploader]:
    """One upload by tuspy, signed in, with a checksum for each chunk."""
    client = TusClient(f"{server.url}/depots/", headers={"cookie": f"boite={token}"})
    said = {"filename": path.name}
    with path.open("rb") as stream:  # tuspy does not close the files that it opens
        yield client.uploader(file_stream=stream, chunk_size=chunk, metadata=said, upload_checksum=True, url=url)


async def test_tuspy_sends_in_chunks(live_server: Server, tmp_path: Path) -> None:
    token, path = await live_server.session(await live_server.person()), file_of(tmp_path, SIZE)
    with uploader_of(live_server, token, path, 1_000_000) as uploader:
        uploader.upload()
    assert await kept(live_server) == [(path.name, digest(path))]


async def test_tuspy_sends_an_empty_file(live_server: Server, tmp_path: Path) -> None:
    token, path = await live_server.session(await live_server.person()), file_of(tmp_path, 0)
    with uploader_of(live_server, token, path, 1_000_000) as uploader:
        uploader.upload()
    assert await kept(live_server) == [(path.name, digest(path))]


async def test_tuspy_resumes_after_the_server_was_killed(live_server: Server, tmp_path: Path) -> None:
    token, path = await live_server.session(await live_server.person()), file_of(tmp_path, SIZE)
    with uploader_of(live_server, token, path, 700_000) as uploader:
        uploader.upload(stop_at=2_000_000)
        address = uploader.url
    live_server.restart()
    # As another process of the client would: it only knows the address.
    with uploader_of(live_server, token, path, 700_000, address) as again:
        assert again.offset == 2_000_000
        again.upload()
    assert await kept(live_server) == [(path.name, digest(path))]


def open_request(server: Server, token: str, address: str, offset: int, length: int) -> socket.socket:
    """A PATCH whose body the test sends as it likes."""
    line = socket.create_connection(("127.0.0.1", urlsplit(server.url).port or 80), timeout=20)
    headers = TUS | BODY | {"host": "127.0.0.1", "cookie": f"boite={token}"}
    headers |= {"upload-offset": str(offset), "content-length": str(length)}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    line.sendall(f"PATCH {address} HTTP/1.1\r\n{lines}\r\n".encode())
    return line


def asked(server: Server, token: str) -> httpx2.Client:
    """A client that speaks tus by hand."""
    return httpx2.Client(base_url=server.url, headers=TUS | {"cookie": f"boite={token}"}, trust_env=False)


def begin(client: httpx2.Client, size: int) -> str:
    """The address of a new upload."""
    return str(client.post("/depots/", headers={"upload-length": str(size)}).headers["location"])


def offset_of(client: httpx2.Client, address: str, at_least: int) -> int:
    """Where the upload is, once it is as far as `at_least`."""
    limit = time.monotonic() + 20
    while True:
        offset = int(client.head(address).headers["upload-offset"])
        if offset >= at_least or time.monotonic() > limit:
            return offset
        time.sleep(0.05)


async def test_a_line_cut_in_the_middle_of_a_body_keeps_it(live_server: Server, tmp_path: Path) -> None:
    token, path = await live_server.session(await live_server.person()), file_of(tmp_path, SIZE)
    content = path.read_bytes()
    with asked(live_server, token) as client:
        address = begin(client, SIZE)
        line = open_request(live_server, token, address, 0, SIZE)
        line.sendall(content[:3_000_000])
        line.close()
        assert offset_of(client, address, 3_000_000) == 3_000_000
        answer = client.patch(address, headers=BODY | {"upload-offset": "3000000"}, content=content[3_000_000:])
        assert answer.status_code == 204
    assert [found for _, found in await kept(live_server)] == [digest(path)]


async def test_a_killed_server_keeps_what_it_had_written(live_server: Server, tmp_path: Path) -> None:
    token, path = await live_server.session(await live_server.person()), file_of(tmp_path, SIZE)
    content = path.read_bytes()
    with asked(live_server, token) as client:
        address = begin(client, SIZE)
        line = open_request(live_server, token, address, 0, SIZE)
        line.sendall(content[:4_000_000])
        assert offset_of(client, address, 1_000_000) >= 1_000_000
        live_server.restart()
        line.close()
        start = offset_of(client, address, 0)
        assert 1_000_000 <= start <= 4_000_000
        client.patch(address, headers=BODY | {"upload-offset": str(start)}, content=content[start:])
    assert [found for _, found in await kept(live_server)] == [digest(path)]


async def test_a_graceful_stop_keeps_the_body_under_way(live_server: Server, tmp_path: Path) -> None:
    token, path = await live_server.session(await live_server.person()), file_of(tmp_path, SIZE)
    content = path.read_bytes()
    with asked(live_server, token) as client:
        address = begin(client, SIZE)
        line = open_request(live_server, token, address, 0, SIZE)
        line.sendall(content[:2_500_000])
        assert offset_of(client, address, 2_000_000) >= 2_000_000
        live_server.stop()
        line.close()
        log = live_server.log.read_text()
        assert "Traceback" not in log, log
        live_server.start()
        start = offset_of(client, address, 0)
        assert start == 2_500_000
        client.patch(address, headers=BODY | {"upload-offset": str(start)}, content=content[start:])
    assert [found for _, found in await kept(live_server)] == [digest(path)]


async def test_a_newcomer_resumes_while_its_dead_line_is_still_open(live_server: Server, tmp_path: Path) -> None:
    token, path = await live_server.session(await live_server.person()), file_of(tmp_path, SIZE)
    content = path.read_bytes()
    with asked(live_server, token) as client:
        address = begin(client, SIZE)
        line = open_request(live_server, token, address, 0, SIZE)
        line.sendall(content[:2_000_000])
        start = offset_of(client, address, 1_000_000)
        while True:  # as clients do: ask where it is, send from there
            answer = client.patch(address, headers=BODY | {"upload-offset": str(start)}, content=content[start:])
            if answer.status_code == 204:
                break
            assert answer.status_code == 409
            start = int(answer.headers["upload-offset"])
        line.close()
    assert [found for _, found in await kept(live_server)] == [digest(path)]
