"""Approved sites are put on a public notice: which of them, and what it says."""

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

from jinguo.core.web import posted, refusal
from jinguo.desk.errors import refused_into
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.notices.drafts import known
from jinguo.desk.notices.forms import WordingForm
from jinguo.desk.sites.pages import check_verb
from jinguo.desk.sites.tasks import BOTH
from jinguo.notices.actions import Wording
from jinguo.org.roles import Capability
from jinguo.sites import actions, queries
from jinguo.sites.models import Site


class SiteChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # no type at run time
    """Sites to tick, by name and place."""

    def label_from_instance(self, obj: Site) -> str:
        return f"{obj.name} · {obj.area.name}"


class SiteNoticeForm(WordingForm):
    """Which sites a notice lists, and what it says."""

    sites = SiteChoice(
        queryset=Site.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Which of them"),
        error_messages={"required": gettext_lazy("Choose at least one site.")},
    )

    def as_wording(self) -> Wording:
        """Return what the notice says, as the action takes it."""
        return Wording(**{key: one for key, one in self.cleaned_data.items() if key != "sites"})


@access(Capability.SITES_APPROVE)
@require_http_methods(BOTH)
def draft(request: DeskRequest, site_id: UUID) -> HttpResponse:
    """Draft a public notice of a site, and of the others of its kind that wait for one."""
    today, actor = timezone.localdate(), request.actor
    site = queries.get_site(actor, site_id)
    kind = queries.kind_of(site, today)
    why = refusal(check_verb, actor, "draft-notice", site, kind)
    waiting = queries.to_be_noticed(actor, site)
    suggested = {} if why else queries.notice_listing(actor, [site_id], today).suggested
    form = SiteNoticeForm(
        posted(request),
        initial={**known(request, site.programme, suggested), "sites": [] if why else waiting},
    )
    form.fields["sites"].queryset = waiting  # type: ignore[attr-defined]
    if form.is_valid():
        with refused_into(form, request):
            made = actions.draft_notice(
                actor=actor, site_ids=[one.id for one in form.cleaned_data["sites"]],
                wording=form.as_wording(), now=timezone.now(),
            )  # fmt: skip
            messages.success(
                request, _("Drafted. Send it for release; a second person looks at it.")
            )
            return redirect("desk:notice", made.id)
    context = {"site": site, "form": form, "refusal": why}
    return render_page(request, "desk/sites/notice.html", context, 422 if form.errors else 200)
