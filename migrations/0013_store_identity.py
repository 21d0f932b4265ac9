from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('boite', '0016_versions')]

    initial = False

    operations = [
        ops.CreateModel(
            name='StoreIdentity',
            fields=[
                ('id', fields.SmallIntField(generated=False, primary_key=True, unique=True, db_index=True)),
                ('identity', fields.CharField(max_length=32)),
                ('seen_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'files_store', 'app': 'boite', 'pk_attr': 'id', 'table_description': 'One identity, written here and in the store. One row at most.'},
            bases=['Model'],
        ),
    ]
