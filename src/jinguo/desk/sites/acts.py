"""What is done to a site and to the lines of its log: asked what it needs, done when confirmed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from jinguo.activities import queries as activities
from jinguo.core.dates import months_after
from jinguo.core.errors import NotFound
from jinguo.core.web import posted, refusal
from jinguo.desk.errors import refused_into
from jinguo.desk.forms import DeskForm
from jinguo.desk.http import DeskRequest, access
from jinguo.desk.sites import pages
from jinguo.desk.sites.forms import (
    ActivityForm,
    ChecklistForm,
    DayForm,
    EndForm,
    MetForm,
    NeedForm,
    PostForm,
    ReasonForm,
    known_text,
)
from jinguo.desk.sites.tasks import BOTH, task
from jinguo.org.roles import Capability
from jinguo.sites import actions, policies, queries
from jinguo.sites.kinds import Kind, Known, as_kind
from jinguo.sites.models import Check, Site, SitePost


@dataclass(frozen=True)
class Verb:
    """
    What is done to a site: its action, what it asks, its words, and the policy that says why not.

    ``title`` is the page's and the button's.
    """

    act: Callable[..., object]
    form: type[DeskForm]
    title: str | Promise
    done: str | Promise
    check: Callable[..., object]
    lede: str | Promise = ""


def step(verb: str) -> Callable[..., object]:
    """Return the policy of a verb of the table of states."""
    return lambda actor, site, kind: pages.check_verb(actor, verb, site, kind)


VERBS = {
    "approve": Verb(
        actions.approve, DayForm, gettext_lazy("Approve"), gettext_lazy("The site is approved."),
        step("approve"),
    ),
    "give-plaque": Verb(
        actions.give_plaque, DayForm, gettext_lazy("Give the plaque"),
        gettext_lazy("The site has its plaque and is open."), step("give-plaque"),
        gettext_lazy("It takes the next number and is open from the day."),
    ),
    "withdraw": Verb(
        actions.withdraw, EndForm, gettext_lazy("Withdraw the proposal"),
        gettext_lazy("The proposal is withdrawn."), step("withdraw"),
    ),
    "close": Verb(
        actions.close, EndForm, gettext_lazy("Close the site"), gettext_lazy("The site is closed."),
        step("close"),
    ),
    "log": Verb(
        actions.log_activity, ActivityForm, gettext_lazy("Record an activity"),
        gettext_lazy("The activity is in the log."), step("log"),
    ),
    "need": Verb(
        actions.note_need, NeedForm, gettext_lazy("Write down a need"),
        gettext_lazy("The need is in the log."),
        lambda actor, site, _kind: policies.check_log(actor, site),
    ),
    "appoint": Verb(
        actions.appoint, PostForm, gettext_lazy("Add somebody"), gettext_lazy("Added."),
        lambda actor, site, _kind: policies.check_change(actor, site),
        gettext_lazy("A new head takes the place of the one before."),
    ),
}  # fmt: skip


@access(Capability.SITES_VIEW)
@require_http_methods(BOTH)
def act(request: DeskRequest, site_id: UUID, verb: str) -> HttpResponse:
    """Ask what a verb needs; do it to the site when confirmed."""
    known = VERBS.get(verb)
    if known is None:
        raise NotFound(_("There is no such act."))
    today = timezone.localdate()
    site = queries.get_site(request.actor, site_id)
    form = known.form(posted(request), initial={"on": today, "role": SitePost.Role.HELPER})
    if form.is_valid():
        with refused_into(form, request):
            known.act(actor=request.actor, site_id=site_id, now=timezone.now(), **form.cleaned_data)
            messages.success(request, str(known.done))
            return redirect("desk:site", site_id)
    return task(
        request, site, form, title=str(known.title), button=str(known.title),
        lede=announced(site) if verb == "close" else str(known.lede), is_grave=verb in pages.GRAVE,
        refusal=refusal(known.check, request.actor, site, queries.kind_of(site, today)),
    )  # fmt: skip


def announced(site: Site) -> str:
    """Return the sentence about what is still to be held at a site; nothing where nothing is."""
    count = activities.announced_at(site.id, timezone.now())
    if not count:
        return ""
    return (
        ngettext(
            "%d session is still to come here. Move or cancel it, so that nobody comes to a closed door.",
            "%d sessions are still to come here. Move or cancel them, so that nobody comes to a closed door.",
            count,
        )
        % count
    )


@access(Capability.SITES_CHECK)
@require_http_methods(BOTH)
def check(request: DeskRequest, site_id: UUID) -> HttpResponse:
    """Fill in the checklist of a site; what is known stands there already."""
    today = timezone.localdate()
    site = queries.get_site(request.actor, site_id)
    kind = queries.kind_of(site, today)
    counts, earlier = known_counts(site, kind, today), queries.last_check(site)
    form = ChecklistForm(
        posted(request), kind=kind, known={key: known_text(count) for key, count in counts.items()},
        initial={"on": today, **found_before(kind, earlier), **counts},
    )  # fmt: skip
    if form.is_valid():
        with refused_into(form, request):
            made = actions.check(
                actor=request.actor, site_id=site_id, answers=form.answers,
                note=form.cleaned_data["note"], on=form.cleaned_data["on"], now=timezone.now(),
            )  # fmt: skip
            messages.success(request, checked_text(made))
            return redirect("desk:site", site_id)
    return task(
        request, site, form, title=_("Fill in the checklist"), button=_("Record the check"),
        refusal=refusal(policies.check, request.actor, "check", site, kind),
        lede=_("Filled in with what was found on %s.") % date_format(earlier.on) if earlier else "",
    )  # fmt: skip


def checked_text(made: Check) -> str:
    """Return what is true after a check."""
    if made.is_complete:
        return _("The checklist is complete.")
    return _("Recorded. Something is still lacking.")


def found_before(kind: Kind, earlier: Check | None) -> dict[str, int]:
    """Return what the last check found, by the item's id; of the items the kind still has."""
    if earlier is None:
        return {}
    found = {
        item.id: answer
        for item, answer in zip(as_kind(earlier.version).items, earlier.answers, strict=True)
    }
    return {item.id: found[item.id] for item in kind.items if item.id in found}


