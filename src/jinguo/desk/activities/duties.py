"""The duty table of counsellors: who is there when, and half-days made into slots."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from jinguo.activities import actions, queries
from jinguo.activities.actions import Duty
from jinguo.activities.models import Activity, Series
from jinguo.activities.queries import work
from jinguo.core.web import posted
from jinguo.desk.activities import pages, who
from jinguo.desk.activities.duty_form import DutyForm
from jinguo.desk.errors import refused_into
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org import queries as org
from jinguo.org.roles import Capability


@access(Capability.ACTIVITIES_PLAN)
@require_http_methods(["GET", "POST"])
def duties(request: DeskRequest) -> HttpResponse:
    """Show who is on duty in the coming days; make the half-days of a counsellor into slots."""
    now = timezone.now()
    series = private_series(request)
    form = DutyForm(
        posted(request),
        series=[(str(one.id), titled(one)) for one in series],
        accounts=counsellors([one.area_id for one in series], timezone.localdate(now)),
        initial={"on": timezone.localdate(now) + timedelta(days=1)},
    )
    if form.is_valid():
        with refused_into(form, request, field="on"):
            made = planned(request, form)
            messages.success(
                request,
                ngettext("%d slot can be booked.", "%d slots can be booked.", len(made))
                % len(made),
            )
            if not form.cleaned_data["account"]:
                messages.warning(
                    request,
                    _("Nobody reads the whole names of who books here until an account is linked."),
                )
            return redirect("desk:duties")
    context = {
        "form": form,
        "series": series,
        "days": pages.duty_days(request.actor, work.duties(request.actor, now=now)),
    }
    return render_page(request, "desk/activities/duties.html", context, 422 if form.errors else 200)


def private_series(request: DeskRequest) -> list[Series]:
    """Return the series whose slots are private, of those the actor plans, the newest first."""
    within = request.actor.reach(Capability.ACTIVITIES_PLAN).as_q("area__code")
    return list(
        queries.series(request.actor).filter(within, is_private=True).order_by("-created_at")
    )


def titled(one: Series) -> str:
    """Return what a series is called, with the day it was planned: each year's has the same title."""
    return f"{one.title} · {date_format(timezone.localdate(one.created_at))}"


def counsellors(areas: Iterable[str], on: date) -> list[tuple[str, str]]:
    """Return the accounts that counsel in some areas on a day, by name, as a form has them."""
    found = {
        str(account.id): account.name
        for area in sorted(set(areas))
        for account in org.holders(Capability.ACTIVITIES_COUNSEL, area, on)
    }
    return sorted(found.items(), key=lambda one: one[1])


def planned(request: DeskRequest, form: DutyForm) -> list[Activity]:
    """Make what a form says into slots, a half-day a week."""
    data = form.cleaned_data
    series = queries.get_series(request.actor, UUID(data["series"]))
    who_is_there = on_duty(request, form, series)
    return actions.plan_duties(
        actor=request.actor,
        series_id=series.id,
        duties=[
            replace(who_is_there, on=data["on"] + timedelta(weeks=week))
            for week in range(data["weeks"])
        ],
        minutes=data["minutes"],
        now=timezone.now(),
    )


def on_duty(request: DeskRequest, form: DutyForm, series: Series) -> Duty:
    """Return the first half-day of a form, with who is there: an account, a person, or a name alone."""
    data = form.cleaned_data
    duty = Duty(on=data["on"], begins=data["begins"], ends=data["ends"], room=data["room"])
    if data["account"]:
        return replace(duty, account_id=UUID(data["account"]))
    if data["is_outside"]:
        return replace(duty, name=data["counsellor"])
    person = who.get(request.actor, data["counsellor"], series.area_id, field="counsellor")
    return replace(duty, person_id=person.pk, name=person.name)


@dataclass(frozen=True)
class OwnSlot:
    """A slot of her own: its state, and who booked it, under her whole name."""

    slot: pages.Slot
    booked: Sequence[pages.Entry]


@access(Capability.ACTIVITIES_COUNSEL)
@require_GET
def my_duty(request: DeskRequest) -> HttpResponse:
    """Show a counsellor her own slots of the coming days, and who booked them."""
    now = timezone.now()
    own = list(work.own_duties(request.actor, now=now))
    living = [entry for one in own for entry in one.activity.living]  # type: ignore[attr-defined]
    booked: dict[UUID, list[pages.Entry]] = {}
    for entry in pages.entries(request.actor, living, met={one.activity_id for one in own}):
        booked.setdefault(entry.enrolment.activity_id, []).append(entry)
    days: dict[date, list[OwnSlot]] = {}
    for one in own:
        slot = OwnSlot(pages.slot(request.actor, one), booked.get(one.activity_id, []))
        days.setdefault(timezone.localdate(one.starts_at), []).append(slot)
    return render_page(request, "desk/activities/my-duty.html", {"days": list(days.items())})
