"""What each entry of the journal is about; one kind where whoever did it and whom it concerns had one each.

Columns, indexes and UPDATEs only. The column `subject` of 0018 is emptied and stays: dropping it is not worth a risk.
"""

from typing import Any

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

OWNER = ""
SUBJECTS = (
    ("account.%", "account", OWNER),
    ("account.opened", "box", OWNER),
    ("account.closing%", "box", OWNER),
    ("account.exported", "box", OWNER),
    ("agenda.%", "event", "slug"),
    ("directory.%", "structure", "slug"),
    ("directory.imported", "import", "name"),
    ("file.%", "node", "node"),
    ("group.%", "node", "node"),
    ("group.opened", "group", OWNER),
    ("library.%", "resource", "resource"),
    ("news.%", "article", "article"),
    ("news.proposal_refused", "proposal", "proposal"),
    ("newsletter.%", "issue", "issue"),
    ("newsletter.subscribed", "territory", "territory"),
    ("newsletter.asked", "territory", "territory"),
    ("newsletter.dropped", "territory", "territory"),
    ("newsletter.work%", "account", OWNER),
    ("orientation.edited", "question", "question"),
    ("orientation.handed%", "structure", "slug"),
    ("portraits.%", "portrait", "place"),
    ("upload.%", "upload", "upload"),
)
"""Kinds, what they are about, and the detail that says which one. A later line corrects an earlier one."""
LETTERS = "kind IN ('newsletter.subscribed', 'newsletter.asked', 'newsletter.dropped')"


async def tell_subjects(apps: Any, editor: Any) -> None:
    """What the details say, on either engine."""
    client = editor.client
    on_sqlite = client.capabilities.dialect == "sqlite"

    def detail(name: str) -> str:
        return f"json_extract(details, '$.{name}')" if on_sqlite else f"details ->> '{name}'"

    for kinds, word, name in SUBJECTS:
        which = f"NULLIF(SUBSTR({detail(name)}, 1, 160), '')" if name else "CAST(owner_id AS VARCHAR(160))"
        await client.execute_query(
            f"UPDATE journal_entry SET subject_kind = '{word}', subject_id = {which}, subject = NULL"
            f" WHERE kind LIKE '{kinds}'"
        )
    place = f"(SELECT MIN(code) FROM directory_territory WHERE name = {detail('place')})"
    await client.execute_query(f"UPDATE journal_entry SET subject_id = {place} WHERE {LETTERS} AND subject_id IS NULL")
    await client.execute_query(
        "UPDATE journal_entry SET kind = REPLACE(kind, '.yours_', '.')"
        " WHERE kind LIKE 'news.yours%' OR kind LIKE 'library.yours%' OR kind LIKE 'directory.yours%'"
    )


class Migration(migrations.Migration):
    dependencies = [("boite", "0018_told")]

    operations = [
        ops.AddField("Entry", "subject_kind", fields.CharField(max_length=20, null=True)),
        ops.AddField("Entry", "subject_id", fields.CharField(max_length=160, null=True)),
        ops.AddIndex("Entry", Index(fields=("subject_kind", "subject_id", "id"), name="journal_entry_subject")),
        ops.AddIndex("Entry", Index(fields=("kind", "at"), name="journal_entry_kind")),
        ops.RunPython(tell_subjects, ops.RunPython.noop),
    ]
