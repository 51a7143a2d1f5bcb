"""Who helps at an activity with minors: the list, and whose crime-record check stands in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from jinguo.activities import actions, policies, queries
from jinguo.activities.helping import Helping
from jinguo.activities.models import Activity
from jinguo.core.web import posted, refusal
from jinguo.desk.activities import who
from jinguo.desk.errors import refused_into
from jinguo.desk.forms import DeskForm
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org.roles import Capability


class HelperForm(DeskForm):
    """Somebody on the register who is to help."""

    helper = forms.CharField(
        label=gettext_lazy("Who helps"), max_length=60,
        help_text=gettext_lazy(
            "Her name and the last four digits of her phone, as the register has them."
        ),
    )  # fmt: skip


@dataclass(frozen=True)
class Warned:
    """What stands in the way of who is with minors, in sentences; ``is_grave`` when nobody is let in yet."""

    sentences: Sequence[str]
    is_grave: bool


def warned(some: Sequence[Helping]) -> Warned:
    """Return what is to be said of those who are with minors."""
    return Warned(
        [sentence for one in some if (sentence := one.said)], any(not one.may_begin for one in some)
    )


@access(Capability.ACTIVITIES_PLAN)
@require_http_methods(["GET", "POST"])
def helpers(request: DeskRequest, activity_id: UUID) -> HttpResponse:
    """Show who helps at an activity with minors, and put one more on the list."""
    activity = queries.get_activity(request.actor, activity_id)
    policies.check_plan(request.actor, activity.area_id)
    form = HelperForm(posted(request))
    if form.is_valid():
        with refused_into(form, request, field="helper"):
            person = who.get(
                request.actor, form.cleaned_data["helper"], activity.area_id, field="helper"
            )
            actions.add_helper(
                actor=request.actor,
                activity_id=activity.id,
                person_id=person.pk,
                now=timezone.now(),
            )
            messages.success(request, _("%s is on the list.") % person.name)
            return redirect("desk:helpers", activity.id)
    context = {"activity": activity, "form": form, **shown(request, activity)}
    return render_page(
        request, "desk/activities/helpers.html", context, 422 if form.errors else 200
    )


def shown(request: DeskRequest, activity: Activity) -> dict[str, object]:
    """Return who helps, as the page shows them, and why nobody can be added, if so."""
    today = timezone.localdate()
    some = queries.helping(activity, today)
    is_with_minors = queries.is_with_minors(activity, queries.find_kind(activity, today))
    why_not = refusal(
        policies.check_with_minors, activity, is_with_minors=is_with_minors
    ) or refusal(policies.check_activity, activity, "change")
    return {"helping": some, "warned": warned(some), "refusal": why_not}


@access(Capability.ACTIVITIES_PLAN)
@require_POST
def end_helper(request: DeskRequest, helper_id: UUID) -> HttpResponse:
    """Take somebody off the list of who helps."""
    found = queries.get_helper(request.actor, helper_id)
    actions.end_helper(actor=request.actor, helper_id=helper_id, now=timezone.now())
    messages.success(request, _("%s is off the list.") % found.person.name)
    return redirect("desk:helpers", found.activity_id)
