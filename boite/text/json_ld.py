"""What search engines read in a page (schema.org, as JSON-LD 1.1): a block of data, which no browser runs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

_ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
"""Characters that would end the block, or start a comment, in the middle of a name."""


def block(values: Mapping[str, Any]) -> Markup:
    """The content of a block of data, in the words of schema.org: no text of ours can leave it."""
    text = json.dumps({"@context": "https://schema.org", **values}, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_ESCAPED))  # noqa: S704 - escaped above, as JSON and not as HTML
