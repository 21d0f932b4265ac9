"""Every route that receives something, and what it does to what others may be changing: the table that a test walks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

INES = "lavande-428"
SAMIRA = "verveine-147"
"""Who coordinates the whole region: every door of the published domains opens to her."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A form over something that two people may have before them at once."""

    changed: str
    """The field that both change."""
    texts: tuple[str, str] = ("Les mots de la première personne", "Les mots de la seconde personne")
    beside: str = ""
    """Another field of the same form, that the second person changes alone."""
    beside_text: str = "Un mot à côté"
    by: str = SAMIRA
    always: Mapping[str, str] = field(default_factory=dict)
    """What the form wants at each sending."""


EDITS: dict[str, Edit] = {
    "agenda:edit": Edit(changed="title", beside="summary"),
    "agenda:edit_where": Edit(changed="place", beside="accessibility"),
    "agenda:edit_seats": Edit(changed="capacity", texts=("150", "200"), beside="until_time", beside_text="10:00"),
    "orientation:question_words": Edit(changed="words", beside="explanation"),
    "orientation:answer_edit": Edit(changed="brings", beside="how"),
    "directory:words": Edit(changed="description", beside="name"),
    "directory:point": Edit(changed="name", beside="accessibility"),
    "directory:point_move": Edit(changed="address", texts=("1 rue Neuve", "2 rue Neuve"), beside="complement"),
    "directory:service": Edit(changed="description", beside="name"),
    "news:edit": Edit(changed="body", beside="summary"),
    "library:edit": Edit(changed="summary", beside="title"),
    "newsletter:compose": Edit(changed="editorial", beside="title", always={"gesture": "save"}),
    "portraits:edit": Edit(changed="body"),
    "files:edit": Edit(changed="text", by=INES),
    "files:rename": Edit(changed="name", by=INES),
    "files:classify": Edit(changed="valid_until", texts=("2031-01-05", "2032-02-06"), by=INES),
}

NEW = "makes something new: nothing is written over"
STEP = "a step that carries no words: it holds from the state where it was offered, or changes nothing"
READ = "a decision over the version that was read, which its form carries: refused where it has moved"
ORDER = "one place up or down, from where the line is now; nobody's words change"
OWN = "about oneself alone, in one short form: the last answer is the right one"
ONCE = "given once, by one person: the second is refused or changes nothing"
KEPT = "takes away from sight what the history, the trash or the versions keep"

