from tortoise import migrations
from tortoise.migrations import operations as ops

SECONDS = "'____-__-__ __:__:__%'"


async def repair(apps, editor):
    """Until now SQLite kept an instant with the offset that it came with, and compared it as text: UTC everywhere.

    The digits below the second are kept as they are: SQLite's own functions know only milliseconds.
    """
    client = editor.client
    if client.capabilities.dialect != "sqlite":
        return
    columns = await client.execute_query_dict(
        "SELECT m.name AS held_by, c.name AS name FROM sqlite_master m, pragma_table_info(m.name) c"
        " WHERE m.type = 'table' AND c.type = 'TIMESTAMP'"
    )
    for column in columns:
        table, at = f'"{column["held_by"]}"', f'"{column["name"]}"'
        await client.execute_query(f"UPDATE {table} SET {at} = replace({at}, 'T', ' ') WHERE {at} LIKE '%T%'")
        await client.execute_query(
            f"UPDATE {table} SET {at} = {at} || '+00:00'"
            f" WHERE {at} LIKE {SECONDS} AND {at} NOT LIKE '%+__:__' AND {at} NOT LIKE '%-__:__'"
        )
        await client.execute_query(
            f"UPDATE {table} SET {at} = strftime('%Y-%m-%d %H:%M:%S', substr({at}, 1, 19) || substr({at}, -6))"
            f" || substr({at}, 20, length({at}) - 25) || '+00:00'"
            f" WHERE {at} LIKE {SECONDS} AND ({at} LIKE '%+__:__' OR {at} LIKE '%-__:__') AND {at} NOT LIKE '%+00:00'"
        )


class Migration(migrations.Migration):
    dependencies = [('boite', '0012_keys_and_checks')]

    initial = False

    operations = [ops.RunPython(repair, ops.RunPython.noop)]
