"""The end of data: what erasing someone would do, the second person's decision, certificates, holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jinguo.core.web import posted, refusal
from jinguo.desk.erasures.forms import ConfirmForm, HoldForm, ReasonForm, TreatmentForm
from jinguo.desk.erasures.words import rows_of
from jinguo.desk.errors import refused_into
from jinguo.desk.forms import DeskForm
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org.queries import area_names
from jinguo.org.roles import Capability
from jinguo.people import actions, masking, policies, queries
from jinguo.people.models import Erasure, Person, Restraint
from jinguo.people.privacy import terms

A_PAGE = 50
TAGS = {"proposed": "wait", "done": "good", "given-up": ""}
Made = Erasure | Restraint


@access(Capability.PEOPLE_ANSWER_REQUESTS)
@require_GET
def erasures(request: DeskRequest) -> HttpResponse:
    """List the erasures within reach, those that wait for a second person first."""
    page = Paginator(queries.erasures(request.actor), A_PAGE).get_page(request.GET.get("page"))
    rows = [(one, TAGS[one.state]) for one in page]
    return render_page(request, "desk/erasures/erasures.html", {"rows": rows, "page": page})


@access(Capability.PEOPLE_ANSWER_REQUESTS)
@require_http_methods(["GET", "POST"])
def retention(request: DeskRequest) -> HttpResponse:
    """Show what is kept longer than the register of fields says, and propose to erase it."""
    form = TreatmentForm(posted(request))
    if form.is_valid():
        with refused_into(form, request):
            made = actions.propose_retention(
                actor=request.actor, now=timezone.now(), **form.cleaned_data
            )
            messages.success(request, _("Proposed. Another person carries it out, or not."))
            return redirect("desk:erasure", made.pk)
    found = queries.due_for(request.actor, timezone.localdate())
    names = area_names({one.town for one in found})
    rows = [
        (
            treatment,
            sum(one.count for one in found if one.treatment == name),
            [(names.get(one.town, one.town), one.count) for one in found if one.treatment == name],
        )
        for name, treatment in terms().items()
    ]
    status = 422 if form.errors else 200
    context = {"rows": rows, "form": form}
    return render_page(request, "desk/erasures/retention.html", context, status)


@access(Capability.PEOPLE_ANSWER_REQUESTS)
@require_http_methods(["GET", "POST"])
def erasure(request: DeskRequest, erasure_id: UUID) -> HttpResponse:
    """Show what is proposed, or the certificate of what was done, and take the second person's decision."""
    found = queries.get_erasure(request.actor, erasure_id)
    forms: dict[str, type[DeskForm]] = {"confirm": ConfirmForm, "give-up": ReasonForm}
    made: dict[str, DeskForm] = {name: form() for name, form in forms.items()}
    if request.method == "POST":
        act = request.POST.get("act", "confirm")
        if act not in forms:
            raise Http404
        form = made[act] = forms[act](request.POST)
        if form.is_valid() and decided(request, found, act, form):
            return redirect("desk:erasure", erasure_id)
    context = {
        "found": found,
        "tag": TAGS[found.state],
        "rows": rows_of(found.lines),
        "treatment": terms().get(found.treatment),
        "confirm": made["confirm"],
        "give_up": made["give-up"],
        "confirm_refusal": refusal(policies.check_confirm_erasure, request.actor, found),
        "persons": persons_of(request, found),
    }
    status = 422 if any(form.errors for form in made.values()) else 200
    return render_page(request, "desk/erasures/erasure.html", context, status)


def persons_of(request: DeskRequest, found: Erasure) -> list[tuple[UUID, str]]:
    """Return whom an erasure that waits is about, the first of them; of one that is done nobody."""
    if found.state == Erasure.State.DONE:
        return []
    listed = found.persons.select_related("person").order_by("person__pinyin", "id")
    return [
        (one.person_id, masking.shown_name(request.actor, one.person.name, one.person.area_id))
        for one in listed[:A_PAGE]
    ]


