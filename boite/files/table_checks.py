"""What the database checks of our tables, said to the tool that writes migrations: else it would drop it.

Apart from the models: Tortoise's migrations take 1.3 Mio, and no server needs them.
"""

from __future__ import annotations

from tortoise.migrations.constraints import CheckConstraint

from boite.files.models import Space

Space._meta.constraints = (
    CheckConstraint(check="used_bytes >= 0 AND reserved_bytes >= 0", name="files_space_not_negative"),
)
"""Written by migrations 0002 and 0012."""
