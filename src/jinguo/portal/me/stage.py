"""The stage her family is in, where no birthday tells it: hers to say, to change and to erase."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from jinguo.activities import actions, queries
from jinguo.activities.queries import Stated
from jinguo.activities.rulesets import Stage
from jinguo.core.forms import PageForm, date_field
from jinguo.core.web import posted
from jinguo.portal.http import ResidentRequest, page, refused_into, resident, sensitive

VERSION = "portal-stage-2026"
"""Of the words on the page; a new wording takes a new one, so that what was agreed to can be told."""


class StageForm(PageForm):
    """A due date, or stages to choose; either may be left out."""

    due_on = date_field(label=gettext_lazy("Day your child is due"), required=False)
    stages = forms.MultipleChoiceField(
        label=gettext_lazy("What fits your family"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, stages: Sequence[Stage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stages"].choices = [  # type: ignore[attr-defined]
            (one.id, one.label) for one in stages
        ]


@resident
@sensitive
@require_http_methods(["GET", "POST"])
def stage(request: ResidentRequest) -> HttpResponseBase:
    """Show what she said of her family's stage, with the form that says it."""
    now = timezone.now()
    today = timezone.localdate(now)
    said = queries.stated_by([request.person.pk], today).get(request.person.pk, Stated())
    offered = queries.stages_to_choose(request.person.area_id, today)
    form = StageForm(
        posted(request), stages=offered, initial={"due_on": said.due_on, "stages": said.stages}
    )
    if form.is_valid():
        with refused_into(form, field="due_on"):
            actions.state_stage(
                actor=request.actor, text_version=VERSION, now=now, **form.cleaned_data
            )
            messages.success(request, _("Kept. What fits your stage comes first now."))
            return redirect("portal:stage")
    context = {
        "form": form,
        "said": said,
        "chosen": [one.label for one in offered if one.id in said.stages],
    }
    return page(request, "me/stage.html", context, 422 if form.errors else 200)


@resident
@require_POST
def forget(request: ResidentRequest) -> HttpResponse:
    """Erase what she said, at once."""
    actions.forget_stage(actor=request.actor, now=timezone.now())
    messages.success(request, _("Erased. Nothing of it is kept."))
    return redirect("portal:stage")
