"""Fairs: stalls of firms and makers, posts, who means to take one, who was hired, what was sold."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jinguo.activities import actions, policies, queries
from jinguo.activities.models import Activity, Intent, Stall
from jinguo.activities.queries import records
from jinguo.core.web import posted, refusal
from jinguo.desk.activities import offered, who
from jinguo.desk.activities.acts import BOTH, Subject, Verb, act_page
from jinguo.desk.activities.forms import (
    IntentForm,
    ReasonForm,
    SalesForm,
    StallForm,
    VacancyForm,
)
from jinguo.desk.errors import refused_into
from jinguo.desk.forms import DeskForm
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org.roles import Capability
from jinguo.people.masking import shown_name

TAKE_BACK = Verb(
    actions.take_back_intent,
    ReasonForm,
    gettext_lazy("Take the intent back"),
    gettext_lazy(
        "It was noted by mistake. It leaves the fair and the figures; the reason stays on the trail."
    ),
    gettext_lazy("The intent is taken back, and the figures are put right."),
    is_grave=True,
)


@access(Capability.ACTIVITIES_VIEW)
@require_GET
def fair(request: DeskRequest, activity_id: UUID) -> HttpResponse:
    """Show the stalls of a fair."""
    return fair_page(request, queries.get_activity(request.actor, activity_id))


def fair_page(
    request: DeskRequest, activity: Activity, sent: DeskForm | None = None, at: UUID | None = None
) -> HttpResponse:
    """Return the page of a fair, with a form that did not pass; ``at`` is the stall it is about."""
    stalls = list(records.stalls_of(activity))
    posts = vacancies(stalls)
    kind = offered.kind_of(activity)
    has_sales = kind is not None and kind.has_sales
    closed = refusal(policies.check_plan, request.actor, activity.area_id) or refusal(
        policies.check_activity, activity, "keep-stalls"
    )
    context = {
        "activity": activity,
        "stalls": [
            (
                stall,
                intents(request, stall),
                sent_or_new(sent, VacancyForm, stall.id == at, f"vacancy-{stall.number}"),
                sent_or_new(sent, SalesForm, stall.id == at, f"sales-{stall.number}"),
            )
            for stall in stalls
        ],
        "totals": totals(stalls),
        "stall_form": sent if isinstance(sent, StallForm) else StallForm(),
        "intent_form": sent
        if isinstance(sent, IntentForm)
        else IntentForm(vacancies=posts, initial={"on": timezone.localdate()}),
        "has_posts": bool(posts),
        "has_sales": has_sales,
        "refusal": closed,
        "unshown": sent if closed or (isinstance(sent, SalesForm) and not has_sales) else None,
        "remove_refusal": refusal(policies.check_not_held, activity),
    }
    return render_page(request, "desk/activities/fair.html", context, 422 if sent else 200)


def sent_or_new(
    sent: DeskForm | None, form: type[DeskForm], is_here: bool, prefix: str
) -> DeskForm:
    """Return the form that was sent where it belongs, else an empty one."""
    return sent if is_here and isinstance(sent, form) else form(auto_id=f"{prefix}-%s")


def vacancies(stalls: list[Stall]) -> list[tuple[str, str]]:
    """Return the posts of a fair, as a form chooses among them."""
    return [
        (str(post.id), f"{stall.name} · {post.title}")
        for stall in stalls
        for post in stall.vacancies.all()
    ]


def intents(request: DeskRequest, stall: Stall) -> list[tuple[object, list[tuple[object, str]]]]:
    """Return the posts of a stall, each with who means to take it as this reader may see her."""
    return [
        (
            post,
            [
                (one, shown_name(request.actor, one.person.name, one.person.area_id))
                for one in post.intents.all()
            ],
        )
        for post in stall.vacancies.all()
    ]


def totals(stalls: list[Stall]) -> dict[str, int]:
    """Return the sums of a fair: firms, places, intents, hired."""
    posts = [post for stall in stalls for post in stall.vacancies.all()]
    meant = [one for post in posts for one in post.intents.all()]
    return {
        "stalls": len(stalls),
        "firms": sum(bool(stall.uscc) for stall in stalls),
        "places": sum(post.places for post in posts),
        "intents": len(meant),
        "hired": sum(one.state == one.State.HIRED for one in meant),
        "sales": sum(stall.sales_fen or 0 for stall in stalls),
    }


@access(Capability.ACTIVITIES_PLAN)
@require_POST
def add_stall(request: DeskRequest, activity_id: UUID) -> HttpResponse:
    """Give a firm or a maker a stall."""
    activity = queries.get_activity(request.actor, activity_id)
    form = StallForm(request.POST)
    if form.is_valid():
        with refused_into(form, request):
            made = actions.add_stall(
                actor=request.actor,
                activity_id=activity.id,
                now=timezone.now(),
                **form.cleaned_data,
            )
            messages.success(request, _("Stall %d is given.") % made.number)
            return redirect("desk:fair", activity.id)
    return fair_page(request, activity, form)


@access(Capability.ACTIVITIES_PLAN)
@require_POST
def add_vacancy(request: DeskRequest, activity_id: UUID, stall_id: UUID) -> HttpResponse:
    """Note a post a firm offers."""
    activity = queries.get_activity(request.actor, activity_id)
    form = VacancyForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        with refused_into(form, request):
            actions.add_vacancy(
                actor=request.actor,
                stall_id=stall_id,
                title=data["title"],
                places=data["places"],
                wage_from_fen=data["wage_from"] or None,
                wage_to_fen=data["wage_to"] or None,
                requirements=data["requirements"],
                now=timezone.now(),
            )
            messages.success(request, _("The post is noted."))
            return redirect("desk:fair", activity.id)
    return fair_page(request, activity, form, stall_id)


@access(Capability.ACTIVITIES_PLAN)
@require_POST
def remove_stall(request: DeskRequest, activity_id: UUID, stall_id: UUID) -> HttpResponse:
    """Take a stall off a fair."""
    actions.remove_stall(actor=request.actor, stall_id=stall_id, now=timezone.now())
    messages.success(request, _("The stall is taken off."))
    return redirect("desk:fair", activity_id)


@access(Capability.ACTIVITIES_PLAN)
@require_POST
def remove_vacancy(request: DeskRequest, activity_id: UUID, vacancy_id: UUID) -> HttpResponse:
    """Take a post off a fair."""
    actions.remove_vacancy(actor=request.actor, vacancy_id=vacancy_id, now=timezone.now())
    messages.success(request, _("The post is taken off."))
    return redirect("desk:fair", activity_id)


@access(Capability.ACTIVITIES_PLAN)
@require_POST
def sales(request: DeskRequest, activity_id: UUID, stall_id: UUID) -> HttpResponse:
    """Note what a stall says it sold."""
    activity = queries.get_activity(request.actor, activity_id)
    form = SalesForm(request.POST)
    if form.is_valid():
        with refused_into(form, request):
            actions.record_sales(
                actor=request.actor,
                stall_id=stall_id,
                sales_fen=form.cleaned_data["sales"],
                now=timezone.now(),
            )
            messages.success(request, _("The sales are noted."))
            return redirect("desk:fair", activity.id)
    return fair_page(request, activity, form, stall_id)


@access(Capability.ACTIVITIES_PLAN)
@require_POST
def intent(request: DeskRequest, activity_id: UUID) -> HttpResponse:
    """Note that a woman and a firm mean to agree."""
    activity = queries.get_activity(request.actor, activity_id)
    form = IntentForm(request.POST, vacancies=vacancies(list(records.stalls_of(activity))))
    if form.is_valid():
        data = form.cleaned_data
        with refused_into(form, request, field="person"):
            person = who.get(request.actor, data["person"], activity.area_id, field="person")
            actions.record_intent(
                actor=request.actor,
                vacancy_id=UUID(data["vacancy"]),
                person_id=person.pk,
                on=data["on"],
                now=timezone.now(),
            )
            messages.success(request, _("The intent is noted."))
            return redirect("desk:fair", activity.id)
    return fair_page(request, activity, form)


@access(Capability.ACTIVITIES_PLAN)
@require_POST
def settle(request: DeskRequest, activity_id: UUID, intent_id: UUID) -> HttpResponse:
    """Note whether somebody was hired, today."""
    actions.settle_intent(
        actor=request.actor,
        intent_id=intent_id,
        is_hired=request.POST.get("hired") == "yes",
        on=timezone.localdate(),
        now=timezone.now(),
    )
    messages.success(request, _("It is noted."))
    return redirect("desk:fair", activity_id)


@access(Capability.ACTIVITIES_PLAN)
@require_POST
def correct(request: DeskRequest, activity_id: UUID, intent_id: UUID) -> HttpResponse:
    """Put right whether somebody was hired."""
    actions.correct_intent(
        actor=request.actor,
        intent_id=intent_id,
        is_hired=request.POST.get("hired") == "yes",
        now=timezone.now(),
    )
    messages.success(request, _("It is put right, and the figures with it."))
    return redirect("desk:fair", activity_id)


@access(Capability.ACTIVITIES_PLAN)
@require_http_methods(BOTH)
def take_back(request: DeskRequest, activity_id: UUID, intent_id: UUID) -> HttpResponse:
    """Take an intent that was noted by mistake back, with a reason."""
    activity = queries.get_activity(request.actor, activity_id)
    policies.check_plan(request.actor, activity.area_id)
    policies.check_activity(activity, "keep-stalls")
    intent = records.get_intent(activity, intent_id)
    back = reverse("desk:fair", args=[activity.id])
    subject = Subject(activity.title, back, about(request, intent), queries.taken_of(activity))
    form = ReasonForm(posted(request))
    return act_page(request, TAKE_BACK, form, subject, {"intent_id": intent.id})


def about(request: DeskRequest, intent: Intent) -> list[tuple[str, str]]:
    """Return the facts about an intent that a summary shows."""
    person = intent.person
    return [
        (_("Name"), shown_name(request.actor, person.name, person.area_id)),
        (_("Post"), f"{intent.vacancy.stall.name} · {intent.vacancy.title}"),
        (_("Day"), date_format(intent.on)),
        (_("State"), intent.get_state_display()),
    ]
