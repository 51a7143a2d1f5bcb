"""Who may do what to a site, and in which state. Each check raises the sentence a disabled button shows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jinguo.core.errors import Denied, Invalid, Refused
from jinguo.core.language import as_clauses
from jinguo.notices.queries import not_clear, open_entries
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.sites import states
from jinguo.sites.kinds import CODE_LENGTHS, Kind
from jinguo.sites.models import Check, Site, SiteLog

MOST_PICTURES = 6


class WrongState(Refused):
    """The site is in a state in which this cannot be done."""

    code = "wrong-state"


class ChecklistIncomplete(Refused):
    """The checklist was not filled in, something on it is lacking, or it is not the one now in force."""

    code = "checklist-incomplete"


class NotClear(Refused):
    """The site was not on its public notice to the end, or an objection to it is open or upheld."""

    code = "not-clear"


class TooManyPictures(Refused):
    """The public page of the site has as many pictures as it can have."""

    code = "too-many-pictures"


def check(actor: Actor, verb: str, site: Site, kind: Kind) -> states.Step:
    """
    Return the step a verb takes from where a site stands; where it decides between two, the first.

    :raises WrongState: its state does not allow it
    :raises Denied: the actor may not
    """
    step = states.step_from(kind, verb, site.state)
    if step is None:
        raise WrongState(
            _("This cannot be done while the state is “%(state)s”.")
            % {"state": site.get_state_display()}
        )
    _check_body(actor, step, site.area_id, kind)
    return step


def check_propose(actor: Actor, area: str, kind: Kind) -> None:
    """
    Pass when the actor may propose a site of a kind in a place.

    :raises Denied: her posts do not include it there
    """
    step = states.step_from(kind, "propose", states.NEW)
    assert step is not None
    _check_body(actor, step, area, kind)


def _check_body(actor: Actor, step: states.Step, area: str, kind: Kind) -> None:
    """Pass when the actor has a post in the federation a step falls to, or in a wider one."""
    if may_take(actor, step, area, kind):
        return
    body = _body_of(step, kind)
    if len(actor.home_area) > CODE_LENGTHS[body]:
        words = {"act": step.title, "body": body_title(body)}
        raise Denied(_("“%(act)s” falls to the federation of the %(body)s.") % words)
    raise Denied(_("Your posts do not include this right."), capability=str(step.capability))


def may_take(actor: Actor, step: states.Step, area: str, kind: Kind) -> bool:
    """Say whether the actor has a post in the federation a step falls to, or in a wider one."""
    width = CODE_LENGTHS[_body_of(step, kind)]
    reach = actor.reach(step.capability).prefixes
    return any(area.startswith(prefix) and len(prefix) <= width for prefix in reach)


def falls_to(actor: Actor, step: states.Step, kind: Kind) -> bool:
    """Say whether a step falls to the actor's own federation, and not to one below it."""
    return len(actor.home_for(step.capability)) >= CODE_LENGTHS[_body_of(step, kind)]


def _body_of(step: states.Step, kind: Kind) -> str:
    """Return the level of area whose federation a step falls to."""
    return kind.approved_by if step.duty == states.APPROVER else step.duty


def body_title(level: str) -> str:
    """Return the name of a level of area inside a sentence."""
    return {
        "village": _("village"),
        "township": _("town"),
        "county": _("district"),
        "city": _("city"),
        "province": _("province"),
    }[level]


def check_change(actor: Actor, site: Site) -> None:
    """
    Pass when the actor may change what is said about a site and who keeps it going.

    :raises WrongState: it is closed
    :raises Denied: her posts do not include it there
    """
    if site.state == Site.State.CLOSED:
        raise WrongState(_("The site is closed."))
    if not actor.can(Capability.SITES_PROPOSE, site.area_id):
        raise Denied(_("You may look at this site but not change it."))


def check_add_picture(actor: Actor, site: Site, kind: Kind, kept: int) -> None:
    """
    Pass when the actor may add a picture to the public page of a site that has so many.

    :raises WrongState: it is closed
    :raises Denied: her posts do not include it there
    :raises Refused: its kind has no public page
    :raises TooManyPictures: it has as many as it can have
    """
    check_change(actor, site)
    if not kind.is_public:
        raise Refused(_("“%s” has no public page, so no picture is kept.") % kind.label)
    if kept >= MOST_PICTURES:
        raise TooManyPictures(
            _("There are %(most)d pictures already. Take one off first.") % {"most": MOST_PICTURES}
        )