def decided(request: DeskRequest, found: Erasure, act: str, form: DeskForm) -> bool:
    """Carry an erasure out or give it up; False where it was refused, which then stands in the form."""
    given: dict[str, Any] = {"actor": request.actor, "erasure_id": found.pk, "now": timezone.now()}
    with refused_into(form, request):
        if act == "confirm":
            actions.confirm_erasure(**given)
            messages.success(request, _("Erased. This page is the certificate."))
        else:
            actions.give_up_erasure(reason=form.cleaned_data["reason"], **given)
            messages.success(request, _("Not carried out; nothing was erased."))
        return True
    return False


@access(Capability.PEOPLE_ANSWER_REQUESTS)
@require_http_methods(["GET", "POST"])
def person_data(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """Show what erasing someone would do now, and whether her data are restricted or held."""
    person = queries.get_data_subject(request.actor, person_id)
    forms: dict[str, type[DeskForm]] = {
        "propose": DeskForm,
        "restrict": ReasonForm,
        "hold": HoldForm,
        "lift": ReasonForm,
    }
    made: dict[str, DeskForm] = {name: form(prefix=name) for name, form in forms.items()}
    if request.method == "POST":
        act = request.POST.get("act", "restrict")
        if act not in forms:
            raise Http404
        form = made[act] = forms[act](request.POST, prefix=act)
        if form.is_valid() and (done := done_with(request, person, act, form)) is not None:
            if isinstance(done, Erasure):
                return redirect("desk:erasure", done.pk)
            return redirect("desk:person-data", person_id)
    refused = refusal(policies.check_erase, request.actor, person)
    plan = None if refused else actions.plan_of(request.actor, [person.pk], now=timezone.now())
    context = {
        "person": person,
        "name": masking.shown_name(request.actor, person.name, person.area_id),
        "refused": refused,
        "obstacles": plan.sentences if plan else [],
        "rows": rows_of(plan.lines) if plan else [],
        "asked": asked_of(request, person),
        "erasures": queries.erasures_of(person),
        "restraints": queries.restraints_of(person),
        "in_force": {one.kind for one in queries.restraints_of(person) if not one.lifted_at},
        **{f"{name}_form": form for name, form in made.items()},
    }
    status = 422 if any(form.errors for form in made.values()) else 200
    return render_page(request, "desk/erasures/person.html", context, status)


def asked_of(request: DeskRequest, person: Person) -> UUID | None:
    """Return the request of a person to be erased that waits, None where she has not asked."""
    asked = queries.requests(request.actor).waiting().filter(person=person, kind="delete")
    return asked.values_list("pk", flat=True).first()


def done_with(request: DeskRequest, person: Person, act: str, form: DeskForm) -> Made | None:
    """Propose, restrict, hold or lift; None where it was refused, which then stands in the form."""
    given: dict[str, Any] = {"actor": request.actor, "now": timezone.now()}
    words: dict[str, Any] = dict(form.cleaned_data)

    def propose() -> Made:
        asked = asked_of(request, person)
        return actions.propose_erasure(person_ids=[person.pk], request_id=asked, **given)

    def lift() -> Made:
        held = next(
            (str(one.pk) for one in queries.restraints_of(person) if str(one.pk) == which), None
        )
        if held is None:
            raise Http404
        return actions.lift(restraint_id=UUID(held), reason=words["reason"], **given)

    which = request.POST.get("restraint", "")
    acts: dict[str, tuple[Callable[[], Made], str]] = {
        "propose": (propose, _("Proposed. Another person carries it out, or not.")),
        "restrict": (
            lambda: actions.restrict(person_id=person.pk, reason=words["reason"], **given),
            _("Her data are kept and not used."),
        ),
        "hold": (
            lambda: actions.hold(person_id=person.pk, **words, **given),
            _("Nothing of hers is erased until this is lifted."),
        ),
        "lift": (lift, _("Lifted.")),
    }
    do, said = acts[act]
    with refused_into(form, request):
        done = do()
        messages.success(request, said)
        return done
    return None
