from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from boite.publishing.stages import Stage, Step
from boite.clock import now, today
from boite.library.history_rows import LinkState
from boite.library.resource_rows import ResourceKind, Level
from json import dumps, loads
from tortoise.fields.base import OnDelete
from uuid import uuid4
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('boite', '0007_agenda')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Job',
            fields=[
                ('code', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=5)),
                ('name', fields.CharField(max_length=200)),
            ],
            options={'table': 'library_job', 'app': 'boite', 'pk_attr': 'code', 'table_description': 'One job: its ROME code (a letter, four digits) and its name.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='JobName',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('job', fields.ForeignKeyField('boite.Job', source_field='job_id', db_constraint=True, to_field='code', related_name='names', on_delete=OnDelete.CASCADE)),
                ('code', fields.CharField(max_length=12)),
                ('label', fields.CharField(max_length=200)),
                ('words', fields.CharField(max_length=400)),
            ],
            options={'table': 'library_job_name', 'app': 'boite', 'unique_together': (('job', 'code'),), 'pk_attr': 'id', 'table_description': 'One of the names of a job (« appellation »): what people call what they do.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Resource',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('slug', fields.CharField(null=True, unique=True, max_length=120)),
                ('kind', fields.CharEnumField(description='DOCUMENT: document\nLINK: lien\nVIDEO: video\nAUDIO: audio', enum_type=ResourceKind, max_length=10)),
                ('stage', fields.CharEnumField(default=Stage.DRAFT, description='DRAFT: draft\nPROPOSED: proposed\nPUBLISHED: published\nWITHDRAWN: withdrawn\nASIDE: aside', enum_type=Stage, max_length=10)),
                ('version', fields.IntField(default=1)),
                ('territory', fields.ForeignKeyField('boite.Territory', source_field='territory_id', null=True, db_constraint=True, to_field='code', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('author', fields.ForeignKeyField('boite.User', source_field='author_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.SET_NULL)),
                ('signature', fields.CharField(default='', max_length=200)),
                ('title', fields.CharField(max_length=150)),
                ('summary', fields.CharField(default='', max_length=400)),
                ('topic', fields.CharField(default='', max_length=40)),
                ('level', fields.CharEnumField(default=Level.COMMON, description='EASY: facile\nCOMMON: courant\nADVANCED: avance', enum_type=Level, max_length=10)),
                ('language', fields.CharField(default='fr', max_length=10)),
                ('link', fields.CharField(default='', max_length=500)),
                ('node', fields.ForeignKeyField('boite.Node', source_field='node_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.SET_NULL)),
                ('subtitles', fields.ForeignKeyField('boite.Node', source_field='subtitles_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.SET_NULL)),
                ('transcript', fields.TextField(default='', unique=False)),
                ('transcript_html', fields.TextField(default='', unique=False)),
                ('rendered_with', fields.SmallIntField(default=0)),
                ('picture', fields.ForeignKeyField('boite.Node', source_field='picture_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.SET_NULL)),
                ('picture_alt', fields.CharField(default='', max_length=300)),
                ('checked_on', fields.DateField(null=True)),
                ('checked_by', fields.ForeignKeyField('boite.User', source_field='checked_by_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.SET_NULL)),
                ('next_check', fields.DateField(null=True)),
                ('published_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('corrected_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('created_at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
                ('changed_at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'library_resource', 'app': 'boite', 'indexes': [Index(fields=['stage', 'published_at'], name='library_resource_published'), Index(fields=['stage', 'changed_at'], name='library_resource_changed'), Index(fields=['author_id', 'changed_at'], name='library_resource_author'), Index(fields=['stage', 'next_check'], name='library_resource_check')], 'pk_attr': 'id', 'table_description': 'One resource. Its address (`slug`) is given when it is published and never changes.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='LinkWatch',
            fields=[
                ('resource', fields.OneToOneField('boite.Resource', source_field='resource_id', primary_key=True, db_index=True, db_constraint=True, to_field='id', related_name='watch', on_delete=OnDelete.CASCADE)),
                ('address', fields.CharField(max_length=500)),
                ('state', fields.CharEnumField(default=LinkState.UNKNOWN, description='UNKNOWN: \nALIVE: alive\nMOVED: moved\nFAILING: failing\nDEAD: dead', enum_type=LinkState, max_length=10)),
                ('due', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
                ('tries', fields.IntField(default=0)),
                ('failed_days', fields.SmallIntField(default=0)),
                ('failed_on', fields.DateField(null=True)),
                ('tried_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('said', fields.CharField(default='', max_length=200)),
                ('moved_to', fields.CharField(default='', max_length=500)),
            ],
            options={'table': 'library_link_watch', 'app': 'boite', 'indexes': [Index(fields=['due'], name='library_link_watch_due')], 'pk_attr': 'resource_id', 'table_description': 'The link of a published resource, tried from time to time. The row is the queue.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ResourceDocument',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('resource', fields.OneToOneField('boite.Resource', source_field='resource_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
            ],
            options={'table': 'library_document', 'app': 'boite', 'pk_attr': 'id', 'table_description': 'A published resource as searching sees it. Its words are in the full-text index, under the same number.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ResourceJob',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('resource', fields.ForeignKeyField('boite.Resource', source_field='resource_id', db_constraint=True, to_field='id', related_name='jobs', on_delete=OnDelete.CASCADE)),
                ('job', fields.ForeignKeyField('boite.Job', source_field='job_id', db_constraint=True, to_field='code', related_name='in_resources', on_delete=OnDelete.RESTRICT)),
            ],
            options={'table': 'library_resource_job', 'app': 'boite', 'unique_together': (('resource', 'job'),), 'indexes': [Index(fields=['job_id'], name='library_resource_job_job')], 'pk_attr': 'id', 'table_description': 'One job that a resource is about.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ResourcePlace',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('resource', fields.ForeignKeyField('boite.Resource', source_field='resource_id', db_constraint=True, to_field='id', related_name='places', on_delete=OnDelete.CASCADE)),
                ('territory', fields.ForeignKeyField('boite.Territory', source_field='territory_id', db_constraint=True, to_field='code', related_name=False, on_delete=OnDelete.CASCADE)),
            ],
            options={'table': 'library_place', 'app': 'boite', 'unique_together': (('resource', 'territory'),), 'pk_attr': 'id', 'table_description': 'One territory where a resource is shown, its own included. None at all: it is for the whole region.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ResourcePublic',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('resource', fields.ForeignKeyField('boite.Resource', source_field='resource_id', db_constraint=True, to_field='id', related_name='publics', on_delete=OnDelete.CASCADE)),
                ('code', fields.CharField(max_length=60)),
            ],
            options={'table': 'library_public', 'app': 'boite', 'unique_together': (('resource', 'code'),), 'pk_attr': 'id', 'table_description': 'One public that a resource is for (`boite.directory.sheet.publics`). « Everybody » where none was chosen.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ResourceRevision',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('resource', fields.ForeignKeyField('boite.Resource', source_field='resource_id', db_constraint=True, to_field='id', related_name='revisions', on_delete=OnDelete.CASCADE)),
                ('step', fields.CharEnumField(description='WRITTEN: written\nPROPOSED: proposed\nTAKEN_BACK: taken_back\nSENT_BACK: sent_back\nPUBLISHED: published\nCORRECTED: corrected\nCHECKED: checked\nWITHDRAWN: withdrawn\nRESTORED: restored\nSET_ASIDE: set_aside\nRECOVERED: recovered', enum_type=Step, max_length=12)),
                ('by', fields.ForeignKeyField('boite.User', source_field='by_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.SET_NULL)),
                ('at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
                ('version', fields.IntField(default=1)),
                ('note', fields.CharField(default='', max_length=500)),
                ('changes', fields.JSONField(default=list, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
            ],
            options={'table': 'library_revision', 'app': 'boite', 'indexes': [Index(fields=['resource_id', 'id'], name='library_revision_resource')], 'pk_attr': 'id', 'table_description': 'One step, never deleted.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ResourceViews',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('resource', fields.ForeignKeyField('boite.Resource', source_field='resource_id', db_constraint=True, to_field='id', related_name='views', on_delete=OnDelete.CASCADE)),
                ('day', fields.DateField(default=today)),
                ('times', fields.IntField(default=0)),
            ],
            options={'table': 'library_views', 'app': 'boite', 'unique_together': (('resource', 'day'),), 'pk_attr': 'id', 'table_description': 'How many times a resource was opened on one day. Nothing says by whom.'},
            bases=['Model'],
        ),
    ]
