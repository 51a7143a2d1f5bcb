"""Her children: who they are, entering one, and saying that she no longer speaks for one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jinguo.core.web import posted
from jinguo.people import actions, queries
from jinguo.people.actions import PersonIn
from jinguo.people.policies import needs_guardian
from jinguo.portal.http import ResidentRequest, page, refused_into, resident
from jinguo.portal.me.forms import ChildForm


@resident
@require_http_methods(["GET", "POST"])
def family(request: ResidentRequest) -> HttpResponse:
    """List her children, with the form that enters one."""
    form = ChildForm(posted(request))
    if form.is_valid():
        with refused_into(form):
            entered = dict(form.cleaned_data)
            relation = entered.pop("relation")
            made = actions.add_child(
                actor=request.actor,
                guardian_id=request.person.pk,
                child=PersonIn(**entered),
                relation=relation,
                now=timezone.now(),
            )
            messages.success(request, _("%s is among your children now.") % made.child.name)
            return redirect("portal:family")
    today = timezone.localdate()
    wards = [
        (one, one.child.age_on(today), needs_guardian(one.child, today))
        for one in queries.wards_of(request.person, today)
    ]
    context = {"form": form, "wards": wards}
    return page(request, "me/family.html", context, 422 if form.errors else 200)


@resident
@require_POST
def end_guardianship(request: ResidentRequest, guardianship_id: UUID) -> HttpResponse:
    """Record that she no longer speaks for a child, from today on."""
    actions.end_guardianship(
        actor=request.actor,
        guardianship_id=guardianship_id,
        on=timezone.localdate(),
        now=timezone.now(),
    )
    messages.success(request, _("You no longer speak for this child here."))
    return redirect("portal:family")
