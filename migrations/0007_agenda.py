from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from boite.agenda.event_rows import Doing, EventKind, Registering
from boite.agenda.seat_rows import Satisfaction, How
from boite.clock import now
from boite.directory.sheet.structure_rows import Wheelchair
from json import dumps, loads
from tortoise.fields.base import OnDelete
from uuid import uuid4
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('boite', '0006_news')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Event',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('slug', fields.CharField(unique=True, max_length=120)),
                ('territory', fields.ForeignKeyField('boite.Territory', source_field='territory_id', db_constraint=True, to_field='code', related_name='events', on_delete=OnDelete.RESTRICT)),
                ('organiser', fields.ForeignKeyField('boite.Structure', source_field='organiser_id', null=True, db_constraint=True, to_field='id', related_name='organised_events', on_delete=OnDelete.SET_NULL)),
                ('kind', fields.CharEnumField(default=EventKind.OTHER, description='FORUM: forum\nWORKSHOP: atelier\nOPEN_DAY: portes-ouvertes\nMEETING: information-collective\nDROP_IN: permanence\nVISIT: visite\nRECRUITING: recrutement\nOTHER: autre', enum_type=EventKind, max_length=30)),
                ('title', fields.CharField(max_length=150)),
                ('summary', fields.CharField(default='', max_length=300)),
                ('description', fields.TextField(default='', unique=False)),
                ('begins_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('ends_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('place', fields.CharField(default='', max_length=150)),
                ('address', fields.CharField(default='', max_length=200)),
                ('city', fields.CharField(default='', max_length=120)),
                ('commune', fields.ForeignKeyField('boite.Commune', source_field='commune_id', null=True, db_constraint=True, to_field='code', related_name='events', on_delete=OnDelete.SET_NULL)),
                ('latitude', fields.FloatField(null=True)),
                ('longitude', fields.FloatField(null=True)),
                ('wheelchair', fields.CharEnumField(default=Wheelchair.UNKNOWN, description='UNKNOWN: \nYES: oui\nPARTLY: partiel\nNO: non', enum_type=Wheelchair, max_length=8)),
                ('accessibility', fields.CharField(default='', max_length=500)),
                ('online', fields.CharField(default='', max_length=500)),
                ('publics', fields.JSONField(default=list, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('registering', fields.CharEnumField(default=Registering.NONE, description='NONE: sans\nOPEN: ouverte', enum_type=Registering, max_length=10)),
                ('registering_until', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('capacity', fields.IntField(null=True)),
                ('taken', fields.IntField(default=0)),
                ('arrivals', fields.IntField(default=0)),
                ('sequence', fields.IntField(default=0)),
                ('entrance', fields.CharField(unique=True, max_length=40)),
                ('created_at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
                ('changed_at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
                ('by', fields.ForeignKeyField('boite.User', source_field='by_id', null=True, db_constraint=True, to_field='id', related_name='events', on_delete=OnDelete.SET_NULL)),
                ('published_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('withdrawn_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('cancelled_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('cancel_reason', fields.CharField(default='', max_length=300)),
            ],
            options={'table': 'agenda_event', 'app': 'boite', 'indexes': [Index(fields=['territory_id', 'begins_at'], name='agenda_event_territory'), Index(fields=['begins_at'], name='agenda_event_begins'), Index(fields=['ends_at'], name='agenda_event_ends'), Index(fields=['organiser_id'], name='agenda_event_organiser')], 'pk_attr': 'id', 'table_description': 'One event. Its address (`slug`) is given once and never changes. Draft, published, withdrawn or cancelled.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Change',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('event', fields.ForeignKeyField('boite.Event', source_field='event_id', db_constraint=True, to_field='id', related_name='changes', on_delete=OnDelete.CASCADE)),
                ('doing', fields.CharEnumField(description='CREATED: created\nEDITED: edited\nPUBLISHED: published\nWITHDRAWN: withdrawn\nCANCELLED: cancelled', enum_type=Doing, max_length=12)),
                ('by', fields.ForeignKeyField('boite.User', source_field='by_id', null=True, db_constraint=True, to_field='id', related_name='event_changes', on_delete=OnDelete.SET_NULL)),
                ('at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
                ('fields_changed', fields.JSONField(default=list, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
            ],
            options={'table': 'agenda_change', 'app': 'boite', 'indexes': [Index(fields=['event_id', 'id'], name='agenda_change_event')], 'pk_attr': 'id', 'table_description': 'One change of an event: what, by whom, when. Never deleted.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Presence',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('event', fields.ForeignKeyField('boite.Event', source_field='event_id', db_constraint=True, to_field='id', related_name='presences', on_delete=OnDelete.CASCADE)),
                ('structure', fields.ForeignKeyField('boite.Structure', source_field='structure_id', db_constraint=True, to_field='id', related_name='presences', on_delete=OnDelete.CASCADE)),
                ('rank', fields.IntField(default=0)),
            ],
            options={'table': 'agenda_presence', 'app': 'boite', 'unique_together': (('event', 'structure'),), 'indexes': [Index(fields=['structure_id'], name='agenda_presence_structure')], 'pk_attr': 'id', 'table_description': 'One structure that comes to an event, in the order shown.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Registration',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('event', fields.ForeignKeyField('boite.Event', source_field='event_id', db_constraint=True, to_field='id', related_name='registrations', on_delete=OnDelete.CASCADE)),
                ('user', fields.ForeignKeyField('boite.User', source_field='user_id', null=True, db_constraint=True, to_field='id', related_name='registrations', on_delete=OnDelete.SET_NULL)),
                ('name', fields.CharField(default='', max_length=80)),
                ('email', fields.CharField(default='', max_length=254)),
                ('code', fields.CharField(null=True, unique=True, max_length=20)),
                ('sent', fields.CharField(null=True, unique=True, max_length=40)),
                ('rank', fields.IntField()),
                ('at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
                ('by', fields.ForeignKeyField('boite.User', source_field='by_id', null=True, db_constraint=True, to_field='id', related_name='names_put', on_delete=OnDelete.SET_NULL)),
                ('seated_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('cancelled_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('came_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('came_how', fields.CharEnumField(default=How.UNKNOWN, description='UNKNOWN: \nLIST: liste\nSCANNED: code\nENTRANCE: entree', enum_type=How, max_length=10)),
                ('answer', fields.CharEnumField(default=Satisfaction.NONE, description='NONE: \nMUCH: beaucoup\nLITTLE: un-peu\nNO: non', enum_type=Satisfaction, max_length=10)),
                ('answered_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('reminder_due', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('promoted_due', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('cancelled_due', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('attestation_due', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('attested_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'agenda_registration', 'app': 'boite', 'indexes': [Index(fields=['event_id', 'rank'], name='agenda_registration_event'), Index(fields=['user_id'], name='agenda_registration_user'), Index(fields=['attestation_due'], name='agenda_registration_attestation'), Index(fields=['reminder_due'], name='agenda_registration_reminder')], 'pk_attr': 'id', 'table_description': 'One person who comes: somebody signed in, or a first name. Seated, waiting, or cancelled.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Step',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('event', fields.ForeignKeyField('boite.Event', source_field='event_id', db_constraint=True, to_field='id', related_name='steps', on_delete=OnDelete.CASCADE)),
                ('rank', fields.IntField(default=0)),
                ('title', fields.CharField(max_length=150)),
                ('token', fields.CharField(unique=True, max_length=40)),
            ],
            options={'table': 'agenda_step', 'app': 'boite', 'indexes': [Index(fields=['event_id', 'rank'], name='agenda_step_event')], 'pk_attr': 'id', 'table_description': 'One step of a visit: a stand, a workshop. Its QR code says `token`.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Stamp',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('registration', fields.ForeignKeyField('boite.Registration', source_field='registration_id', db_constraint=True, to_field='id', related_name='stamps', on_delete=OnDelete.CASCADE)),
                ('step', fields.ForeignKeyField('boite.Step', source_field='step_id', db_constraint=True, to_field='id', related_name='stamps', on_delete=OnDelete.CASCADE)),
                ('at', fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'agenda_stamp', 'app': 'boite', 'unique_together': (('registration', 'step'),), 'indexes': [Index(fields=['step_id'], name='agenda_stamp_step')], 'pk_attr': 'id', 'table_description': 'One step of a visit, done by somebody.'},
            bases=['Model'],
        ),
    ]