def known_counts(site: Site, kind: Kind, today: date) -> dict[str, int]:
    """Return what is known already of the items of a checklist, by the item's id."""
    roles = [post.role for post in queries.posts_of(site, today)]
    counts = {
        Known.HEAD: roles.count(SitePost.Role.HEAD),
        Known.HELPERS: roles.count(SitePost.Role.HELPER),
    }
    if any(item.known == Known.ACTIVITIES for item in kind.items):
        year = months_after(today, -12)
        one = Site.objects.filter(id=site.id)
        counts[Known.ACTIVITIES] = queries.activities_between(one, year, today).get(site.id, 0)
    return {item.id: counts[Known(item.known)] for item in kind.items if item.known}


@dataclass(frozen=True)
class LineVerb:
    """What is done to a line of the log; as :class:`Verb`."""

    act: Callable[..., object]
    form: type[DeskForm]
    title: str | Promise
    done: str | Promise
    check: Callable[..., object]


LINE_VERBS = {
    "meet": LineVerb(
        actions.meet_need, MetForm, gettext_lazy("Say how it was met"),
        gettext_lazy("The need is met."), policies.check_open_need,
    ),
    "take-back": LineVerb(
        actions.take_line_back, ReasonForm, gettext_lazy("Take back"),
        gettext_lazy("Taken back. Both lines stay in the log."), policies.check_not_taken_back,
    ),
}  # fmt: skip


@access(Capability.SITES_LOG)
@require_http_methods(BOTH)
def act_on_line(request: DeskRequest, line_id: UUID, verb: str) -> HttpResponse:
    """Say how a need was met, or take a line back that was wrong."""
    known = LINE_VERBS.get(verb)
    if known is None:
        raise NotFound(_("There is no such act."))
    line = queries.get_line(request.actor, line_id)
    form = known.form(posted(request), initial={"on": timezone.localdate()})
    if form.is_valid():
        with refused_into(form, request):
            known.act(actor=request.actor, line_id=line_id, now=timezone.now(), **form.cleaned_data)
            messages.success(request, str(known.done))
            return redirect("desk:site", line.site_id)
    why = refusal(policies.check_log, request.actor, line.site) or refusal(known.check, line)
    return task(
        request, line.site, form, title=str(known.title), button=str(known.title),
        lede=line.topic or line.result, refusal=why,
    )  # fmt: skip


@access(Capability.SITES_PROPOSE)
@require_POST
def end_post(request: DeskRequest, keeper_id: UUID) -> HttpResponse:
    """End the post of a head or helper today."""
    ended = actions.end_post(
        actor=request.actor, post_id=keeper_id, on=timezone.localdate(), now=timezone.now()
    )
    messages.success(request, _("The post has ended."))
    return redirect("desk:site", ended.site_id)
