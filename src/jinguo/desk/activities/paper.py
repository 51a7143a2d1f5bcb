"""The printed list comes back: its pages are photographed, what was read is put right, and then recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from jinguo.activities import actions, policies, queries
from jinguo.activities.actions import Line, Photographed, Reading
from jinguo.activities.checkin import short_code
from jinguo.activities.models import Attendance, Session
from jinguo.core.web import posted, refusal
from jinguo.desk.activities import pages
from jinguo.desk.activities.door import expected, not_there
from jinguo.desk.activities.forms import PaperForm
from jinguo.desk.errors import refused_into
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org.roles import Capability

Text = str | Promise

WORDS: dict[Reading, Text] = {
    Reading.SIGNED: gettext_lazy("signed or ticked"),
    Reading.BLANK: gettext_lazy("nothing stands there"),
    Reading.UNSURE: gettext_lazy("unsure: look at the paper"),
    Reading.UNREAD: gettext_lazy("not read: look at the paper"),
}
TAGS = {
    Reading.SIGNED: "good",
    Reading.BLANK: "muted",
    Reading.UNSURE: "warn",
    Reading.UNREAD: "warn",
}


@access(Capability.ACTIVITIES_ATTEND)
@require_http_methods(["GET", "POST"])
def paper(request: DeskRequest, session_id: UUID) -> HttpResponse:
    """Take photographs of the printed list, and show what was read of them, to be put right."""
    session = queries.get_session(request.actor, session_id)
    policies.check_see_roster(request.actor, session.activity)
    form = PaperForm(posted(request), request.FILES or None)
    if form.is_valid():
        with refused_into(form, request):
            read = actions.read_photographs(
                actor=request.actor,
                session_id=session.id,
                pictures=form.contents(),
                now=timezone.now(),
            )
            return render_page(
                request, "desk/activities/paper_read.html", shown(session, read, request)
            )
    context = {
        "session": session,
        "activity": session.activity,
        "form": form,
        "refusal": refusal(policies.check_attend, request.actor, session),
    }
    status = 422 if form.errors else 200
    return render_page(request, "desk/activities/paper.html", context, status)


@dataclass(frozen=True)
class Row:
    """A line as the page shows it: whose it is, what is said of it, and whether its box is ticked."""

    line: Line
    entry: pages.Entry
    code: str
    words: Text
    tag: str
    is_ticked: bool


def rows(request: DeskRequest, session: Session, lines: Sequence[Line]) -> list[Row]:
    """Return lines as they were read, in the order of the list."""
    expecting = pages.entries_at(request.actor, session, expected(session))
    by_id = {one.enrolment.id: one for one in expecting}
    return [
        Row(
            one, by_id[one.entry.id], short_code(one.entry.id), WORDS[one.reading],
            TAGS[one.reading], one.is_noted or one.reading is Reading.SIGNED,
        )
        for one in lines
        if one.entry.id in by_id
    ]  # fmt: skip


def shown(session: Session, read: Photographed, request: DeskRequest) -> dict[str, object]:
    """Return what the page to confirm shows: every line of the list, with what was read of it."""
    return {
        "session": session,
        "activity": session.activity,
        "rows": rows(request, session, read.lines),
        "unread": ", ".join(map(str, read.unread)),
        "unsure": sum(one.reading is Reading.UNSURE for one in read.lines),
        "gone": read.gone,
    }


@access(Capability.ACTIVITIES_ATTEND)
@require_POST
def confirm(request: DeskRequest, session_id: UUID) -> HttpResponse:
    """
    Record as here whoever is ticked on the page of what was read, and the others on it as absent.

    Each line comes with the state it was shown in. Those that changed since stand on a page of their own.
    """
    done = actions.confirm_list(
        actor=request.actor,
        session_id=session_id,
        seen=dict(one.split(":", 1) for one in request.POST.getlist("seen") if ":" in one),
        ticked=request.POST.getlist("code"),
        now=timezone.now(),
    )
    if done.noted:
        messages.success(request, _("The list is recorded."))
    if done.unknown:
        messages.warning(request, not_there(done.unknown))
    if not done.changed:
        return redirect("desk:door", session_id)
    session = queries.get_session(request.actor, session_id)
    context = {
        "session": session,
        "activity": session.activity,
        "rows": [as_it_is_now(one) for one in rows(request, session, done.changed)],
        "changed": len(done.changed),
    }
    return render_page(request, "desk/activities/paper_read.html", context, 409)


def as_it_is_now(row: Row) -> Row:
    """Return a line that changed since it was shown, with what is noted by now; its box says the same."""
    state = Attendance.State(row.line.noted).label if row.line.noted else _("nothing is noted")
    words = _("by now: %(state)s") % {"state": state}
    return replace(row, words=words, tag="warn", is_ticked=row.line.is_noted)
