"""Lists to sign and certificates, sent as PDF."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from jinguo.activities import actions, policies, queries
from jinguo.activities.queries import records
from jinguo.core.web import posted, refusal
from jinguo.desk.accounts.proof import proven
from jinguo.desk.activities import pages
from jinguo.desk.activities.forms import PlainForm
from jinguo.desk.errors import refused_into
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org.roles import Capability


@access(Capability.ACTIVITIES_ATTEND)
@require_GET
def sign_in_list(request: DeskRequest, session_id: UUID) -> HttpResponse:
    """Send the list to sign at a session."""
    made = actions.print_sign_in_list(actor=request.actor, session_id=session_id)
    return pdf(made, f"sign-in-{session_id}.pdf")


def pdf(data: bytes, name: str) -> HttpResponse:
    """Return a PDF to be saved."""
    disposition = content_disposition_header(True, name) or ""
    return HttpResponse(
        data, content_type="application/pdf", headers={"Content-Disposition": disposition}
    )


@access(Capability.ACTIVITIES_PLAN)
@require_http_methods(["GET", "POST"])
def certificates(request: DeskRequest, activity_id: UUID) -> HttpResponse:
    """Show who has a certificate of a class, and issue them to all who came often enough."""
    activity = queries.get_activity(request.actor, activity_id)
    form = PlainForm(posted(request))
    if form.is_valid():
        with refused_into(form, request):
            made = actions.issue_certificates(
                actor=request.actor,
                activity_id=activity.id,
                on=timezone.localdate(),
                now=timezone.now(),
            )
            messages.success(request, _("Issued: %d certificates.") % len(made))
            return redirect("desk:activity-certificates", activity.id)
    issued = list(records.certificates_of(activity))
    limits = queries.limits_of(activity, timezone.localdate())
    context = {
        "activity": activity,
        "rows": [
            (one, pages.entries(request.actor, [one.enrolment])[0].person.name) for one in issued
        ],
        "percent": limits.certificate_percent,
        "form": form,
        "refusal": refusal(policies.check_plan, request.actor, activity.area_id),
    }
    status = 422 if form.errors else 200
    return render_page(request, "desk/activities/certificates.html", context, status)


@access(Capability.ACTIVITIES_PLAN)
@require_GET
@proven(gettext_lazy("Print certificates"))
def printed_certificates(request: DeskRequest, activity_id: UUID) -> HttpResponseBase:
    """Send the certificates of a class."""
    made = actions.print_certificates(actor=request.actor, activity_id=activity_id)
    return pdf(made, f"certificates-{activity_id}.pdf")
