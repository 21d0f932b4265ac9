from tortoise import migrations
from tortoise.migrations import operations as ops
from boite.clock import now
from boite.portraits.models import PlaceLevel
from tortoise.fields.base import OnDelete
from uuid import uuid4
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('boite', '0010_library_kept')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Figure',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('level', fields.CharEnumField(description='COMMUNE: commune\nZONE: zone_emploi_2020\nDEPARTMENT: departement\nREGION: region', enum_type=PlaceLevel, max_length=20)),
                ('code', fields.CharField(max_length=10)),
                ('indicator', fields.CharField(max_length=20)),
                ('year', fields.SmallIntField()),
                ('since', fields.SmallIntField(null=True)),
                ('value', fields.FloatField()),
                ('source', fields.CharField(max_length=120)),
            ],
            options={'table': 'portraits_figure', 'app': 'boite', 'unique_together': (('level', 'code', 'indicator', 'year'),), 'pk_attr': 'id', 'table_description': 'One figure of one place, as its source gives it. Those of a territory are made from those of its communes.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='PortraitText',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('territory', fields.ForeignKeyField('boite.Territory', source_field='territory_id', db_constraint=True, to_field='code', related_name=False, on_delete=OnDelete.CASCADE)),
                ('question', fields.CharField(max_length=20)),
                ('version', fields.IntField(default=1)),
                ('body', fields.TextField(default='', unique=False)),
                ('body_html', fields.TextField(default='', unique=False)),
                ('rendered_with', fields.SmallIntField(default=0)),
                ('changed_at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'portraits_text', 'app': 'boite', 'unique_together': (('territory', 'question'),), 'pk_attr': 'id', 'table_description': 'What the group of a territory says under one of the questions.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='PortraitRevision',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('text', fields.ForeignKeyField('boite.PortraitText', source_field='text_id', db_constraint=True, to_field='id', related_name='revisions', on_delete=OnDelete.CASCADE)),
                ('version', fields.IntField()),
                ('body', fields.TextField(unique=False)),
                ('by', fields.ForeignKeyField('boite.User', source_field='by_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.SET_NULL)),
                ('at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'portraits_revision', 'app': 'boite', 'unique_together': (('text', 'version'),), 'pk_attr': 'id', 'table_description': 'One writing, never deleted: who asks what a text said before, or who wrote it, finds it here.'},
            bases=['Model'],
        ),
    ]
