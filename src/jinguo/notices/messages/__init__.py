"""
Messages to people: what other modules and the surfaces use of them.

``send`` puts a message into the queue within the act that causes it; ``delivering`` sends it after the
commit, by the way ``ways.way_to`` finds. See the README of the module.
"""

from jinguo.notices.messages.contacts import (
    ContactIn,
    confirm_safe_contact,
    read_code_word,
    set_safe_contact,
)
from jinguo.notices.messages.hours import is_waking, opening
from jinguo.notices.messages.phones import change_sign_in_phone
from jinguo.notices.messages.queries import (
    contacts_of,
    get_message,
    inbox_of,
    inbox_of_account,
    messages,
    todos,
    told_of,
)
from jinguo.notices.messages.reading import mark_own_read, mark_read
from jinguo.notices.messages.resending import send_again
from jinguo.notices.messages.sending import About, NotNeutral, send, send_many, tell_account
from jinguo.notices.messages.telling import HOWS, note_told, to_tell
from jinguo.notices.messages.templates import (
    UnknownTemplate,
    WrongValues,
    get_template,
    known_templates,
)
from jinguo.notices.messages.ways import CONSENT, NoWay, Reached, Way, way_to, would_tell

__all__ = [
    "CONSENT",
    "HOWS",
    "About",
    "ContactIn",
    "NoWay",
    "NotNeutral",
    "Reached",
    "UnknownTemplate",
    "Way",
    "WrongValues",
    "change_sign_in_phone",
    "confirm_safe_contact",
    "contacts_of",
    "get_message",
    "get_template",
    "inbox_of",
    "inbox_of_account",
    "is_waking",
    "known_templates",
    "mark_own_read",
    "mark_read",
    "messages",
    "note_told",
    "opening",
    "read_code_word",
    "send",
    "send_again",
    "send_many",
    "set_safe_contact",
    "tell_account",
    "to_tell",
    "todos",
    "told_of",
    "way_to",
    "would_tell",
]
