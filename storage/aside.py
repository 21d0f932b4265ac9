"""Identity of a store on disk, and what was set aside in it: renamed, never copied, so that no byte is ever at risk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import date
from pathlib import Path

from storage.drafts import Draft
from storage.errors import UploadMissing, translated
from storage.folders import FILE_MODE, FOLDER_MODE, Folders, move
from storage.keys import checked, is_key, new_key
from storage.store import Aside, Kind
from storage.uploads import DiskUploads


class DiskAside(DiskUploads):
    """The part of a DiskStore that knows whose it is, and keeps what nobody knows."""

    async def identity(self) -> str | None:
        """See BlobStore."""
        return await self._threads.run(self.folders.badge.read)

    async def claim(self, identity: str) -> str:
        """See BlobStore."""
        return await self._threads.run(_claim, self.folders, checked(identity))

    async def set_aside(self, key: str, day: date) -> None:
        """See BlobStore."""
        thing = Aside(day, Kind.BLOB, checked(key))
        await self._threads.run(_carry, self.folders, _place(self.folders, thing), _aside(self.folders, thing))

    async def set_upload_aside(self, upload: str, day: date) -> None:
        """See BlobStore."""
        path = self._upload(upload)
        target = _aside(self.folders, Aside(day, Kind.UPLOAD, upload))
        with suppress(UploadMissing):
            async with self._held(upload) as (_, descriptor):
                await self._threads.run(_put_down, self.folders, path, descriptor)
                await self._threads.run(_carry, self.folders, path, target)
        self._digests.pop(upload, None)

    async def aside(self) -> AsyncIterator[Aside]:
        """See BlobStore."""
        for thing in await self._threads.run(_listed, self.folders):
            yield thing

    async def put_back(self, thing: Aside) -> None:
        """See BlobStore."""
        checked(thing.name)
        await self._threads.run(_carry, self.folders, _aside(self.folders, thing), _place(self.folders, thing))

    async def forget_aside(self, thing: Aside) -> None:
        """See BlobStore."""
        checked(thing.name)
        await self._threads.run(_forget, self.folders, _aside(self.folders, thing))


def _place(folders: Folders, thing: Aside) -> Path:
    return folders.blob(thing.name) if thing.kind is Kind.BLOB else folders.uploads / thing.name


def _aside(folders: Folders, thing: Aside) -> Path:
    return folders.lost / thing.day.isoformat() / thing.kind / thing.name


def _claim(folders: Folders, identity: str) -> str:
    """Write a whole file, then give it the name that counts."""
    with translated():
        while (kept := folders.badge.read()) is None:
            draft = folders.new / new_key()
            with draft.open("x", encoding="ascii") as file:
                file.write(f"{identity}\n")
                file.flush()
                folders.sync(file.fileno())
            draft.chmod(FILE_MODE)
            folders.badge.write(draft)
            folders.sync_folder(folders.new)
        folders.sync_folder(folders.root)
        return kept


def _put_down(folders: Folders, path: Path, descriptor: int) -> None:
    """Keep only the verified bytes in the file: the note about the others does not go with it."""
    with translated():
        Draft(path, descriptor, None, folders)


def _carry(folders: Folders, source: Path, target: Path) -> None:
    """Rename, with both names on the disk before this ends; the new one first. Does nothing where there is no source.

    Tries again where somebody removed the empty folder meanwhile.
    """
    with translated():
        folders.badge.check()
        while source.exists():
            target.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
            with suppress(FileNotFoundError):
                move(source, target)
                for folder in (target.parent, *target.parent.parents):
                    folders.sync_folder(folder)
                    if folder == folders.root:
                        break
                folders.sync_folder(source.parent)
                _tidy(folders, source.parent)


def _forget(folders: Folders, path: Path) -> None:
    with translated():
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            folders.sync_folder(path.parent)
        _tidy(folders, path.parent)


def _tidy(folders: Folders, folder: Path) -> None:
    """The folder of a day goes with the last thing in it."""
    while folder.is_relative_to(folders.lost):
        try:
            folder.rmdir()
        except FileNotFoundError:
            pass
        except OSError:  # it still holds something
            return
        folder = folder.parent


def _listed(folders: Folders) -> list[Aside]:
    folders.badge.check()
    with translated():
        return [
            Aside(day, kind, path.name)
            for folder in _children(folders.lost)
            if (day := _day(folder.name)) is not None
            for kind in Kind
            for path in _children(folder / kind)
            if is_key(path.name)
        ]


def _children(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None
