"""Saved filters: kept from the head of a list, renamed and deleted on a page of their own."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from jinguo.core.errors import Invalid
from jinguo.desk.errors import refused_into
from jinguo.desk.forms import DeskForm
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.models import SavedFilter
from jinguo.desk.saved import actions, queries
from jinguo.desk.saved.filters import PARTS, address, narrowed


class NameForm(DeskForm):
    """What a filter is called."""

    name = forms.CharField(label=gettext_lazy("Name of the filter"), max_length=SavedFilter.NAME)


@access(None)
@require_GET
def filters(request: DeskRequest) -> HttpResponse:
    """Show the filters the actor keeps, each with its list."""
    return filters_page(request)


def filters_page(
    request: DeskRequest, status: int = 200, *, asked: tuple[UUID, NameForm] | None = None
) -> HttpResponse:
    """Return the page of saved filters; ``asked`` is the form of one, by its id, that did not pass."""
    shown = dict([asked]) if asked else {}
    rows = [
        (one, address(one), shown.get(one.id) or name_form(one.id, initial={"name": one.name}))
        for one in queries.filters_of(request.actor)
    ]
    return render_page(request, "desk/saved/filters.html", {"rows": rows}, status)


def name_form(filter_id: UUID, data: QueryDict | None = None, **given: object) -> NameForm:
    """Return the form that renames a filter; each filter of the page has one."""
    return NameForm(data, auto_id=f"filter-{filter_id}-%s", **given)


@access(None)
@require_POST
def save(request: DeskRequest) -> HttpResponse:
    """Keep the filter of a list as it stands, and go back to the list."""
    of, form = request.POST.get("list", ""), NameForm(request.POST)
    if of not in PARTS:
        raise Invalid(_("There is no such list."))
    query = narrowed(of, QueryDict(request.POST.get("query", "")))
    if form.is_valid():
        with refused_into(form, request):
            saved = actions.save_filter(
                actor=request.actor, of=of, name=form.cleaned_data["name"], query=query
            )
            messages.success(request, _("Saved as “%s”.") % saved.name)
            return redirect(address(saved))
    kept = SavedFilter(list=of, query=query)
    context = {"form": form, "kept": kept, "back": address(kept)}
    return render_page(request, "desk/saved/save.html", context, 422)


@access(None)
@require_POST
def rename(request: DeskRequest, filter_id: UUID) -> HttpResponse:
    """Give one of the actor's filters another name."""
    queries.get_filter(request.actor, filter_id)
    form = name_form(filter_id, request.POST)
    if form.is_valid():
        with refused_into(form, request):
            name = form.cleaned_data["name"]
            actions.rename_filter(actor=request.actor, filter_id=filter_id, name=name)
            messages.success(request, _("It is called “%s” now.") % name)
            return redirect("desk:filters")
    return filters_page(request, 422, asked=(filter_id, form))


@access(None)
@require_POST
def delete(request: DeskRequest, filter_id: UUID) -> HttpResponse:
    """Drop one of the actor's filters."""
    saved = queries.get_filter(request.actor, filter_id)
    actions.delete_filter(actor=request.actor, filter_id=filter_id)
    messages.success(request, _("“%s” is deleted.") % saved.name)
    return redirect("desk:filters")
