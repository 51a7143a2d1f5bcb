"""Objections: taken down for a citizen, followed by receipt, read and decided."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jinguo.core.web import posted, refusal
from jinguo.desk.errors import refused_into
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.notices import pages
from jinguo.desk.notices.forms import (
    DecideForm,
    ObjectionForm,
    PurposeForm,
    ReceiptForm,
)
from jinguo.notices import actions, policies, queries
from jinguo.notices.actions import Objector
from jinguo.notices.models import Objection
from jinguo.org.roles import Capability


@access(Capability.NOTICES_OBJECT)
@require_http_methods(["GET", "POST"])
def object_to(request: DeskRequest, entry_id: UUID) -> HttpResponse:
    """Take down an objection for a citizen or a unit; show the receipt once."""
    entry = queries.get_entry(request.actor, entry_id)
    policies.check_object(request.actor, entry, timezone.localdate())
    form = ObjectionForm(posted(request))
    context = {"entry": entry, "notice": entry.notice, "form": form}
    if form.is_valid():
        with refused_into(form, request):
            receipt = actions.object_to(
                actor=request.actor,
                entry_id=entry_id,
                objection=form.as_objection(),
                now=timezone.now(),
            )
            return render_page(
                request, "desk/notices/receipt.html", {**context, "receipt": receipt}
            )
    return render_page(request, "desk/notices/object.html", context, 422 if form.errors else 200)


@access(Capability.NOTICES_OBJECT)
@require_http_methods(["GET", "POST"])
def follow(request: DeskRequest, notice_id: UUID) -> HttpResponse:
    """Say what became of an objection to whoever brings its receipt."""
    form = ReceiptForm(posted(request))
    context = {"notice": queries.get_notice(request.actor, notice_id), "form": form}
    if form.is_valid():
        with refused_into(form, request):
            found = queries.find_by_receipt(request.actor, notice_id, **form.cleaned_data)
            context |= {"found": found, "tag": pages.OBJECTION_TAGS[found.state]}
    return render_page(request, "desk/notices/follow.html", context, 422 if form.errors else 200)


@access(Capability.NOTICES_OBJECT)
@require_http_methods(["GET", "POST"])
def objection(request: DeskRequest, objection_id: UUID) -> HttpResponse:
    """Show an objection to those who deal with it; decide it."""
    found = queries.get_objection(request.actor, objection_id)
    form = DecideForm(posted(request))
    if form.is_valid():
        with refused_into(form, request):
            actions.decide(
                actor=request.actor,
                objection_id=objection_id,
                now=timezone.now(),
                **form.cleaned_data,
            )
            messages.success(request, _("Decided. The objector gets the answer by her receipt."))
            return redirect("desk:objection", objection_id)
    return objection_page(request, found, decide=form)


@access(Capability.NOTICES_REVEAL)
@require_POST
def reveal(request: DeskRequest, objection_id: UUID) -> HttpResponse:
    """Show who made an objection, once, for the purpose she gives."""
    found = queries.get_objection(request.actor, objection_id)
    form = PurposeForm(request.POST)
    shown = None
    if form.is_valid():
        with refused_into(form, request):
            shown = actions.reveal_objector(
                actor=request.actor, objection_id=objection_id, **form.cleaned_data
            )
    return objection_page(request, found, purpose=form, shown=shown)


def objection_page(
    request: DeskRequest,
    found: Objection,
    *,
    decide: DecideForm | None = None,
    purpose: PurposeForm | None = None,
    shown: Objector | None = None,
) -> HttpResponse:
    """Return the page of an objection; its words only for those who may decide it."""
    actor = request.actor
    read_refusal = refusal(policies.check_read_objection, actor, found.notice)
    statement = "" if read_refusal else actions.read_objection(actor=actor, objection_id=found.id)
    decide, purpose = decide or DecideForm(), purpose or PurposeForm()
    context = {
        "objection": found,
        "tag": pages.OBJECTION_TAGS[found.state],
        "is_open": found.state == Objection.State.OPEN,
        "is_late": found.state == Objection.State.OPEN and found.due_on < timezone.localdate(),
        "statement": statement,
        "read_refusal": read_refusal,
        "decide_refusal": refusal(policies.check_decide, actor, found),
        "can_reveal": refusal(policies.check_reveal, actor, found.notice) is None,
        "decide": decide,
        "purpose": purpose,
        "shown": shown,
    }
    status = 422 if decide.errors or purpose.errors else 200
    return render_page(request, "desk/notices/objection.html", context, status)
