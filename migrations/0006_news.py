from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from boite.publishing.stages import Stage, Step
from boite.clock import now, today
from json import dumps, loads
from tortoise.fields.base import OnDelete
from uuid import uuid4
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('boite', '0005_groups')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Article',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('slug', fields.CharField(null=True, unique=True, max_length=120)),
                ('stage', fields.CharEnumField(default=Stage.DRAFT, description='DRAFT: draft\nPROPOSED: proposed\nACCEPTED: accepted\nSCHEDULED: scheduled\nPUBLISHED: published\nWITHDRAWN: withdrawn\nASIDE: aside', enum_type=Stage, max_length=10)),
                ('version', fields.IntField(default=1)),
                ('territory', fields.ForeignKeyField('boite.Territory', source_field='territory_id', null=True, db_constraint=True, to_field='code', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('author', fields.ForeignKeyField('boite.User', source_field='author_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.SET_NULL)),
                ('signature', fields.CharField(default='', max_length=200)),
                ('title', fields.CharField(max_length=150)),
                ('summary', fields.CharField(default='', max_length=400)),
                ('body', fields.TextField(default='', unique=False)),
                ('body_html', fields.TextField(default='', unique=False)),
                ('rendered_with', fields.SmallIntField(default=0)),
                ('topic', fields.CharField(default='', max_length=40)),
                ('picture', fields.ForeignKeyField('boite.Node', source_field='picture_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.SET_NULL)),
                ('picture_alt', fields.CharField(default='', max_length=300)),
                ('publish_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('ends_on', fields.DateField(null=True)),
                ('published_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('corrected_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('created_at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
                ('changed_at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'news_article', 'app': 'boite', 'indexes': [Index(fields=['stage', 'published_at'], name='news_article_published'), Index(fields=['stage', 'changed_at'], name='news_article_changed'), Index(fields=['author_id', 'changed_at'], name='news_article_author')], 'pk_attr': 'id', 'table_description': 'One piece of news. Its address (`slug`) is given when it is published and never changes.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ArticleAttachment',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('article', fields.ForeignKeyField('boite.Article', source_field='article_id', db_constraint=True, to_field='id', related_name='attachments', on_delete=OnDelete.CASCADE)),
                ('node', fields.ForeignKeyField('boite.Node', source_field='node_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('label', fields.CharField(max_length=150)),
                ('rank', fields.SmallIntField(default=0)),
            ],
            options={'table': 'news_attachment', 'app': 'boite', 'unique_together': (('article', 'node'),), 'pk_attr': 'id', 'table_description': "A file of the group's space that readers may download with a piece of news."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ArticleDocument',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('article', fields.OneToOneField('boite.Article', source_field='article_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
            ],
            options={'table': 'news_document', 'app': 'boite', 'pk_attr': 'id', 'table_description': 'A published piece of news as searching sees it. Its words are in the full-text index, under the same number.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ArticlePlace',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('article', fields.ForeignKeyField('boite.Article', source_field='article_id', db_constraint=True, to_field='id', related_name='places', on_delete=OnDelete.CASCADE)),
                ('territory', fields.ForeignKeyField('boite.Territory', source_field='territory_id', db_constraint=True, to_field='code', related_name=False, on_delete=OnDelete.CASCADE)),
            ],
            options={'table': 'news_place', 'app': 'boite', 'unique_together': (('article', 'territory'),), 'pk_attr': 'id', 'table_description': 'One territory where a piece of news is shown, its own included. None at all: it is for the whole region.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ArticlePublic',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('article', fields.ForeignKeyField('boite.Article', source_field='article_id', db_constraint=True, to_field='id', related_name='publics', on_delete=OnDelete.CASCADE)),
                ('code', fields.CharField(max_length=60)),
            ],
            options={'table': 'news_public', 'app': 'boite', 'unique_together': (('article', 'code'),), 'pk_attr': 'id', 'table_description': 'One public that a piece of news is for (`boite.directory.sheet.publics`). « Everybody » where none was chosen.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ArticleReads',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('article', fields.ForeignKeyField('boite.Article', source_field='article_id', db_constraint=True, to_field='id', related_name='reads', on_delete=OnDelete.CASCADE)),
                ('day', fields.DateField(default=today)),
                ('times', fields.IntField(default=0)),
            ],
            options={'table': 'news_reads', 'app': 'boite', 'unique_together': (('article', 'day'),), 'pk_attr': 'id', 'table_description': 'How many times a piece of news was read on one day. Nothing says by whom.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ArticleRevision',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('article', fields.ForeignKeyField('boite.Article', source_field='article_id', db_constraint=True, to_field='id', related_name='revisions', on_delete=OnDelete.CASCADE)),
                ('step', fields.CharEnumField(description='WRITTEN: written\nPROPOSED: proposed\nTAKEN_BACK: taken_back\nACCEPTED: accepted\nSENT_BACK: sent_back\nSCHEDULED: scheduled\nUNSCHEDULED: unscheduled\nPUBLISHED: published\nPINNED: pinned\nUNPINNED: unpinned\nCORRECTED: corrected\nWITHDRAWN: withdrawn\nRESTORED: restored\nSET_ASIDE: set_aside\nRECOVERED: recovered\nLEFT_OUT: left_out', enum_type=Step, max_length=12)),
                ('by', fields.ForeignKeyField('boite.User', source_field='by_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.SET_NULL)),
                ('at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
                ('version', fields.IntField(default=1)),
                ('note', fields.CharField(default='', max_length=500)),
                ('changes', fields.JSONField(default=list, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
            ],
            options={'table': 'news_revision', 'app': 'boite', 'indexes': [Index(fields=['article_id', 'id'], name='news_revision_article')], 'pk_attr': 'id', 'table_description': 'One step, never deleted: who asks what a text said before, or who published it, finds it here.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='PartnerProposal',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('territory', fields.ForeignKeyField('boite.Territory', source_field='territory_id', null=True, db_constraint=True, to_field='code', related_name=False, on_delete=OnDelete.CASCADE)),
                ('structure', fields.CharField(max_length=200)),
                ('title', fields.CharField(max_length=150)),
                ('text', fields.TextField(unique=False)),
                ('link', fields.CharField(default='', max_length=500)),
                ('email', fields.CharField(default='', max_length=254)),
                ('digest', fields.CharField(unique=True, max_length=64)),
                ('at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
                ('decided_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('decided_by', fields.ForeignKeyField('boite.User', source_field='decided_by_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.SET_NULL)),
                ('accepted', fields.BooleanField(null=True)),
                ('reason', fields.CharField(default='', max_length=500)),
                ('article', fields.ForeignKeyField('boite.Article', source_field='article_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.SET_NULL)),
            ],
            options={'table': 'news_proposal', 'app': 'boite', 'indexes': [Index(fields=['decided_at', 'at'], name='news_proposal_decided')], 'pk_attr': 'id', 'table_description': 'What somebody without an account proposes. A coordinator makes a draft of it, or says no.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Pin',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('article', fields.OneToOneField('boite.Article', source_field='article_id', db_constraint=True, to_field='id', related_name='pin', on_delete=OnDelete.CASCADE)),
                ('by', fields.ForeignKeyField('boite.User', source_field='by_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.SET_NULL)),
                ('at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'news_pin', 'app': 'boite', 'pk_attr': 'id', 'table_description': "A piece of news held at the top of its territory's front page."},
            bases=['Model'],
        ),
    ]
