from tortoise import migrations
from tortoise.migrations import operations as ops
from boite.clock import now
from tortoise.fields.base import OnDelete
from uuid import uuid4
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('boite', '0009_newsletter')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Favourite',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('user', fields.ForeignKeyField('boite.User', source_field='user_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('resource', fields.ForeignKeyField('boite.Resource', source_field='resource_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'library_favourite', 'app': 'boite', 'unique_together': (('user', 'resource'),), 'indexes': [Index(fields=['resource_id'], name='library_favourite_resource')], 'pk_attr': 'id', 'table_description': 'A resource that somebody wants to find again.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ToRead',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('user', fields.ForeignKeyField('boite.User', source_field='user_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('resource', fields.ForeignKeyField('boite.Resource', source_field='resource_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('rank', fields.IntField()),
                ('added_at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
                ('read_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'library_to_read', 'app': 'boite', 'unique_together': (('user', 'resource'),), 'indexes': [Index(fields=['resource_id'], name='library_to_read_resource')], 'pk_attr': 'id', 'table_description': "A resource in somebody's list to read, in the order that they chose."},
            bases=['Model'],
        ),
    ]