def check_log(actor: Actor, site: Site) -> None:
    """
    Pass when the actor may write into the log of a site what needs no state of its own: needs, and what
    was wrong.

    :raises WrongState: it is closed
    :raises Denied: her posts do not include it there
    """
    if site.state == Site.State.CLOSED:
        raise WrongState(_("The site is closed."))
    if not actor.can(Capability.SITES_LOG, site.area_id):
        raise Denied(_("You may look at this site but not write its log."))


def check_complete(kind: Kind, last: Check | None) -> None:
    """
    Pass when the last check found everything the kind asks for.

    :raises ChecklistIncomplete: it did not, there is none, or it was filled under another version
    """
    if last is None:
        raise ChecklistIncomplete(_("Nobody has filled in the checklist yet."))
    if last.version_id != kind.id:
        raise ChecklistIncomplete(
            _("The checklist has changed since it was filled in. Check again.")
        )
    if not last.is_complete:
        lacking = ", ".join(item.label for item in kind.judge(last.answers).lacking)
        raise ChecklistIncomplete(
            _("The checklist is not complete: %s.") % lacking
            if lacking
            else _("The checklist came to %(total)d points; the kind asks for %(least)d.")
            % {"total": last.total or 0, "least": kind.least_points}
        )


def check_clear(site: Site, kind: Kind, on: date) -> None:
    """
    Pass when a site stands clear of the notice its kind asks for.

    :raises NotClear: saying how it stands
    """
    if not kind.notice_days:
        return
    if why := not_clear(Site.OBJECT_TYPE, [site.id], on).get(site.id):
        raise NotClear(_("No plaque yet: %(why)s.") % {"why": why})


def check_on_no_notice(site: Site) -> None:
    """
    Pass when a site stands on no notice that is not over.

    :raises Refused: naming the notice
    """
    entry = open_entries(Site.OBJECT_TYPE, [site.id]).select_related("notice").first()
    if entry:
        raise Refused(_("It stands on “%s” already.") % entry.notice.title)


def check_all_approved(found: Iterable[Site]) -> None:
    """
    Pass when every site of a notice is still approved.

    :raises WrongState: naming those that are not
    """
    if others := [site for site in found if site.state != Site.State.APPROVED]:
        shown = as_clauses(f"{site.name} ({site.get_state_display()})" for site in others)
        raise WrongState(
            _("Not approved any more: %(sites)s. Withdraw the draft and draft it anew.")
            % {"sites": shown}
        )


def check_none_open(found: Iterable[Site]) -> None:
    """
    Pass when no site of a notice has opened since: its plaque rests on the notice.

    :raises WrongState: naming those that have
    """
    if others := [site for site in found if site.state in Site.STANDING]:
        raise WrongState(
            _(
                "The notice stays, since a plaque rests on it: %(sites)s. Close the site where it must end."
            )
            % {"sites": as_clauses(site.name for site in others)}
        )


def check_not_taken_back(line: SiteLog) -> None:
    """
    Pass when a line of the log can still be taken back.

    :raises Refused: it has been, it takes back another, a session wrote it, or it rests on another line
    """
    if line.kind == SiteLog.Kind.REVERSE or line.fact:
        raise Refused(_("Only what was written by hand can be taken back here."))
    if hasattr(line, "reversal"):
        raise Refused(_("This has been taken back already."))
    if is_solved(line):
        raise Refused(_("The need was met. Take that line back first."))


def check_open_need(need: SiteLog) -> None:
    """
    Pass when a line of the log is a need nobody has met yet.

    :raises Refused: otherwise
    """
    if need.kind != SiteLog.Kind.NEED or hasattr(need, "reversal"):
        raise Refused(_("There is no such need."))
    if hasattr(need, "solution"):
        raise Refused(_("The need was met already."))


def is_solved(line: SiteLog) -> bool:
    """Say whether a line is a need that was met."""
    return hasattr(line, "solution") and not hasattr(line.solution, "reversal")


def check_day(on: date, today: date, since: date) -> None:
    """
    Pass when something may be recorded for a day.

    :raises Invalid: the day is still to come, or lies before the site came to its state
    """
    if on > today:
        raise Invalid(_("The day is still to come."), on=_("The day is still to come."))
    if on < since:
        sentence = _(
            "The day lies before %s, when the site came to where it stands."
        ) % date_format(since)
        raise Invalid(sentence, on=sentence)


def check_check_in(site: Site, kind: Kind) -> None:
    """
    Pass when people can check in at a site.

    :raises Refused: its kind has no check-in, or it is not open
    """
    if not kind.has_check_in:
        raise Refused(_("There is no check-in at this place."))
    if site.state != Site.State.ACTIVE:
        raise Refused(_("This place is not open now."))
