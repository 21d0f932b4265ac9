from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('boite', '0017_coming_address')]

    initial = False

    operations = [
        ops.AddField(model_name='Event', name='version', field=fields.IntField(default=1, db_default=1)),
        ops.AddField(model_name='Question', name='version', field=fields.IntField(default=1, db_default=1)),
        ops.AddField(model_name='Answer', name='version', field=fields.IntField(default=1, db_default=1)),
    ]
