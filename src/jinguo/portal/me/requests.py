"""What she asks about her own data: a copy at once, anything else answered within 15 working days."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jinguo.core.web import posted
from jinguo.people import actions, queries
from jinguo.people.copies import copy_of
from jinguo.people.models import DataRequest
from jinguo.portal.http import ResidentRequest, page, refused_into, resident
from jinguo.portal.me.forms import RequestForm
from jinguo.portal.me.paper import on_paper


def as_json(held: Mapping[str, Any]) -> bytes:
    """Return a copy for a program."""
    return json.dumps(held, ensure_ascii=False, indent=2).encode()


FORMS = {"json": ("application/json", as_json), "pdf": ("application/pdf", on_paper)}


@resident
@require_http_methods(["GET", "POST"])
def requests(request: ResidentRequest) -> HttpResponse:
    """List what she asked and what became of it, with the form that asks something new."""
    form = RequestForm(posted(request))
    if form.is_valid():
        with refused_into(form):
            made = actions.ask(
                actor=request.actor,
                person_id=request.person.pk,
                now=timezone.now(),
                **form.cleaned_data,
            )
            messages.success(request, _("Received. It is answered by %s.") % shown(made))
            return redirect("portal:requests")
    asked = queries.requests(request.actor).prefetch_related("erasures")
    rows = [
        (one, queries.words_of(one), any(e.state == e.State.PROPOSED for e in one.erasures.all()))
        for one in asked
    ]
    context = {"form": form, "rows": rows}
    return page(request, "me/requests.html", context, 422 if form.errors else 200)


def shown(request: DataRequest) -> str:
    """Return the last day of a request as pages write days."""
    return str(date_format(request.due_on))


@resident
@require_POST
def withdraw(request: ResidentRequest, request_id: UUID) -> HttpResponse:
    """Take back a request of hers."""
    actions.withdraw_request(actor=request.actor, request_id=request_id, now=timezone.now())
    messages.success(request, _("Taken back."))
    return redirect("portal:requests")


@resident
@require_POST
def copy(request: ResidentRequest, form: str) -> HttpResponse:
    """Hand out a copy of everything we hold of her, for a program (JSON) or on paper (PDF)."""
    if form not in FORMS:
        raise Http404
    now = timezone.now()
    actions.hand_out(
        actor=request.actor, person_id=request.person.pk, kind=DataRequest.Kind.COPY, now=now
    )
    held = copy_of(request.actor, request.person, on=timezone.localdate(now))
    kind, write = FORMS[form]
    disposition = content_disposition_header(True, f"jinguo-{now:%Y%m%d}.{form}")
    headers = {"Content-Disposition": disposition or "", "Cache-Control": "no-store"}
    return HttpResponse(write(held), content_type=kind, headers=headers)
