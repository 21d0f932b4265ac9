"""One file per command of `boite`, each with `run(arguments) -> exit status`. Loaded when called."""
