"""One file per command of `boite`, each with `run(arguments) -> exit status`. Loaded when called."""

import boite.database.tortoise_alone  # noqa: F401 - before anything of ours that loads Tortoise
