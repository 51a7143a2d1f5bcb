"""Writing down how someone may be reached, and that it still holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from jinguo.core import crypto, trail
from jinguo.core.errors import Invalid, NotFound
from jinguo.core.identity import check_mobile
from jinguo.notices.messages import hours, policies
from jinguo.notices.models import Channel, Purpose, SafeContact
from jinguo.people import queries as people

if TYPE_CHECKING:
    from jinguo.org.actor import Actor
    from jinguo.people.models import Person

TABLE = "notices_safecontact"
LONGEST_CODE_WORD = 40
OPEN_ID = re.compile(r"[A-Za-z0-9_-]{20,64}")
LAST_MINUTE = time(23, 59)


@dataclass(frozen=True, kw_only=True)
class ContactIn:
    """
    How someone says she may be reached; see :class:`~jinguo.notices.models.SafeContact`.

    An empty ``channel`` means: not by messages. ``opens`` is inclusive, ``closes`` exclusive.
    """

    channel: str = ""
    address: str = ""
    opens: time = time.min
    closes: time = LAST_MINUTE
    may_answer: str = SafeContact.MayAnswer.NOBODY
    code_word: str = ""


@transaction.atomic
def set_safe_contact(
    *, actor: Actor, person_id: UUID, purpose: str, contact: ContactIn, now: datetime
) -> SafeContact:
    """
    Write down how someone may be reached for a purpose, in place of what she said before.

    :raises NotFound: no such person for this actor
    :raises Denied: she sees the record by her posts, which do not include this
    :raises Invalid: a channel without a fit address, hours that no message may come in, or too long a word
    """
    person = people.get_person(actor, person_id, lock=True)
    policies.check_contact(actor, person)
    checked = _checked(contact)
    found = SafeContact.objects.filter(person=person, purpose=purpose).first()
    made = found or SafeContact(person=person, purpose=Purpose(purpose))
    made.channel = checked.channel
    made.address = _sealed("address", made.id, checked.address)
    made.tail = checked.address[-4:] if checked.channel == Channel.SMS else ""
    made.opens, made.closes = checked.opens, checked.closes
    made.may_answer = checked.may_answer
    made.code_word = _sealed("code_word", made.id, checked.code_word)
    made.checked_at, made.checked_by = now, actor.account_id
    made.save()
    _note(actor, "set-safe-contact", person, purpose)
    return made


@transaction.atomic
def confirm_safe_contact(
    *, actor: Actor, person_id: UUID, purpose: str, now: datetime
) -> SafeContact:
    """
    Write down that what she said still holds; for a sensitive matter it is then good for 30 days more.

    :raises NotFound: no such person for this actor, or she has said nothing for this purpose
    :raises Denied: she sees the record by her posts, which do not include this
    """
    person = people.get_person(actor, person_id, lock=True)
    policies.check_contact(actor, person)
    found = _said(person, purpose)
    found.checked_at, found.checked_by = now, actor.account_id
    found.save(update_fields=["checked_at", "checked_by"])
    _note(actor, "confirm-safe-contact", person, purpose)
    return found


@transaction.atomic
def read_code_word(*, actor: Actor, person_id: UUID, purpose: str) -> str:
    """
    Return the word somebody is to say first who calls her, and note that it was read; empty for none.

    :raises NotFound: no such person for this actor, or she has said nothing for this purpose
    :raises Denied: she sees the record by her posts, which do not include this
    """
    person = people.get_person(actor, person_id)
    policies.check_contact(actor, person)
    found = _said(person, purpose)
    trail.note(
        actor, "notices.read-code-word", object_type="people.person", object_id=person.id,
        area=person.area_id, purpose=purpose, fields=["code_word"],
    )  # fmt: skip
    if found.code_word is None:
        return ""
    return crypto.unseal(TABLE, "code_word", found.id, bytes(found.code_word))


def _said(person: Person, purpose: str) -> SafeContact:
    """
    Return what she said for a purpose.

    :raises NotFound: nothing
    """
    found = SafeContact.objects.filter(person=person, purpose=purpose).first()
    if found is None:
        raise NotFound(_("She has not said how she may be reached in this matter."))
    return found


def _checked(given: ContactIn) -> ContactIn:
    channel = given.channel
    if channel not in ("", *Channel.values):
        raise _wrong("channel", _("Choose one of those offered."))
    if given.may_answer not in SafeContact.MayAnswer.values:
        raise _wrong("may_answer", _("Choose one of those offered."))
    if not given.opens < given.closes:
        raise _wrong("closes", _("The last hour lies after the first."))
    if not hours.has_any(given.opens, given.closes):
        raise _wrong("closes", _("No message is sent in these hours. Choose some in the day."))
    code_word = " ".join(given.code_word.split())
    if len(code_word) > LONGEST_CODE_WORD:
        raise _wrong(
            "code_word", _("A code word has %(most)d signs at most.") % {"most": LONGEST_CODE_WORD}
        )
    address = CHECKS[Channel(channel)](given.address) if channel else ""
    return ContactIn(
        channel=channel, address=address, opens=given.opens, closes=given.closes,
        may_answer=given.may_answer, code_word=code_word,
    )  # fmt: skip


def _mobile(text: str) -> str:
    try:
        return check_mobile(text)
    except Invalid as fault:
        raise _wrong("address", fault.message) from fault


def _email(text: str) -> str:
    address = text.strip()
    try:
        validate_email(address)
    except ValidationError as fault:
        raise _wrong("address", _("This is not an e-mail address.")) from fault
    return address


def _open_id(text: str) -> str:
    name = text.strip()
    if not OPEN_ID.fullmatch(name):
        raise _wrong("address", _("Sign in with WeChat once; then messages can come there."))
    return name


CHECKS = {Channel.SMS: _mobile, Channel.EMAIL: _email, Channel.WECHAT: _open_id}


def _sealed(column: str, row: UUID, text: str) -> bytes | None:
    return crypto.seal(TABLE, column, row, text) if text else None


def _wrong(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, **{field: sentence})


def _note(actor: Actor, verb: str, person: Person, purpose: str) -> None:
    trail.note(
        actor, f"notices.{verb}", object_type="people.person", object_id=person.id,
        area=person.area_id, purpose=purpose,
    )  # fmt: skip
