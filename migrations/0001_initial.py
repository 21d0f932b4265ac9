from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from boite.accounts.models import AccountRole
from boite.clock import now
from boite.files.node_row import NodeKind
from boite.files.rows import OnConflict, PreviewState
from json import dumps, loads
from tortoise.fields.base import OnDelete
from uuid import uuid4
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name='Attempt',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('scope', fields.CharField(max_length=20)),
                ('key', fields.CharField(max_length=64)),
                ('at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'account_attempt', 'app': 'boite', 'indexes': [Index(fields=['scope', 'key', 'at'], name='account_attempt_key'), Index(fields=['at'], name='account_attempt_at')], 'pk_attr': 'id', 'table_description': 'One try at a door, counted by account and by address. Keys are keyed digests, never the values.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Blob',
            fields=[
                ('key', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=32)),
                ('size', fields.BigIntField()),
                ('sha256', fields.CharField(max_length=64)),
                ('blocks', fields.BinaryField()),
                ('media_type', fields.CharField(max_length=120)),
                ('created_at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
                ('erase_due', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('damaged_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('preview_state', fields.CharEnumField(default=PreviewState.NONE, description='DUE: due\nREADY: ready\nNONE: none\nFAILED: failed', enum_type=PreviewState, max_length=10)),
                ('preview_due', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('preview_tries', fields.IntField(default=0)),
                ('page_count', fields.IntField(null=True)),
            ],
            options={'table': 'files_blob', 'app': 'boite', 'indexes': [Index(fields=['erase_due'], name='files_blob_erase'), Index(fields=['preview_state', 'preview_due'], name='files_blob_preview')], 'pk_attr': 'key', 'table_description': 'Bytes kept in the store: what they were when they were sealed.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Preview',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('blob', fields.ForeignKeyField('boite.Blob', source_field='blob_id', db_constraint=True, to_field='key', related_name='previews', on_delete=OnDelete.CASCADE)),
                ('page', fields.IntField()),
                ('key', fields.CharField(unique=True, max_length=32)),
                ('size', fields.BigIntField()),
                ('blocks', fields.BinaryField()),
            ],
            options={'table': 'files_preview', 'app': 'boite', 'unique_together': (('blob', 'page'),), 'pk_attr': 'id', 'table_description': 'One picture made from a blob. It does not count in the quota.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='User',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('handle', fields.CharField(unique=True, max_length=40)),
                ('secret_hash', fields.CharField(max_length=255)),
                ('role', fields.CharEnumField(default=AccountRole.PERSON, description='PERSON: person\nPROFESSIONAL: professional\nCOORDINATOR: coordinator\nOBSERVER: observer\nADMINISTRATOR: administrator', enum_type=AccountRole, max_length=20)),
                ('first_name', fields.CharField(default='', max_length=80)),
                ('email', fields.CharField(default='', max_length=254)),
                ('birth_year', fields.IntField(null=True)),
                ('situation', fields.CharField(default='', max_length=40)),
                ('commune', fields.CharField(default='', max_length=120)),
                ('structure', fields.CharField(default='', max_length=200)),
                ('theme', fields.CharField(default='', max_length=10)),
                ('created_at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
                ('closing_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'account_user', 'app': 'boite', 'indexes': [Index(fields=['closing_at'], name='account_user_closing')], 'pk_attr': 'id', 'table_description': 'Somebody who signs in. The handle is given by the service, nothing else is asked.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Entry',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('owner', fields.ForeignKeyField('boite.User', source_field='owner_id', db_constraint=True, to_field='id', related_name='entries', on_delete=OnDelete.CASCADE)),
                ('actor', fields.ForeignKeyField('boite.User', source_field='actor_id', null=True, db_constraint=True, to_field='id', related_name='acts', on_delete=OnDelete.SET_NULL)),
                ('kind', fields.CharField(max_length=60)),
                ('details', fields.JSONField(default=dict, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'journal_entry', 'app': 'boite', 'indexes': [Index(fields=['owner_id', 'id'], name='journal_entry_owner')], 'pk_attr': 'id', 'table_description': "One thing that happened in somebody's box: whose box, by whom, what, when."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Session',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('user', fields.ForeignKeyField('boite.User', source_field='user_id', db_constraint=True, to_field='id', related_name='sessions', on_delete=OnDelete.CASCADE)),
                ('token_digest', fields.CharField(unique=True, max_length=64)),
                ('shared', fields.BooleanField(default=False)),
                ('device', fields.CharField(default='', max_length=120)),
                ('created_at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
                ('seen_at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
                ('expires_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'account_session', 'app': 'boite', 'indexes': [Index(fields=['user_id'], name='account_session_user')], 'pk_attr': 'id', 'table_description': "One device where somebody is signed in. Only a digest of the cookie's token is kept."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Space',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('owner', fields.OneToOneField('boite.User', source_field='owner_id', db_constraint=True, to_field='id', related_name='space', on_delete=OnDelete.CASCADE)),
                ('quota_bytes', fields.BigIntField()),
                ('used_bytes', fields.BigIntField(default=0)),
                ('reserved_bytes', fields.BigIntField(default=0)),
            ],
            options={'table': 'files_space', 'app': 'boite', 'pk_attr': 'id', 'table_description': "One person's place: so many bytes used, so many promised to uploads under way."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Discard',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('space', fields.ForeignKeyField('boite.Space', source_field='space_id', db_constraint=True, to_field='id', related_name='discards', on_delete=OnDelete.CASCADE)),
                ('node_id', fields.UUIDField(unique=True)),
                ('by', fields.ForeignKeyField('boite.User', source_field='by_id', null=True, db_constraint=True, to_field='id', related_name='discards', on_delete=OnDelete.SET_NULL)),
                ('at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
                ('purge_due', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'files_discard', 'app': 'boite', 'indexes': [Index(fields=['space_id', 'at'], name='files_discard_space'), Index(fields=['purge_due'], name='files_discard_due')], 'pk_attr': 'id', 'table_description': 'One gesture of putting something in the trash: what, from where, when, until when.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Node',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('space', fields.ForeignKeyField('boite.Space', source_field='space_id', db_constraint=True, to_field='id', related_name='nodes', on_delete=OnDelete.CASCADE)),
                ('parent', fields.ForeignKeyField('boite.Node', source_field='parent_id', null=True, db_constraint=True, to_field='id', related_name='children', on_delete=OnDelete.CASCADE)),
                ('kind', fields.CharEnumField(description='FOLDER: folder\nFILE: file\nNOTE: note\nLINK: link\nCONTACT: contact', enum_type=NodeKind, max_length=10)),
                ('rank', fields.SmallIntField(default=1)),
                ('name', fields.CharField(max_length=255)),
                ('name_key', fields.CharField(max_length=400)),
                ('sort_key', fields.CharField(max_length=400)),
                ('body_key', fields.TextField(default='', unique=False)),
                ('document_type', fields.CharField(default='', max_length=40)),
                ('valid_until', fields.DateField(null=True)),
                ('size', fields.BigIntField(default=0)),
                ('media_type', fields.CharField(default='', max_length=120)),
                ('number', fields.IntField(default=0)),
                ('blob', fields.ForeignKeyField('boite.Blob', source_field='blob_id', null=True, db_constraint=True, to_field='key', related_name='nodes', on_delete=OnDelete.RESTRICT)),
                ('created_at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
                ('changed_at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
                ('discard_row', fields.ForeignKeyField('boite.Discard', source_field='discard_id', null=True, db_constraint=True, to_field='id', related_name='nodes', on_delete=OnDelete.SET_NULL)),
            ],
            options={'table': 'files_node', 'app': 'boite', 'indexes': [Index(fields=['space_id', 'changed_at'], name='files_node_space'), Index(fields=['space_id', 'document_type'], name='files_node_type'), Index(fields=['parent_id'], name='files_node_parent'), Index(fields=['blob_id'], name='files_node_blob')], 'pk_attr': 'id', 'table_description': "A folder or a paper of somebody's space."},
            bases=['Trashable', 'Versioned'],
        ),
        ops.CreateModel(
            name='Upload',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('space', fields.ForeignKeyField('boite.Space', source_field='space_id', db_constraint=True, to_field='id', related_name='uploads', on_delete=OnDelete.CASCADE)),
                ('parent', fields.ForeignKeyField('boite.Node', source_field='parent_id', null=True, db_constraint=True, to_field='id', related_name='arrivals', on_delete=OnDelete.SET_NULL)),
                ('name', fields.CharField(max_length=255)),
                ('size', fields.BigIntField()),
                ('received', fields.BigIntField(default=0)),
                ('document_type', fields.CharField(default='autre', max_length=40)),
                ('valid_until', fields.DateField(null=True)),
                ('on_conflict', fields.CharEnumField(default=OnConflict.KEEP_BOTH, description='KEEP_BOTH: both\nNEW_VERSION: version', enum_type=OnConflict, max_length=10)),
                ('blob_key', fields.CharField(max_length=32)),
                ('created_at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
                ('expires_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('completed_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('node', fields.ForeignKeyField('boite.Node', source_field='node_id', null=True, db_constraint=True, to_field='id', related_name='origins', on_delete=OnDelete.SET_NULL)),
            ],
            options={'table': 'files_upload', 'app': 'boite', 'indexes': [Index(fields=['space_id', 'completed_at'], name='files_upload_space'), Index(fields=['expires_at'], name='files_upload_expiry')], 'pk_attr': 'id', 'table_description': 'A deposit that was declared: its room is reserved until it is complete, given up or expired.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Version',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('node', fields.ForeignKeyField('boite.Node', source_field='node_id', db_constraint=True, to_field='id', related_name='versions', on_delete=OnDelete.CASCADE)),
                ('number', fields.IntField()),
                ('blob', fields.ForeignKeyField('boite.Blob', source_field='blob_id', db_constraint=True, to_field='key', related_name='versions', on_delete=OnDelete.RESTRICT)),
                ('size', fields.BigIntField()),
                ('created_at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'files_version', 'app': 'boite', 'unique_together': (('node', 'number'),), 'indexes': [Index(fields=['blob_id'], name='files_version_blob')], 'pk_attr': 'id', 'table_description': 'One state of a paper.'},
            bases=['Model'],
        ),
    ]
