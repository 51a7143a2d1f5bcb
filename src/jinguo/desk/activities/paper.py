"""The printed list comes back: its pages are photographed, what was read is put right, and then recorded."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from jinguo.activities import actions, policies, queries
from jinguo.activities.actions import Photographed, Reading
from jinguo.activities.checkin import short_code
from jinguo.activities.models import Session
from jinguo.core.web import posted, refusal
from jinguo.desk.activities import pages
from jinguo.desk.activities.door import expected, not_there
from jinguo.desk.activities.forms import PaperForm
from jinguo.desk.errors import refused_into
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org.roles import Capability

WORDS = {
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


def shown(session: Session, read: Photographed, request: DeskRequest) -> dict[str, object]:
    """Return what the page to confirm shows: every line of the list, with what was read of it."""
    by_id = {one.enrolment.id: one for one in pages.entries(request.actor, expected(session))}
    return {
        "session": session,
        "activity": session.activity,
        "rows": [
            {
                "line": one,
                "entry": by_id[one.entry.id],
                "code": short_code(one.entry.id),
                "words": WORDS[one.reading],
                "tag": TAGS[one.reading],
                "is_ticked": one.is_noted or one.reading is Reading.SIGNED,
            }
            for one in read.lines
            if one.entry.id in by_id
        ],
        "unread": ", ".join(map(str, read.unread)),
        "unsure": sum(one.reading is Reading.UNSURE for one in read.lines),
        "gone": read.gone,
    }


@access(Capability.ACTIVITIES_ATTEND)
@require_POST
def confirm(request: DeskRequest, session_id: UUID) -> HttpResponse:
    """Record as here whoever is ticked on the page of what was read, and the others as absent."""
    read = actions.read_list(
        actor=request.actor,
        session_id=session_id,
        codes=request.POST.getlist("code"),
        now=timezone.now(),
    )
    messages.success(request, _("The list is recorded."))
    if read.unknown:
        messages.warning(request, not_there(read.unknown))
    return redirect("desk:door", session_id)
