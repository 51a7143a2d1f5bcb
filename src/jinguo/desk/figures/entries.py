"""An entry of a figure taken back: shown with what follows, asked why, done when confirmed."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from jinguo.core.errors import NotFound
from jinguo.core.web import posted, refusal
from jinguo.desk.errors import refused_into
from jinguo.desk.figures.addresses import FigureAddress, address_asked
from jinguo.desk.figures.labels import links_to
from jinguo.desk.figures.pages import title_of
from jinguo.desk.forms import DeskForm
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.facts import actions, policies
from jinguo.facts import queries as facts
from jinguo.facts.models import Fact
from jinguo.facts.queries import AsOf, Figure
from jinguo.org import queries as org
from jinguo.org.roles import Capability


class TakeBackForm(DeskForm):
    """Why an entry no longer counts."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=actions.REASON,
        help_text=gettext_lazy("Everyone who sees this figure reads it. Name no person."),
    )


@access(Capability.FIGURES_CORRECT)
@require_http_methods(["GET", "POST"])
def take_back(request: DeskRequest, measure: str, fact_id: UUID) -> HttpResponse:
    """Show an entry of a figure and what becomes of the figure without it; take it back when confirmed."""
    address = address_asked(request, measure)
    fact = entry(request, address, fact_id)
    form = TakeBackForm(posted(request))
    if form.is_valid():
        with refused_into(form, request):
            actions.correct(
                actor=request.actor,
                fact_id=fact_id,
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            )
            now = seen(request, address, AsOf.now())
            messages.success(request, _("Taken back. The figure is now %s.") % now.text)
            return redirect(address.url)
    return summary(request, address, fact, form)


def entry(request: DeskRequest, address: FigureAddress, fact_id: UUID) -> Fact:
    """
    Return a fact that the figure counts.

    :raises NotFound: there is none, or it is out of reach
    """
    fact = facts.get_fact(request.actor, fact_id)
    if facts.counted_measure(address.area, address.measure).kind != fact.kind:
        raise NotFound(_("There is no such entry."))
    return fact


def summary(
    request: DeskRequest, address: FigureAddress, fact: Fact, form: TakeBackForm
) -> HttpResponse:
    """Show the entry, and the figure with and without it."""
    before = seen(request, address, AsOf.now())
    after = seen(request, address, AsOf.without(fact.id))
    link = links_to(request.actor, [fact.object_id])[fact.object_id]
    context = {
        "title": title_of(before.measure),
        "back": address.url,
        "fact": fact,
        "link": link,
        "village": org.names_of([fact.area], fact.occurred_on).get(fact.area, fact.area),
        "place": org.get_area(address.area).name,
        "before": before.text,
        "after": after.text,
        "form": form,
        "refusal": refusal(policies.check_correct, request.actor, kind=fact.kind, area=fact.area),
    }
    return render_page(request, "desk/figures/take-back.html", context, 422 if form.errors else 200)


def seen(request: DeskRequest, address: FigureAddress, as_of: AsOf) -> Figure:
    """Return the figure of an address as of a point."""
    return facts.figure(
        request.actor,
        address.measure,
        area=address.area,
        period=address.period,
        as_of=as_of,
        tree_on=address.cut_on,
    )