EXEMPT: dict[str, str] = {
    "accounts:language": OWN,
    # one's box, and the spaces of groups
    "files:folder_new": NEW,
    "files:note_new": NEW,
    "files:link_new": NEW,
    "files:contact_new": NEW,
    "files:deposit": NEW,
    "files:abandon": ONCE,
    "files:deposit_type": "about a paper that is still coming, or that its own page has just sent",
    "files:deposit_name": "the name that its own page gave it is compared with the one it has",
    "files:deposit_version": "says once what a paper just sent replaces; saying it again changes nothing",
    "files:selection": "chooses a page: nothing is written",
    "files:move": ORDER,
    "files:copy": NEW,
    "files:discard": KEPT,
    "files:version_restore": "the state before it stays, as a version",
    "files:version_purge": "erases one former state for good, after a question that names it",
    "files:trash_empty": "erases what is in the trash for good, after a question that names it",
    "files:restore": STEP,
    "files:purge": "erases what is in the trash for good, after a question that names it",
    "tus:declare": NEW,
    "tus:upload": "bytes after bytes: the offset says what was there, and 409 answers where it has moved",
    "groups:trash_empty": "erases what is in the trash for good, after a question that names it",
    "boxes:open": NEW,
    "boxes:card": ONCE,
    "boxes:closing": OWN,
    "boxes:keep": OWN,
    "accounts:sign_in": OWN,
    "accounts:sign_out": OWN,
    "accounts:extend": OWN,
    "accounts:profile": OWN,
    "accounts:passphrase": "about oneself alone: the former secret is asked, so nothing is replaced unseen",
    "accounts:close_session": OWN,
    "accounts:count_me": OWN,
    "notifications:read": OWN,
    "notifications:settings": OWN,
    "notifications:wanted_again": OWN,
    "notifications:hush": OWN,
    "notifications:end": STEP,
    "ends:end": STEP,
    "notifications:keep": STEP,
    "notifications:pause": OWN,
    "notifications:resume": OWN,
    "notifications:rhythm": OWN,
    "notifications:mail_address": OWN,
    "notifications:mail_code": OWN,
    "notifications:mail_stop": OWN,
    "notifications:sms_address": OWN,
    "notifications:sms_code": OWN,
    "notifications:sms_stop": OWN,
    "support:commune": OWN,
    "support:support": OWN,
    "support:add": OWN,
    "support:forget_text": OWN,
    "support:put_first": OWN,
    "support:remove": OWN,
    "administration:suspend": ONCE,
    "administration:reopen": ONCE,
    "administration:disconnect": STEP,
    "administration:unlock": STEP,
    "administration:passphrase": "draws a new secret: the last one drawn is the one that holds, and its person is told",
    "administration:quota": "one number, told to its person: the last answer is the right one",
    "administration:appoint": "one role, told to its person: the last answer is the right one",
    "administration:try_mail": NEW,
    "administration:retry": "brings forward what waits for its next try: nothing is replaced",
    "administration:maintenance": STEP,
    "notifications:queue_retry": "brings forward what waits for its next try: nothing is replaced",
    "notifications:device_subscribe": OWN,
    "notifications:device_move": OWN,
    "notifications:device_stop": OWN,
    "notifications:device_detail": OWN,
    # the directory
    "directory:keep": NEW,
    "directory:create": NEW,
    "directory:accept": "applies only the fields that still say what they said when the correction was proposed",
    "directory:refuse": ONCE,
    "directory:suggest": NEW,
    "directory:point_new": NEW,
    "directory:point_remove": KEPT,
    "directory:point_rank": ORDER,
    "directory:service_new": NEW,
    "directory:service_remove": KEPT,
    "directory:service_rank": ORDER,
    "directory:check": "says the day when somebody looked: no word changes",
    "directory:end": ONCE,
    "directory:reopen": STEP,
    "directory:keepers": NEW,
    "directory:keeper_remove": STEP,
    "directory:undo": "takes back only what still says what that change made it say",
    "directory:import_new": NEW,
    "directory:import_confirm": "leaves alone what somebody corrected here since the file was made",
    # who answers
    "orientation:bring_in": "carries the report that was read: told anew where it would differ (test_importing)",
    "orientation:check": "reads a file: nothing is written",
    "orientation:question_new": NEW,
    "orientation:publish": STEP,
    "orientation:unpublish": STEP,
    "orientation:move": ORDER,
    "orientation:answer_new": NEW,
    "orientation:answer_remove": KEPT,
    "orientation:answer_move": ORDER,
    "orientation:relay": NEW,
    # news
    "news:choices": OWN,
    "news:propose_as_partner": NEW,
    "news:new": NEW,
    "news:offer_adopt": ONCE,
    "news:offer_refuse": ONCE,
    "news:propose": STEP,
    "news:take_back": STEP,
    "news:accept": READ,
    "news:send_back": STEP,
    "news:schedule": READ,
    "news:unschedule": STEP,
    "news:publish": READ,
    "news:pin": STEP,
    "news:unpin": STEP,
    "news:withdraw": STEP,
    "news:restore": STEP,
    "news:set_aside": STEP,
    "news:recover": STEP,
    "news:leave_out": STEP,
    "news:keep": NEW,
    # resources
    "library:new": NEW,
    "library:propose": STEP,
    "library:take_back": STEP,
    "library:send_back": STEP,
    "library:publish": READ,
    "library:check": STEP,
    "library:withdraw": STEP,
    "library:restore": STEP,
    "library:set_aside": STEP,
    "library:recover": STEP,
    "library:arrange": OWN,
    "library:keep": NEW,
    "library:favour": OWN,
    "library:add_to_list": OWN,
    # agenda
    "agenda:keep": NEW,
    "agenda:register": NEW,
    "agenda:find": "finds a registration again: nothing is written",
    "journal:see": OWN,
    "agenda:leave": OWN,
    "agenda:answer": ONCE,
    "agenda:scan": ONCE,
    "agenda:entrance": ONCE,
    "agenda:step": ONCE,
    "agenda:new": NEW,
    "agenda:publish": STEP,
    "agenda:withdraw": STEP,
    "agenda:cancel": ONCE,
    "agenda:structures": "adds a line, takes one off, or moves one: each gesture is about one line alone",
    "agenda:steps": "adds a line, takes one off, or moves one: each gesture is about one line alone",
    "agenda:attendance": "writes only the lines whose box this person moved, from what the page showed",
    "agenda:name_new": NEW,
    "agenda:take_off": ONCE,
    # the letter
    "newsletter:subscribe": OWN,
    "newsletter:confirm": OWN,
    "newsletter:leave": OWN,
    "newsletter:return_to_work": OWN,
    "newsletter:leave_work": OWN,
    "newsletter:drop": OWN,
    "newsletter:new": NEW,
    "newsletter:renew": READ,
    "newsletter:sending": READ,
    "newsletter:unschedule": STEP,
    "newsletter:stop": STEP,
    "newsletter:resume": STEP,
    "newsletter:doubtful": STEP,
    "newsletter:trial": "sends a mail to oneself: nothing is written over",
    "newsletter:set_aside": STEP,
    "newsletter:recover": STEP,
    "newsletter:withdraw": STEP,
    "newsletter:restore": STEP,
}
"""Why each other route needs no version. A new route has its line here, or in EDITS."""
