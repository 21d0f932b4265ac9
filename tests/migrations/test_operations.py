"""What a migration may be made of. Tortoise's own way to alter a table loses rows, keys and checks on SQLite."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from boite.database.upgrade.migration_state import known
from tests.live import ROOT

HARMLESS = {"CreateModel", "DeleteModel", "AddField", "RenameField", "AddIndex", "RemoveIndex", "RunPython"}
"""Tortoise's operations that write no table anew. A column that is added is nullable, or has a default of the base."""
HISTORICAL = {("0002_totals_not_negative", "AddConstraint")}
"""Those of before this rule. What the other two of 0003 did was put back by 0012, and 0003 does it no more."""
BY_HAND = {
    ("0004_known_networks", "enter"): "tests/directory/test_keeping_vocabulary.py",
    ("0005_groups", "_known"): "tests/migrations/test_upgrade.py",
    ("0012_keys_and_checks", "put_back"): "tests/migrations/test_upgrade.py",
    ("0015_instants_in_utc", "repair"): "tests/database/test_repair.py",
    ("0019_subject", "tell_subjects"): "tests/journal/test_old_entries.py",
    ("0023_visit_stops", "RenameClass"): "tests/migrations/test_sameness.py",
    ("0028_notices", "told"): "tests/notifications/test_old_entries.py",
    ("0030_moved_and_idle", "seen"): "tests/accounts/test_session_ends.py",
    ("0032_marks_of_answers", "escape"): "tests/orientation/test_rich_answers.py",
    ("0037_attested", "about_the_paper"): "tests/journal/test_old_entries.py",
    ("0043_told_by_the_journal", "DropColumn"): "tests/migrations/test_upgrade.py",
}
"""The functions and classes that were written by hand, each with the file that tests it on rows."""


def test_no_operation_writes_a_table_anew_by_itself() -> None:
    for name in known():
        for operation in import_module(f"migrations.{name}").Migration.operations:
            kind = type(operation)
            if not kind.__module__.startswith("tortoise."):
                assert (name, kind.__name__) in BY_HAND, f"{name}: say which file tests {kind.__name__}"
            else:
                assert kind.__name__ in HARMLESS or (name, kind.__name__) in HISTORICAL, (
                    f"{name}: {operation.describe()}. On SQLite it would lose rows, keys or checks."
                    " Write it by hand with boite.database.upgrade.rebuilding, and test it on the stored databases."
                )
            if kind.__name__ == "RunPython":
                assert (name, operation.code.__name__) in BY_HAND, f"{name}: say which file tests it"
            if kind.__name__ == "AddField":
                assert operation.field.null or operation.field.has_db_default(), f"{name}: {operation.describe()}"


def test_what_was_written_by_hand_is_tested() -> None:
    migrations = {path.stem for path in (ROOT / "migrations").glob("0*.py")}
    for (name, _), place in BY_HAND.items():
        assert name in migrations
        assert Path(ROOT / place).is_file()
