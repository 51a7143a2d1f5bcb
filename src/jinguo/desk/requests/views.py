"""What people ask about their own data: who asks what, until when, and the answer."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jinguo.core.web import posted, refusal
from jinguo.desk import areas
from jinguo.desk.assess.pages import chips_of
from jinguo.desk.errors import refused_into
from jinguo.desk.forms import DeskForm
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.people.forms import CorrectMemberForm
from jinguo.desk.saved.filters import List, saved_here
from jinguo.org.roles import Capability
from jinguo.people import actions, masking, policies, queries
from jinguo.people.models import DataRequest
from jinguo.people.models.requests import DataRequestQuerySet

A_PAGE = 50
TAGS = {"received": "wait", "taken": "main", "done": "good", "refused": "bad", "withdrawn": ""}


class AnswerForm(DeskForm):
    """The answer to a request: done or refused, and the words she reads."""

    is_done = forms.TypedChoiceField(
        label=gettext_lazy("The answer"),
        choices=[("yes", gettext_lazy("It is done")), ("no", gettext_lazy("It is refused"))],
        coerce=lambda text: text == "yes",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=gettext_lazy("What was done, or why not"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("She reads it. A refusal names its reason."),
    )


@access(Capability.PEOPLE_ANSWER_REQUESTS)
@require_GET
def requests(request: DeskRequest) -> HttpResponse:
    """List the requests within reach, those that wait first."""
    state = asked_state(request)
    counts = queries.count_requests(areas.kept(queries.requests(request.actor), request))
    page = Paginator(listed(request), A_PAGE).get_page(request.GET.get("page"))
    rows = [
        (one, masking.shown_name(request.actor, one.person.name, one.area_id), TAGS[one.state])
        for one in page
    ]
    context = {
        "rows": rows,
        "page": page,
        "chips": chips_of(DataRequest.State, counts, state),
        "state": state,
        "areas": areas.area_filter(request, Capability.PEOPLE_ANSWER_REQUESTS),
        "saved": saved_here(request, List.REQUESTS),
        "today": timezone.localdate(),
    }
    return render_page(request, "desk/requests/requests.html", context)


def asked_state(request: DeskRequest) -> str:
    """Return the state the address asks for; empty for all."""
    state = request.GET.get("state", "")
    return state if state in DataRequest.State.values else ""


def listed(request: DeskRequest) -> DataRequestQuerySet:
    """Return the requests the address asks for, those that wait first."""
    found, state = areas.kept(queries.requests(request.actor), request), asked_state(request)
    return found.filter(state=state) if state else found


@access(Capability.PEOPLE_ANSWER_REQUESTS)
@require_http_methods(["GET", "POST"])
def request(request: DeskRequest, request_id: UUID) -> HttpResponse:
    """Show one request, and take its answer."""
    found = queries.get_request(request.actor, request_id)
    form = AnswerForm(posted(request))
    if form.is_valid():
        with refused_into(form, request):
            actions.answer_request(
                actor=request.actor, request_id=request_id, now=timezone.now(), **form.cleaned_data
            )
            messages.success(request, _("Answered. She reads it on her page."))
            return redirect("desk:request", request_id)
    context = {
        "found": found,
        "name": masking.shown_name(request.actor, found.person.name, found.area_id),
        "home": queries.residence(found.person, timezone.localdate()),
        "words": queries.words_of(found),
        "tag": TAGS[found.state],
        "erasures": found.erasures.order_by("proposed_at"),
        "is_late": found.ended_on is None and found.due_on < timezone.localdate(),
        "can_take": found.state == DataRequest.State.RECEIVED,
        "correct_refusal": correct_refusal(request, found),
        "answer_refusal": refusal(policies.check_answer, request.actor, found),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render_page(request, "desk/requests/request.html", context, status)


def correct_refusal(request: DeskRequest, found: DataRequest) -> str | None:
    """Return why the actor may not correct the record of who asks; None where she may."""
    return refusal(policies.check_correct_as_asked, request.actor, found, found.person)


@access(Capability.PEOPLE_ANSWER_REQUESTS)
@require_http_methods(["GET", "POST"])
def correct(request: DeskRequest, request_id: UUID) -> HttpResponse:
    """Correct the record of who asks, whether she lives in a household of the register or in none."""
    found = queries.get_request(request.actor, request_id)
    policies.check_correct_as_asked(request.actor, found, found.person)
    person = found.person
    masked = masking.masked_person(request.actor, person)
    form = CorrectMemberForm(
        posted(request),
        is_head=True,  # what she is to a head is no matter of this request
        on_file={"id_number": masked.id_number, "phone": masked.phone},
        initial={"name": person.name, "sex": person.sex, "born_on": person.born_on},
    )
    if form.is_valid():
        with refused_into(form, request):
            actions.correct_as_asked(
                actor=request.actor,
                request_id=request_id,
                change=form.as_change(),
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            )
            messages.success(request, _("Corrected. Now answer the request: she reads it."))
            return redirect("desk:request", request_id)
    context = {
        "found": found,
        "name": masked.name,
        "words": queries.words_of(found),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render_page(request, "desk/requests/correct.html", context, status)


@access(Capability.PEOPLE_ANSWER_REQUESTS)
@require_POST
def take(request: DeskRequest, request_id: UUID) -> HttpResponse:
    """Record that the one who acts deals with a request."""
    actions.take_request(actor=request.actor, request_id=request_id, now=timezone.now())
    messages.success(request, _("You deal with it; she sees that."))
    return redirect("desk:request", request_id)
