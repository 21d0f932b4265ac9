from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from boite.clock import now
from boite.mail.models import Fate
from boite.newsletter.issue_rows import IssueStage, ItemKind, Section
from boite.mail.models import Why
from boite.newsletter.sending_rows import Being, DeliveryState
from json import dumps, loads
from tortoise.fields.base import OnDelete
from uuid import uuid4
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('boite', '0008_library')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Issue',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('territory', fields.ForeignKeyField('boite.Territory', source_field='territory_id', db_constraint=True, to_field='code', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('author', fields.ForeignKeyField('boite.User', source_field='author_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.SET_NULL)),
                ('stage', fields.CharEnumField(default=IssueStage.DRAFT, description='DRAFT: draft\nPROPOSED: proposed\nSCHEDULED: scheduled\nSENDING: sending\nPAUSED: paused\nSENT: sent\nASIDE: aside', enum_type=IssueStage, max_length=10)),
                ('version', fields.IntField(default=1)),
                ('title', fields.CharField(max_length=150)),
                ('editorial', fields.TextField(default='', unique=False)),
                ('editorial_html', fields.TextField(default='', unique=False)),
                ('rendered_with', fields.SmallIntField(default=0)),
                ('begins_on', fields.DateField(null=True)),
                ('ends_on', fields.DateField(null=True)),
                ('to_asked', fields.BooleanField(default=True)),
                ('to_professionals', fields.BooleanField(default=True)),
                ('territories', fields.JSONField(default=list, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('publics', fields.JSONField(default=list, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('scheduled_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('slug', fields.CharField(null=True, max_length=120)),
                ('number', fields.IntField(null=True)),
                ('published_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('withdrawn_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('reason', fields.CharField(default='', max_length=500)),
                ('created_at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
                ('changed_at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'newsletter_issue', 'app': 'boite', 'unique_together': (('territory', 'number'),), 'indexes': [Index(fields=['stage', 'scheduled_at'], name='newsletter_issue_scheduled'), Index(fields=['territory_id', 'published_at'], name='newsletter_issue_published')], 'pk_attr': 'id', 'table_description': 'One issue. Its address (`slug`) and its number are given when its sending begins, and never change.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Delivery',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('issue', fields.ForeignKeyField('boite.Issue', source_field='issue_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('mailbox', fields.CharField(max_length=254)),
                ('address', fields.CharField(max_length=254)),
                ('being', fields.CharEnumField(description='ASKED: asked\nPROFESSIONAL: professional', enum_type=Being, max_length=12)),
                ('state', fields.CharEnumField(default=DeliveryState.DUE, description='DUE: due\nIN_HANDS: in_hands\nHANDED: handed\nREFUSED: refused\nGIVEN_UP: given_up\nDOUBTFUL: doubtful\nSILENT: silent', enum_type=DeliveryState, max_length=10)),
                ('attempts', fields.SmallIntField(default=0)),
                ('due_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('holder', fields.CharField(null=True, max_length=32)),
                ('held_until', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('code', fields.SmallIntField(default=0)),
                ('words', fields.CharField(default='', max_length=300)),
                ('settled_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'newsletter_delivery', 'app': 'boite', 'unique_together': (('issue', 'mailbox'),), 'indexes': [Index(fields=['issue_id', 'state', 'due_at', 'id'], name='newsletter_delivery_due'), Index(fields=['holder'], name='newsletter_delivery_holder')], 'pk_attr': 'id', 'table_description': 'One issue to one address. The pair is unique: whatever happens, an address has an issue once.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Bounce',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('delivery', fields.OneToOneField('boite.Delivery', source_field='delivery_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('issue', fields.ForeignKeyField('boite.Issue', source_field='issue_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('status', fields.CharField(default='', max_length=20)),
                ('words', fields.CharField(default='', max_length=300)),
                ('lasting', fields.BooleanField(default=True)),
                ('at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'newsletter_bounce', 'app': 'boite', 'indexes': [Index(fields=['issue_id', 'at'], name='newsletter_bounce_issue')], 'pk_attr': 'id', 'table_description': 'What a mail server said of one address: at the door, or later in a report (RFC 3464).'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='IssueItem',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('issue', fields.ForeignKeyField('boite.Issue', source_field='issue_id', db_constraint=True, to_field='id', related_name='items', on_delete=OnDelete.CASCADE)),
                ('section', fields.CharEnumField(description='ORIENTATION: orientation\nTRAINING: formation\nWORK: emploi', enum_type=Section, max_length=12)),
                ('position', fields.IntField(default=0)),
                ('kind', fields.CharEnumField(description='ARTICLE: article\nEVENT: event\nRESOURCE: resource\nFREE: free', enum_type=ItemKind, max_length=10)),
                ('of', fields.UUIDField()),
                ('kept', fields.BooleanField(default=True)),
                ('gone_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('title', fields.CharField(max_length=150)),
                ('summary', fields.CharField(default='', max_length=400)),
                ('own_words', fields.CharField(default='', max_length=500)),
                ('address', fields.CharField(default='', max_length=500)),
                ('detail', fields.CharField(default='', max_length=200)),
                ('picture', fields.UUIDField(null=True)),
                ('picture_alt', fields.CharField(default='', max_length=300)),
            ],
            options={'table': 'newsletter_item', 'app': 'boite', 'unique_together': (('issue', 'kind', 'of'),), 'indexes': [Index(fields=['issue_id', 'section', 'position'], name='newsletter_item_order')], 'pk_attr': 'id', 'table_description': 'One thing that an issue gathers: what it said when it was chosen, and the words of the writer.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='OutgoingMail',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('address', fields.CharField(max_length=254)),
                ('subject', fields.CharField(max_length=300)),
                ('text', fields.TextField(default='', unique=False)),
                ('html', fields.TextField(default='', unique=False)),
                ('headers', fields.JSONField(default=dict, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('fate', fields.CharEnumField(default=Fate.DUE, description='DUE: due\nHANDED: handed\nREFUSED: refused\nGIVEN_UP: given_up', enum_type=Fate, max_length=10)),
                ('attempts', fields.IntField(default=0)),
                ('due_at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
                ('code', fields.IntField(default=0)),
                ('words', fields.CharField(default='', max_length=300)),
                ('at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'mail_outgoing', 'app': 'boite', 'indexes': [Index(fields=['fate', 'due_at'], name='mail_outgoing_due')], 'pk_attr': 'id', 'table_description': 'One mail to one address. Once its fate is known its words are emptied, and a day later the row goes.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Sending',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('issue', fields.OneToOneField('boite.Issue', source_field='issue_id', db_constraint=True, to_field='id', related_name='sending', on_delete=OnDelete.CASCADE)),
                ('subject', fields.CharField(max_length=300)),
                ('text', fields.TextField(unique=False)),
                ('html', fields.TextField(unique=False)),
                ('begun_at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
                ('source', fields.CharEnumField(default=Being.ASKED, description='ASKED: asked\nPROFESSIONAL: professional', enum_type=Being, max_length=12)),
                ('reached', fields.CharField(default='', max_length=40)),
                ('gathered_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('finished_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('forgotten_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('handed', fields.IntField(default=0)),
                ('refused', fields.IntField(default=0)),
                ('given_up', fields.IntField(default=0)),
                ('doubtful', fields.IntField(default=0)),
                ('silent', fields.IntField(default=0)),
                ('bounced', fields.IntField(default=0)),
            ],
            options={'table': 'newsletter_sending', 'app': 'boite', 'indexes': [Index(fields=['finished_at'], name='newsletter_sending_finished')], 'pk_attr': 'id', 'table_description': 'The sending of one issue: its words, fixed at the first second, and how far it is. Figures outlive addresses.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Silence',
            fields=[
                ('mailbox_digest', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=32)),
                ('why', fields.CharEnumField(description='LEFT: left\nBOUNCED: bounced', enum_type=Why, max_length=10)),
                ('at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'newsletter_silence', 'app': 'boite', 'indexes': [Index(fields=['at'], name='newsletter_silence_at')], 'pk_attr': 'mailbox_digest', 'table_description': 'A mailbox that receives no letter: it left, or it does not exist. Only a keyed digest of it is kept.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Subscription',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('address', fields.CharField(max_length=254)),
                ('mailbox', fields.CharField(max_length=254)),
                ('mailbox_digest', fields.CharField(max_length=32)),
                ('territory', fields.ForeignKeyField('boite.Territory', source_field='territory_id', db_constraint=True, to_field='code', related_name=False, on_delete=OnDelete.CASCADE)),
                ('user', fields.ForeignKeyField('boite.User', source_field='user_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('asked_at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
                ('told_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('confirmed_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('ended_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('ended_why', fields.CharEnumField(null=True, description='LEFT: left\nBOUNCED: bounced', enum_type=Why, max_length=10)),
            ],
            options={'table': 'newsletter_subscription', 'app': 'boite', 'unique_together': (('mailbox', 'territory'),), 'indexes': [Index(fields=['territory_id', 'id'], name='newsletter_subscription_territory'), Index(fields=['user_id'], name='newsletter_subscription_user'), Index(fields=['asked_at'], name='newsletter_subscription_asked'), Index(fields=['mailbox_digest'], name='newsletter_subscription_digest')], 'pk_attr': 'id', 'table_description': 'One address that asked for the letter of one territory, or of the region. It counts once confirmed.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='SubscriptionPublic',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('subscription', fields.ForeignKeyField('boite.Subscription', source_field='subscription_id', db_constraint=True, to_field='id', related_name='publics', on_delete=OnDelete.CASCADE)),
                ('code', fields.CharField(max_length=60)),
            ],
            options={'table': 'newsletter_subscription_public', 'app': 'boite', 'unique_together': (('subscription', 'code'),), 'pk_attr': 'id', 'table_description': 'One public that a subscriber says they are, among those asked. None: everything interests them.'},
            bases=['Model'],
        ),
    ]
