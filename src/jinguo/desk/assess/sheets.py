"""Score sheets: filled on screen for the check a state asks for, or sent as a workbook."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from jinguo.assess import actions, policies, queries
from jinguo.assess.ladders import Level, as_ladder, as_sheet
from jinguo.assess.models import Application, Recognition, Score
from jinguo.core.web import posted, refusal
from jinguo.desk.accounts.proof import proven
from jinguo.desk.assess import pages, photo_cards, photos
from jinguo.desk.assess.forms import ScoreForm
from jinguo.desk.assess.narrowing import asked
from jinguo.desk.assess.offered import offered
from jinguo.desk.assess.photo_forms import SheetPhotosForm
from jinguo.desk.errors import refused_into
from jinguo.desk.http import DeskRequest, access, render_page, workbook_response
from jinguo.exchange import actions as exchange
from jinguo.org.roles import Capability


@access(Capability.ASSESS_SCORE)
@require_http_methods(["GET", "POST"])
def score(request: DeskRequest, application_id: UUID) -> HttpResponse:
    """Fill the score sheet of one application: the check its state asks for."""
    found = queries.get_application(request.actor, application_id)
    kind = actions.kind_in(found.state)
    former = former_score(found, kind)
    form = ScoreForm(posted(request), sheet=as_sheet(found.sheet), former=former)
    pictures = photos.take_with_sheet(request, found)

    def record() -> None:
        actions.score(
            actor=request.actor,
            sheets=[form.as_score(application_id)],
            kind=kind or "",
            on=timezone.localdate(),
            now=timezone.now(),
        )

    if kind and not pictures.errors and is_recorded(request, form, record):
        messages.success(request, _("Scored: %s points.") % form.total)
        return redirect("desk:application", application_id)
    level = as_ladder(found.ladder).level(found.level)
    return sheet_page(request, "score", found, level, kind, form, pictures, former)


@access(Capability.ASSESS_INSPECT)
@require_http_methods(["GET", "POST"])
def inspect(request: DeskRequest, recognition_id: UUID) -> HttpResponse:
    """Fill the score sheet of an inspection of a household that holds a level."""
    found = queries.get_recognition(request.actor, recognition_id)
    level = as_ladder(found.application.ladder).level(found.level)
    form = ScoreForm(posted(request), sheet=as_sheet(found.application.sheet))
    pictures = photos.take_with_sheet(request, found)

    def record() -> None:
        actions.inspect(
            actor=request.actor,
            sheets=[form.as_inspection(recognition_id)],
            on=timezone.localdate(),
            now=timezone.now(),
        )

    if not pictures.errors and is_recorded(request, form, record):
        tell_result(request, form, level)
        return redirect("desk:recognition", recognition_id)
    return sheet_page(request, "inspect", found, level, Score.Kind.INSPECTION, form, pictures)


def former_score(found: Application, kind: Score.Kind | None) -> Score | None:
    """Return the score that one of this kind would correct: one recorded since the state was reached."""
    last = queries.latest_scores([found.id], kind).get(found.id) if kind else None
    return last if last and last.scored_on >= found.state_on else None


def is_recorded(request: DeskRequest, form: ScoreForm, record: Callable[[], None]) -> bool:
    """Record a sheet that is filled rightly; a refusal stands on top of the form."""
    if not form.is_valid():
        return False
    with refused_into(form, request):
        record()
        return True
    return False


def tell_result(request: DeskRequest, form: ScoreForm, level: Level) -> None:
    """Say what the inspection found, and what may follow where the level is not reached."""
    if form.total >= level.min_score and not form.cleaned_data["vetoes"]:
        messages.success(request, _("Inspected: %s points, the level is kept.") % form.total)
        return
    messages.warning(
        request,
        _(
            "Inspected: %(total)s points; the level asks for %(least)s and no veto. Order to put"
            " right what was found, or delist."
        )
        % {"total": form.total, "least": level.min_score},
    )


def sheet_page(
    request: DeskRequest,
    verb: str,
    found: Application | Recognition,
    level: Level,
    kind: Score.Kind | None,
    form: ScoreForm,
    pictures: SheetPhotosForm,
    former: Score | None = None,
) -> HttpResponse:
    """Show the sheet to be filled, or why it cannot be filled now."""
    levels, today = pages.level_titles([found]), timezone.localdate()
    blind = queries.blind_to(request.actor)
    row = (
        pages.application_row(request.actor, found, levels, today, blind)
        if isinstance(found, Application)
        else pages.recognition_row(request.actor, found, levels, today, blind)
    )
    context = {
        "row": row,
        "kind": kind.label if kind else "",
        "former": former,
        "refusal": refusal(policies.check, request.actor, verb, found, level),
        "sheet": form.sheet,
        "form": form,
        "beauties": form.beauties(),
        "pictures": pictures,
        "photos": photo_cards.card(request.actor, found),
    }
    is_refused = request.method == "POST"  # what is recorded leads on to another page
    return render_page(request, "desk/assess/score.html", context, 422 if is_refused else 200)


@access(Capability.ASSESS_SCORE)
@require_POST
@proven(gettext_lazy("Score sheets of this list"))
def score_sheets(request: DeskRequest) -> HttpResponse:
    """Send the score sheets of the list as a workbook to be filled."""
    today = timezone.localdate()
    chosen = asked(request.POST, offered(request.actor, request.actor.home_area, today))
    data = exchange.score_workbook(
        actor=request.actor,
        programme=chosen["programme"],
        state=chosen["state"],
        area=chosen["area"] or request.actor.home_for(Capability.ASSESS_SCORE),
        level=chosen["level"],
    )
    return workbook_response(data, f"score-sheets-{today}.xlsx")
