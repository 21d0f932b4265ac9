"""Tortoise without pydantic, which it loads wherever it is installed: 6 Mio and 0.1 s, for forms that we never use.

Only imports and exports of the directory need pydantic (data·inclusion), and load it then.
"""

from __future__ import annotations

import sys
from importlib import import_module

if "pydantic" not in sys.modules:
    sys.modules["pydantic"] = None  # type: ignore[assignment]  # its import fails, which Tortoise allows
    try:
        import_module("tortoise.query_api")
        import_module("tortoise.fields")
    finally:
        del sys.modules["pydantic"]
