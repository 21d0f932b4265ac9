import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.files.rendering.drawing import children


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def _nothing_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    before = set(children())
    yield
    assert set(children()) <= before
    assert list(folder.iterdir()) == []
