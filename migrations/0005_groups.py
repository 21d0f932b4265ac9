from tortoise import migrations
from tortoise.migrations import operations as ops
from boite.clock import now
from boite.files.rows import PreviewState
from tortoise.fields.base import OnDelete
from uuid import uuid4
from tortoise import fields
from tortoise.indexes import Index


async def _known(apps, editor):
    """Until now everybody deposited in their own box."""
    await editor.client.execute_query(
        "UPDATE files_upload SET by_id = (SELECT s.owner_id FROM files_space s WHERE s.id = files_upload.space_id)"
    )


class Migration(migrations.Migration):
    dependencies = [('boite', '0004_known_networks')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Group',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('territory', fields.OneToOneField('boite.Territory', source_field='territory_id', db_constraint=True, to_field='code', related_name='group', on_delete=OnDelete.RESTRICT)),
                ('account', fields.OneToOneField('boite.User', source_field='account_id', db_constraint=True, to_field='id', related_name='group', on_delete=OnDelete.RESTRICT)),
                ('created_at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'groups_group', 'app': 'boite', 'pk_attr': 'id', 'table_description': "The group of one territory. Its account owns a space like anybody's, and nobody signs in with it."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='PublicFile',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('node', fields.OneToOneField('boite.Node', source_field='node_id', db_constraint=True, to_field='id', related_name='public', on_delete=OnDelete.RESTRICT)),
                ('alt', fields.CharField(default='', max_length=300)),
                ('since', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
                ('by', fields.ForeignKeyField('boite.User', source_field='by_id', null=True, db_constraint=True, to_field='id', related_name='exposures', on_delete=OnDelete.SET_NULL)),
            ],
            options={'table': 'groups_public_file', 'app': 'boite', 'pk_attr': 'id', 'table_description': "A file of a group's space that everybody may see, as long as this row is there."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='PaperUse',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('node', fields.ForeignKeyField('boite.Node', source_field='node_id', db_constraint=True, to_field='id', related_name='uses', on_delete=OnDelete.RESTRICT)),
                ('place', fields.CharField(max_length=20)),
                ('key', fields.UUIDField()),
                ('title', fields.CharField(max_length=200)),
            ],
            options={'table': 'files_use', 'app': 'boite', 'unique_together': (('node', 'place', 'key'),), 'indexes': [Index(fields=['place', 'key'], name='files_use_place')], 'pk_attr': 'id', 'table_description': 'One page shows this paper: until it does no more, the paper neither goes to the trash nor is erased.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Width',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('blob', fields.ForeignKeyField('boite.Blob', source_field='blob_id', db_constraint=True, to_field='key', related_name='widths', on_delete=OnDelete.CASCADE)),
                ('width', fields.IntField()),
                ('height', fields.IntField()),
                ('key', fields.CharField(unique=True, max_length=32)),
                ('size', fields.BigIntField()),
                ('blocks', fields.BinaryField()),
            ],
            options={'table': 'files_width', 'app': 'boite', 'unique_together': (('blob', 'width'),), 'pk_attr': 'id', 'table_description': 'One picture, so many pixels wide. It does not count in the quota.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='WidthOrder',
            fields=[
                ('blob', fields.OneToOneField('boite.Blob', source_field='blob_id', primary_key=True, db_index=True, db_constraint=True, to_field='key', related_name='width_order', on_delete=OnDelete.CASCADE)),
                ('state', fields.CharEnumField(default=PreviewState.DUE, description='DUE: due\nREADY: ready\nNONE: none\nFAILED: failed', enum_type=PreviewState, max_length=10)),
                ('due', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
                ('tries', fields.IntField(default=0)),
            ],
            options={'table': 'files_width_order', 'app': 'boite', 'indexes': [Index(fields=['state', 'due'], name='files_width_order_due')], 'pk_attr': 'blob_id', 'table_description': 'A picture to be drawn in several widths for public pages. The row is the queue.'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='Upload',
            name='by',
            field=fields.ForeignKeyField('boite.User', source_field='by_id', null=True, db_constraint=True, to_field='id', related_name='deposits', on_delete=OnDelete.SET_NULL),
        ),
        ops.AddIndex(
            model_name='Upload',
            index=Index(fields=['by_id'], name='files_upload_by'),
        ),
        ops.RunPython(_known, ops.RunPython.noop),
    ]
