"""Random sequences of verbs on a box, against a plain model of what a person expects."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as profile
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from boite.accounts.models import User
from boite.database.connection import fetch, opened, transaction
from boite.database.versions import digest
from boite.errors import Conflict
from boite.files import copying, names, selection
from boite.files.deposit import Paper, open_space, put_paper, root_of
from boite.files.expiry import erase_blobs
from boite.files.models import Discard, Node, OnConflict, QuotaExceeded, Space
from boite.files.trash import purge, restore
from boite.settings import Settings
from storage import open_store

T = TypeVar("T")
QUOTA = 60
NAMES = st.sampled_from(
    ["CV", "cv", "Été", "E\u0301te\u0301", "a.pdf", "A.PDF", "œuvre 🎨", "x" * 260, "..", "n\x00n", "‮piège"]
)
SIZES = st.integers(0, 25)


class Box(RuleBasedStateMachine):
    """One box. The model: for each paper its versions' sizes, for each node its parent and whether it lives."""

    given: Settings

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.settings = self.given
        self.store = open_store(f"file://{Path(self.folder.name)}")
        self.connections = opened(self.settings)
        self.run(self.connections.__aenter__())
        self.run(self._begin())
        self.parents: dict[UUID, UUID] = {}
        self.sizes: dict[UUID, list[int]] = {}
        self.trashed: dict[UUID, set[UUID]] = {}

    async def _begin(self) -> None:
        self.user = await User.create(handle=uuid4().hex, secret_hash="-")
        async with transaction():
            self.space = await open_space(self.user.id, QUOTA)
        self.root = (await root_of(self.space.id)).id

    def run(self, work: Awaitable[T]) -> T:
        async def waited() -> T:
            return await work

        return self.loop.run_until_complete(waited())

    def teardown(self) -> None:
        self.run(self.store.close())
        self.run(self.connections.__aexit__(None, None, None))
        self.loop.close()
        self.folder.cleanup()

    folders = Bundle("folders")
    papers = Bundle("papers")
    discards = Bundle("discards")

    def living(self, node: UUID) -> bool:
        known = node == self.root or node in self.parents
        return known and not any(node in held for held in self.trashed.values())

    def below(self, node: UUID) -> set[UUID]:
        """A living node and all the living it holds."""
        found = {node}
        for child, parent in self.parents.items():
            if parent == node and self.living(child):
                found |= self.below(child)
        return found

    async def _held(self, node: UUID) -> list[Node]:
        """A node and all it holds, as the base has it."""
        found = [await Node.get(id=node)]
        for each in found:
            found += await Node.filter(parent_id=each.id, discard_row_id=None)
        return found

    def node(self, node: UUID) -> Node:
        return self.run(Node.get(id=node))

    @property
    def used(self) -> int:
        return sum(sum(sizes) for sizes in self.sizes.values())

    @initialize(target=folders)
    def begin_at_root(self) -> UUID:
        return self.root

    @rule(target=folders, parent=folders, name=NAMES)
    def add_folder(self, parent: UUID, name: str) -> UUID:
        if not self.living(parent):
            parent = self.root
        made = self.run(self.node(parent).add_folder(name if name != ".." else "points", by=self.user))
        self.parents[made.id] = parent
        return made.id

    @rule(target=papers, parent=folders, name=NAMES, size=SIZES, version=st.booleans())
    def deposit(self, parent: UUID, name: str, size: int, version: bool) -> UUID | None:
        if not self.living(parent):
            parent = self.root
        paper = Paper(
            space_id=self.space.id,
            parent_id=parent,
            name=names.clean(name),
            media_type="text/plain",
            on_conflict=OnConflict.NEW_VERSION if version else OnConflict.KEEP_BOTH,
        )
        work = put_paper(paper, b"x" * size, self.store, by=self.user.id)
        if self.used + size > QUOTA:
            self.refused(work, size)
            return None
        made = self.run(work)
        self.parents.setdefault(made.id, parent)
        self.sizes.setdefault(made.id, []).append(size)
        return made.id

    def refused(self, work: Awaitable[Any], size: int) -> None:
        """The refusal says exactly how many bytes lack."""
        with pytest.raises(QuotaExceeded) as refusal:
            self.run(work)
        assert refusal.value.lack == self.used + size - QUOTA

    @rule(which=st.one_of(folders, papers), name=NAMES)
    def rename(self, which: UUID | None, name: str) -> None:
        if which is None or which == self.root or not self.living(which):
            return
        node = self.node(which)
        self.run(node.rename(name if name != ".." else "points", read=digest(node.name), by=self.user))

    @rule(which=st.one_of(folders, papers), to=folders)
    def move(self, which: UUID | None, to: UUID) -> None:
        if which is None or which == self.root or not self.living(which) or not self.living(to):
            return
        if to in self.below(which):
            with pytest.raises(Conflict):
                self.run(self.node(which).move(self.node(to), by=self.user))
            return
        self.run(self.node(which).move(self.node(to), by=self.user))
        self.parents[which] = to

    @rule(which=st.one_of(folders, papers), to=folders)
    def copy(self, which: UUID | None, to: UUID) -> None:
        if which is None or which == self.root or not self.living(which) or not self.living(to):
            return
        size = sum(self.sizes[node][-1] for node in self.below(which) if node in self.sizes)
        work = selection.copy([self.node(which)], self.node(to), by=self.user)
        if self.used + size > QUOTA:
            self.refused(work, size)
            return
        [made] = self.run(work)
        for row in self.run(self._held(made.id)):
            self.parents[row.id] = row.parent_id or to
            if not row.is_folder:
                self.sizes[row.id] = [row.size]

    @rule(target=discards, which=st.one_of(folders, papers))
    def discard(self, which: UUID | None) -> UUID | None:
        if which is None or which == self.root or not self.living(which):
            return None
        held = self.below(which)
        discard = self.run(self.node(which).discard(by=self.user, days=30))
        self.trashed[discard.id] = held
        return discard.id

    @rule(which=consumes(discards))
    def bring_back(self, which: UUID | None) -> None:
        if which is None:
            return
        discard = self.run(Discard.get(id=which))
        top, home = discard.node_id, self.parents[discard.node_id]
        while not self.living(home):
            home = self.parents[home]
        self.run(restore(discard, by=self.user))
        del self.trashed[which]
        self.parents[top] = home

    @rule(which=consumes(discards))
    def erase(self, which: UUID | None) -> None:
        if which is None:
            return
        discard = self.run(Discard.get(id=which))
        heir = self.parents[discard.node_id]
        self.run(purge(discard, by=self.user))
        gone = self.trashed.pop(which)
        for child, parent in list(self.parents.items()):
            if parent in gone and child not in gone:
                self.parents[child] = heir
        for node in gone:
            self.parents.pop(node, None)
            self.sizes.pop(node, None)

    @rule(which=papers)
    def restore_first_version(self, which: UUID | None) -> None:
        if which is None or which not in self.sizes or not self.living(which) or len(self.sizes[which]) < 2:
            return
        size = self.sizes[which][0]
        work = self.node(which).restore_version(1, by=self.user)
        if self.used + size > QUOTA:
            self.refused(work, size)
            return
        self.run(work)
        self.sizes[which].append(size)

    @invariant()
    def the_rows_say_what_the_model_says(self) -> None:
        rows = self.run(Node.filter(space_id=self.space.id))
        found = {row.id: row.parent_id for row in rows if row.id != self.root}
        assert found == self.parents
        assert {row.id for row in rows if not row.discarded} == {
            node for node in {self.root, *self.parents} if self.living(node)
        }

    @invariant()
    def living_siblings_have_different_names(self) -> None:
        rows = self.run(Node.filter(space_id=self.space.id, discard_row_id=None))
        keys = [(row.parent_id, row.name_key) for row in rows]
        assert len(keys) == len(set(keys))
        assert all(len(row.name.encode()) <= names.MAX_BYTES for row in rows)

    @invariant()
    def the_totals_are_those_of_the_rows(self) -> None:
        space = self.run(Space.get(id=self.space.id))
        assert (space.used_bytes, space.reserved_bytes) == (self.used, 0)
        assert space.used_bytes <= QUOTA
        gauge = self.run(space.gauge())
        assert gauge.used == self.used

    @rule()
    def bytes_follow_rows(self) -> None:
        """Once the chore has passed, the store holds exactly the blobs that versions name."""
        while self.run(erase_blobs(self.settings, self.store)):
            pass
        rows = self.run(
            fetch(
                "SELECT DISTINCT v.blob_id AS key FROM files_version v JOIN files_node n ON n.id = v.node_id"
                " WHERE n.space_id = ?",
                self.space.id,
            )
        )
        assert self.run(self._keys()) == {row["key"] for row in rows}

    async def _keys(self) -> set[str]:
        found = self.store.keys()
        return {key async for key in found}


@pytest.mark.timeout(600)
def test_a_box_behaves_as_expected_whatever_one_does(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders, deposits, renames, moves, copies (most of them by pieces), trash, versions, in any order."""
    monkeypatch.setattr(copying, "PIECE", 2)
    Box.given = settings
    steps = profile(max_examples=100, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Box, settings=steps)
