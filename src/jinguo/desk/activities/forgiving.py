"""Absences and places given up late, how they are excused, and the appeals against the blocks that follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jinguo.activities import actions, policies, queries
from jinguo.activities.models import Activity, Attendance, Block, Enrolment
from jinguo.activities.queries import Absence, records
from jinguo.core.web import posted, refusal
from jinguo.desk.activities import pages
from jinguo.desk.activities.forms import AnswerForm, AppealForm, ReasonForm
from jinguo.desk.errors import refused_into
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org.roles import Capability
from jinguo.people import masking

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

A_PAGE = 50
BOTH = ["GET", "POST"]


@dataclass(frozen=True)
class Row:
    """
    Who missed a session or gave her place up late; ``block`` is what follows for her today.

    ``excuse`` and ``appeal`` are the pages where it is excused and her appeal recorded; empty where this
    reader may not, or there is nothing left to do.
    """

    entry: pages.Entry
    what: str
    state: str
    is_excused: bool
    excuse: str
    block: Block | None
    appeal: str


@access(Capability.ACTIVITIES_VIEW)
@require_GET
def absences(request: DeskRequest, activity_id: UUID) -> HttpResponse:
    """Show who stayed away from an activity or gave a place up late, what is excused, and who is blocked."""
    activity = queries.get_activity(request.actor, activity_id)
    policies.check_see_roster(request.actor, activity)
    forbidden = refusal(policies.check_forgive, request.actor, activity.area_id)
    page = Paginator(absences_of(activity), A_PAGE).get_page(request.GET.get("page"))
    rows = rows_of(request.actor, activity, list(page), may_excuse=forbidden is None)
    context = {"activity": activity, "page": page, "rows": rows, "refusal": forbidden}
    return render_page(request, "desk/activities/absences.html", context)


def absences_of(activity: Activity) -> list[Attendance | Enrolment]:
    """Return the absences of an activity: the sessions missed, and then the places given up late."""
    return [*records.absences_in(activity), *records.late_cancellations_in(activity)]


def rows_of(
    actor: Actor,
    activity: Activity,
    found: Sequence[Attendance | Enrolment],
    *,
    may_excuse: bool,
) -> list[Row]:
    """Return absences of an activity as this reader may see them, each with the block in force."""
    entries = [one if isinstance(one, Enrolment) else one.enrolment for one in found]
    running = queries.blocks_running(
        [one.person_id for one in entries], timezone.localdate(), programme=activity.programme
    ).filter(is_lifted=False)
    blocks = {block.person_id: block for block in running}
    said = map(said_of, found)
    return [
        Row(
            entry=shown,
            what=what,
            state=state,
            is_excused=is_excused,
            excuse=excuse if may_excuse and not is_excused else "",
            block=blocks.get(entry.person_id),
            appeal=appeal_of(actor, blocks.get(entry.person_id)),
        )
        for entry, shown, (what, state, is_excused, excuse) in zip(
            entries, pages.entries(actor, entries), said, strict=True
        )
    ]


Said = tuple[str, str, bool, str]
"""What it was, its state in a word, whether it is excused, and where it is."""


def said_of(absence: Attendance | Enrolment) -> Said:
    """Return what is said of an absence."""
    return said_of_entry(absence) if isinstance(absence, Enrolment) else said_of_session(absence)


def said_of_session(missed: Attendance) -> Said:
    """Return what is said of a session somebody missed."""
    what = session_text(missed.session.number, missed.session.starts_at)
    if missed.excused_because:
        what = f"{what} · {missed.excused_because}"
    is_excused = missed.state == Attendance.State.EXCUSED
    return what, missed.get_state_display(), is_excused, reverse("desk:excuse", args=[missed.id])


def said_of_entry(late: Enrolment) -> Said:
    """Return what is said of a place given up late."""
    excused = str(Attendance.State.EXCUSED.label)
    state = excused if late.is_excused else late.get_state_display()
    return late_text(late), state, late.is_excused, reverse("desk:excuse-late", args=[late.id])


def session_text(number: int, starts_at: datetime) -> str:
    """Return which session it was, and on which day."""
    day = date_format(timezone.localtime(starts_at), "DATE_FORMAT")
    return _("Session %(n)s, %(day)s") % {"n": number, "day": day}


def late_text(late: Enrolment) -> str:
    """Return on which day a place was given up."""
    assert late.ended_at is not None  # what_ended_says_when_and_why
    day = date_format(timezone.localtime(late.ended_at), "DATE_FORMAT")
    return _("Place given up late, %(day)s") % {"day": day}


def appeal_of(actor: Actor, block: Block | None) -> str:
    """Return the page where an appeal against a block is recorded; empty where it cannot be."""
    if block is None or refusal(policies.check_appeal, actor, block):
        return ""
    if refusal(policies.check_appealable, block):
        return ""
    return reverse("desk:record-appeal", args=[block.id])


@access(Capability.ACTIVITIES_FORGIVE)
@require_http_methods(BOTH)
def excuse(request: DeskRequest, attendance_id: UUID) -> HttpResponse:
    """Excuse one absence, and say why."""
    found = queries.get_attendance(request.actor, attendance_id)
    activity = found.session.activity
    form = ReasonForm(posted(request))
    if form.is_valid():
        with refused_into(form, request):
            actions.excuse(
                actor=request.actor,
                attendance_id=attendance_id,
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            )
            messages.success(request, _("The absence is excused and does not count."))
            return redirect("desk:absences", activity.id)
    what = session_text(found.session.number, found.session.starts_at)
    return excuse_page(request, found.enrolment, activity, what, form)


@access(Capability.ACTIVITIES_FORGIVE)
@require_http_methods(BOTH)
def excuse_late(request: DeskRequest, enrolment_id: UUID) -> HttpResponse:
    """Excuse one place given up late, and say why."""
    entry = queries.get_enrolment(request.actor, enrolment_id)
    policies.check_forgive(request.actor, entry.activity.area_id)
    form = ReasonForm(posted(request))
    if form.is_valid():
        with refused_into(form, request):
            actions.excuse_late_cancellation(
                actor=request.actor,
                enrolment_id=entry.id,
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            )
            messages.success(request, _("The late cancellation is excused and does not count."))
            return redirect("desk:absences", entry.activity_id)
    why_not = refusal(policies.check_late_cancellation, entry)
    what = late_text(entry) if entry.ended_at else ""
    return excuse_page(request, entry, entry.activity, what, form, why_not)


def excuse_page(
    request: DeskRequest,
    entry: Enrolment,
    activity: Activity,
    what: str,
    form: ReasonForm,
    why_not: str | None = None,
) -> HttpResponse:
    """Render the page that asks why something is excused; ``why_not`` stands in place of the form."""
    [shown] = pages.entries(request.actor, [entry])
    context = {
        "activity": activity, "row": shown, "what": what, "form": form, "refusal": why_not,
    }  # fmt: skip
    return render_page(request, "desk/activities/excuse.html", context, 422 if form.errors else 200)


@access(Capability.ACTIVITIES_FORGIVE)
@require_GET
def appeals(request: DeskRequest) -> HttpResponse:
    """List the appeals that wait for a decision, the oldest first."""
    found = queries.open_appeals(request.actor).select_related("person__area", "area")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    rows = [(one, masking.masked_person(request.actor, one.person)) for one in page]
    context = {"rows": rows, "page": page}
    return render_page(request, "desk/activities/appeals.html", context)


@access(Capability.ACTIVITIES_FORGIVE)
@require_http_methods(BOTH)
def appeal(request: DeskRequest, block_id: UUID) -> HttpResponse:
    """Show one block and what she says against it; decide."""
    block = queries.get_block(request.actor, block_id)
    form = AnswerForm(posted(request))
    if form.is_valid():
        decide = actions.lift_block if form.cleaned_data["is_lifted"] else actions.uphold_block
        with refused_into(form, request):
            decide(
                actor=request.actor,
                block_id=block.id,
                answer=form.cleaned_data["answer"],
                now=timezone.now(),
            )
            messages.success(request, _("The appeal is decided."))
            return redirect("desk:appeals")
    context = {
        **block_context(request.actor, block),
        "form": form,
        "refusal": refusal(policies.check_block_open, block),
    }
    return render_page(request, "desk/activities/appeal.html", context, 422 if form.errors else 200)


@access(Capability.ACTIVITIES_ENROL)
@require_http_methods(BOTH)
def record_appeal(request: DeskRequest, block_id: UUID) -> HttpResponse:
    """Record what somebody who came in person says against her block."""
    block = queries.get_block(request.actor, block_id)
    policies.check_appeal(request.actor, block)
    form = AppealForm(posted(request))
    if form.is_valid():
        with refused_into(form, request):
            actions.appeal(
                actor=request.actor,
                block_id=block.id,
                words=form.cleaned_data["words"],
                now=timezone.now(),
            )
            messages.success(request, _("Her appeal is recorded. The town or district decides it."))
            return redirect("desk:record-appeal", block.id)
    context = {
        **block_context(request.actor, block),
        "form": form,
        "refusal": refusal(policies.check_appealable, block),
        "can_decide": refusal(policies.check_forgive, request.actor, block.area_id) is None,
    }
    return render_page(
        request, "desk/activities/record-appeal.html", context, 422 if form.errors else 200
    )


def block_context(actor: Actor, block: Block) -> dict[str, object]:
    """Return what every page of a block shows of it."""
    return {
        "found": block,
        "person": masking.masked_person(actor, block.person),
        "absences": seen_by(actor, queries.absences_behind(block)),
    }


def seen_by(actor: Actor, found: Sequence[Absence]) -> list[Absence]:
    """Return the absences in activities whose roster this reader sees."""
    return [one for one in found if refusal(policies.check_see_roster, actor, one.activity) is None]
