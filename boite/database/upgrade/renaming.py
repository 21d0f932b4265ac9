"""A model that takes another name, its table staying as it is. Tortoise's own way fails where others point to it."""

from __future__ import annotations

from copy import deepcopy

from tortoise.migrations.operations import RenameModel
from tortoise.migrations.schema_generator.state import State


class RenameClass(RenameModel):
    """Another name for the class alone: the database has nothing to do."""

    def state_forward(self, app_label: str, state: State) -> None:
        """Rename it, and what points to it; then read all models anew, so that none keeps the former class."""
        model = state.models.pop((app_label, self.old_name))
        state.apps.unregister_model(app_label, self.old_name)
        model.name = self.new_name
        state.models[(app_label, self.new_name)] = model
        for each in state.models.values():
            for name, field in each.fields.items():
                if getattr(field, "model_name", None) == f"{app_label}.{self.old_name}":
                    each.fields[name] = pointing = deepcopy(field)
                    pointing.model_name = f"{app_label}.{self.new_name}"  # type: ignore[attr-defined]
        state.reload_models(state.models)
