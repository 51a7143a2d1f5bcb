"""The store of a village or a town: its goods, what came in and what went out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jinguo.core.errors import NotFound
from jinguo.core.web import posted, refusal
from jinguo.desk.errors import refused_into
from jinguo.desk.forms import DeskForm
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.points.forms import ChangeForm, GoodForm, StockForm, WriteOffForm
from jinguo.desk.points.pages import place
from jinguo.ledger import actions, policies, queries
from jinguo.org.models import Level
from jinguo.org.roles import Capability

A_PAGE = 50


@access(Capability.POINTS_VIEW)
@require_http_methods(["GET", "POST"])
def store(request: DeskRequest, code: str) -> HttpResponse:
    """Show what a store has; put a new good into it."""
    area = place(request.actor, code, Level.VILLAGE, Level.TOWNSHIP)
    form = GoodForm(posted(request))
    if form.is_valid():
        with refused_into(form, request):
            made = actions.add_good(
                actor=request.actor, area=code, now=timezone.now(), **form.cleaned_data
            )
            messages.success(request, _("“%s” is offered. Now say how many there are.") % made)
            return redirect("desk:good", made.id)
    context = {
        "area": area,
        "goods": queries.goods_in(request.actor, code),
        "form": form,
        "refusal": refusal(policies.check_manage, request.actor, code),
        "can_print": request.actor.can(Capability.POINTS_RECORD, code),
        "today": timezone.localdate(),
        "can_export": request.actor.can(Capability.EXCHANGE_EXPORT, code),
    }
    return render_page(request, "desk/points/store.html", context, 422 if form.errors else 200)


@dataclass(frozen=True)
class Verb:
    """What is done to a good: its action, what it asks, and what is true when it is done."""

    act: Callable[..., object]
    form: type[DeskForm]
    done: str | Promise


VERBS = {
    "bring": Verb(actions.bring_stock, StockForm, gettext_lazy("The goods are in the store.")),
    "write-off": Verb(actions.write_off, WriteOffForm, gettext_lazy("The goods are written off.")),
    "change": Verb(actions.change_good, ChangeForm, gettext_lazy("The good is changed.")),
}


@access(Capability.POINTS_VIEW)
@require_GET
def good(request: DeskRequest, good_id: UUID) -> HttpResponse:
    """Show one good, what is left of it, and every move."""
    return good_page(request, good_id)


def good_page(request: DeskRequest, good_id: UUID, sent: DeskForm | None = None) -> HttpResponse:
    """Return the page of a good, with a form that did not pass."""
    found = queries.get_good(request.actor, good_id)
    known: dict[str, Any] = {
        "price": found.price,
        "is_offered": found.is_offered,
        "on": timezone.localdate(),
    }
    forms = {
        verb.replace("-", "_"): sent if isinstance(sent, one.form) and type(sent) is one.form
        else one.form(initial=known, auto_id=f"id_{verb}_%s")
        for verb, one in VERBS.items()
    }  # fmt: skip
    page = Paginator(queries.moves_of(found), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "good": found,
        "stock": queries.stock_of(found),
        "moves": page.object_list,
        "page": page,
        "forms": forms,
        "refusal": refusal(policies.check_manage, request.actor, found.area_id),
    }
    return render_page(request, "desk/points/good.html", context, 422 if sent else 200)


@access(Capability.POINTS_MANAGE)
@require_POST
def act(request: DeskRequest, good_id: UUID, verb: str) -> HttpResponse:
    """Bring goods in, write some off, or change what one costs."""
    known = VERBS.get(verb)
    if known is None:
        raise NotFound(_("There is no such act."))
    form = known.form(request.POST, auto_id=f"id_{verb}_%s")
    if form.is_valid():
        with refused_into(form, request):
            known.act(actor=request.actor, good_id=good_id, now=timezone.now(), **form.cleaned_data)
            messages.success(request, str(known.done))
            return redirect("desk:good", good_id)
    return good_page(request, good_id, form)
