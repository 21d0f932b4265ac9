"""How migrations see the models: as the state says them then, no more than is asked for."""

from __future__ import annotations

from typing import Any

import pytest
from tortoise import Model, fields
from tortoise.fields.relational import RelationalField
from tortoise.migrations import operations as ops
from tortoise.migrations.schema_generator.state import ModelState

from boite.database.upgrade.running import APP, LatestState, ModelsAsAsked

pytestmark = pytest.mark.each_engine


def state_after(*operations: ops.Operation) -> LatestState:
    models: dict[tuple[str, str], ModelState] = {}
    state = LatestState(models, ModelsAsAsked(models))
    for operation in operations:
        operation.state_forward(APP, state)
    return state


def table(name: str, *points_to: str) -> ops.CreateModel:
    columns: list[tuple[str, Any]] = [("id", fields.IntField(primary_key=True))]
    columns += [(other.lower(), fields.ForeignKeyField(f"{APP}.{other}", null=True)) for other in points_to]
    return ops.CreateModel(name, columns, {"table": name.lower(), "app": APP, "pk_attr": "id"})


def pointed_to(model: type[Model], key: str) -> type[Model]:
    field = model._meta.fields_map[key]
    assert isinstance(field, RelationalField)
    return field.related_model


def test_a_model_comes_with_what_it_points_to_and_no_other() -> None:
    three = (table("Leaf", "Branch"), table("Branch", "Tree", "Branch"), table("Tree", "Leaf"))
    state = state_after(*three, table("Bird"))
    leaf, branch = state.apps.get_model("boite.Leaf"), state.apps.get_model("boite", "Branch")
    assert pointed_to(leaf, "branch") is branch
    assert pointed_to(branch, "branch") is branch
    assert set(state.apps.apps[APP]) == {"Leaf", "Branch", "Tree"}
    assert state.apps.get_model("boite.Leaf") is leaf


def test_a_change_is_seen_by_who_asks_next_and_not_by_the_state_before() -> None:
    state = state_after(table("Tree"), table("Leaf", "Tree"))
    state.apps.get_model("boite.Leaf")
    before = state.clone()
    ops.AddField("Tree", "height", fields.IntField(null=True)).state_forward(APP, state)
    tree = pointed_to(state.apps.get_model("boite.Leaf"), "tree")
    assert "height" in tree._meta.fields_db_projection
    assert "height" not in before.apps.get_model("boite.Tree")._meta.fields_db_projection


def test_what_points_to_no_table_is_refused() -> None:
    with pytest.raises(KeyError, match="Tree"):
        state_after(table("Leaf", "Tree")).apps.get_model("boite.Leaf")
