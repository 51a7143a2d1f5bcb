"""Who may do what to a notice, and in which state. Each check raises the sentence a disabled button shows."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from jinguo.core.errors import Denied, Refused
from jinguo.notices import states
from jinguo.notices.models import Change, Entry, Notice, Objection
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability

WRITING = ("draft", "change", "propose")


class WrongState(Refused):
    """The notice is in a state in which this cannot be done."""

    code = "wrong-state"


class NotOnNotice(Refused):
    """An objection comes before or after the days of a notice, or its name is struck off."""

    code = "not-on-notice"


class AlreadyDecided(Refused):
    """Someone else has decided the objection, or it is no longer needed."""

    code = "already-decided"


def check(actor: Actor, verb: str, notice: Notice) -> states.Step:
    """
    Return the step of a verb when the actor may take it as the notice stands.

    :raises WrongState: its state does not allow it
    :raises Denied: her posts do not include it there
    """
    step = states.step_from(verb, notice.state)
    if step is None:
        raise WrongState(
            _("This cannot be done while the notice is “%(state)s”.")
            % {"state": notice.get_state_display()}
        )
    if step.capability is not None:
        actor.require(step.capability, notice.area_id)
    return step


def check_release(actor: Actor, notice: Notice) -> states.Step:
    """
    Pass when the actor may release a notice: a second person, who wrote none of it.

    :raises WrongState: it does not wait for release
    :raises Denied: her posts do not include it there, or she wrote it or sent it for release
    """
    step = check(actor, "release", notice)
    if has_hand(actor, notice):
        raise Denied(
            _("You had a hand in this notice. A second person looks at it and releases it.")
        )
    return step


def check_print(notice: Notice) -> None:
    """
    Pass when a notice may be printed: nothing hangs that no second person has released.

    :raises WrongState: it has not been released yet
    """
    if notice.state in Notice.BEFORE_RELEASE:
        raise WrongState(
            _("It is not released yet. It is printed once a second person released it.")
        )


def check_object(actor: Actor, entry: Entry, on: date) -> None:
    """
    Pass when the actor may record an objection made on a day; the entry's notice must be loaded.

    :raises Denied: her posts do not include it where the one listed lives
    :raises NotOnNotice: the notice has not begun, the days of this name are over, or it is struck off
    """
    actor.require(Capability.NOTICES_OBJECT, entry.area_id)
    notice = entry.notice
    is_public = notice.state in (Notice.State.RELEASED, Notice.State.CLOSED)
    if not is_public or notice.starts_on is None or on < notice.starts_on:
        raise NotOnNotice(_("Nobody can object yet, or any more: this is not before the public."))
    if entry.state == Entry.State.STRUCK:
        raise NotOnNotice(_("This name has been struck off."))
    if entry.state == Entry.State.LISTED and entry.ends_on is not None and on > entry.ends_on:
        raise NotOnNotice(
            _("The notice of this name ended on %(day)s. What is found later is a re-inspection.")
            % {"day": entry.ends_on}
        )


def check_read_objection(actor: Actor, notice: Notice) -> None:
    """
    Pass when the actor may read what the objections to a notice say: who may decide them, and no one else.

    :raises Denied: her posts do not include deciding there, or she wrote the notice
    """
    if not actor.can(Capability.NOTICES_DECIDE, notice.area_id):
        raise Denied(_("Only those who decide the objections to this notice read it."))
    if has_hand(actor, notice):
        raise Denied(
            _("You had a hand in this notice. Only someone else reads what is said against it.")
        )


def check_decide(actor: Actor, objection: Objection) -> None:
    """
    Pass when the actor may decide an objection; its notice and entry must be loaded.

    :raises AlreadyDecided: it is not open
    :raises Denied: her posts do not include it there, or she wrote the notice
    """
    notice = objection.notice
    actor.require(Capability.NOTICES_DECIDE, notice.area_id)
    if objection.state != Objection.State.OPEN:
        raise AlreadyDecided(
            _("Objection %(number)d is decided: %(state)s.")
            % {"number": objection.number, "state": objection.get_state_display()}
        )
    if has_hand(actor, notice):
        raise Denied(_("You had a hand in this notice. Someone else decides objections to it."))


def check_reveal(actor: Actor, notice: Notice) -> UUID:
    """
    Pass when the actor may see who made an objection; return her account.

    :raises Denied: only the persons named for it there may, and none of them who wrote the notice
    """
    if actor.account_id is None or not actor.can(Capability.NOTICES_REVEAL, notice.area_id):
        raise Denied(_("Only the officers named for objections see who made one."))
    if has_hand(actor, notice):
        raise Denied(_("You had a hand in this notice. Only someone else sees who objected to it."))
    return actor.account_id


def has_hand(actor: Actor, notice: Notice) -> bool:
    """Say whether the actor drafted, changed or proposed a notice; what is no account may have."""
    return actor.account_id is None or actor.account_id in writers(notice)


def writers(notice: Notice) -> set[UUID]:
    """Return the accounts that drafted, changed or proposed a notice; one query."""
    rows = Change.objects.filter(notice=notice, verb__in=WRITING, account__isnull=False)
    return {account for account in rows.values_list("account", flat=True) if account}
