"""One household: its record, its standing, who saw it, and a value in clear once its purpose is noted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from jinguo.activities.policies import check_verify
from jinguo.assess import policies as assess_policies
from jinguo.assess import queries as assess
from jinguo.assess.models import Application
from jinguo.audit import queries as audit
from jinguo.core.errors import NotFound
from jinguo.core.web import refusal
from jinguo.desk.accounts.proof import proven
from jinguo.desk.assess import pages as assess_pages
from jinguo.desk.assess.offered import Offered, offered, titles_of
from jinguo.desk.errors import refused_into
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.people import pages
from jinguo.desk.people.consent_form import ConsentForm
from jinguo.desk.people.forms import CloseForm, RevealForm
from jinguo.desk.points.pages import ShownEntry, shown_entries
from jinguo.ledger import queries as ledger
from jinguo.org.roles import Capability
from jinguo.people import actions, masking, policies, queries
from jinguo.people.masking import MaskedMember
from jinguo.people.models import Consent, Household

SEEN_SHOWN = 8
ENTRIES_SHOWN = 3
TAKEN_OUT = {
    "exchange.annotate": gettext_lazy("checked workbook taken out"),
    "exchange.certificate": gettext_lazy("certificate printed"),
    "exchange.export": gettext_lazy("list exported"),
    "exchange.plaques": gettext_lazy("plaques printed"),
    "exchange.score-sheets": gettext_lazy("score sheets taken out"),
}


@access(Capability.PEOPLE_VIEW)
@require_GET
def household(request: DeskRequest, household_id: UUID) -> HttpResponse:
    """Show one household."""
    return household_page(request, household_id)


def household_page(
    request: DeskRequest, household_id: UUID, status: int = 200, **more: object
) -> HttpResponse:
    """Return the record of one household, with a form that did not pass or a value in clear."""
    found = queries.get_household(request.actor, household_id)
    today = timezone.localdate()
    members = queries.members_of(found, today)
    masked = masking.masked_members(request.actor, members)
    programmes = offered(request.actor, found.area_id, today)
    titles = titles_of(programmes)
    offers = levels_offered(request, found, programmes)
    standings = assess.standing(request.actor, household_id)
    applications = assess.applications(request.actor).filter(
        household=household_id, state__in=Application.OPEN
    )
    context: dict[str, Any] = {
        "household": masking.masked_household(request.actor, found),
        "members": masked,
        "standings": [
            (one, titles.get((one.programme, one.level), one.title)) for one in standings
        ],
        "programmes": offers.programmes,
        "applications": [
            (one, titles.get((one.programme, one.level), one.level)) for one in applications
        ],
        "moments": sorted(
            [
                *assess_pages.moments(request.actor, household_id),
                *pages.moments(request.actor, found),
            ],
            key=lambda moment: moment.on,
            reverse=True,
        ),
        "came_of": queries.merged_from(found),
        "merged_into": found.merged_into,
        "consents": consents_shown(request, found),
        "seen": audit.who_saw(
            request.actor,
            [household_id, *(member.person_id for member in members)],
            area=found.area_id,
            limit=SEEN_SHOWN,
        ),
        "taken_out": TAKEN_OUT,
        "points": points_card(request, found),
        "apply_refusal": offers.refusal,
        "edit_refusal": refusal(policies.check_edit, request.actor, found),
        "can_enrol": not found.closed_on
        and request.actor.can(Capability.ACTIVITIES_ENROL, found.area_id),
        "can_keep_contacts": request.actor.can(Capability.NOTICES_KEEP_CONTACTS, found.area_id),
        "verify_refusal": next(
            (refusal(check_verify, request.actor, one.person) for one in members), None
        ),
        "reveal": RevealForm(),
        "consent": ConsentForm(initial={"given_on": today}, members=masked),
        "close": CloseForm(initial={"on": queries.proposed_day_off(found, today)}),
        "take_back_refusal": refusal(policies.check_take_back, request.actor, found),
    }
    return render_page(request, "desk/people/household.html", {**context, **more}, status)


@dataclass(frozen=True)
class PointsCard:
    """What a household has, and the last entries of its account."""

    balance: int
    entries: Sequence[ShownEntry]


def points_card(request: DeskRequest, found: Household) -> PointsCard | None:
    """Return a household's points; None for who sees none, and where no plan gives any."""
    if not request.actor.can(Capability.POINTS_VIEW, found.area_id):
        return None
    entries = ledger.entries_of(found)[:ENTRIES_SHOWN]
    if not entries and not ledger.schemes_over(found.area_id, timezone.localdate()):
        return None
    return PointsCard(ledger.balance_of(found), shown_entries(request.actor, entries))


def present_members(request: DeskRequest, household: Household) -> list[MaskedMember]:
    """Return who lives in a household today, as this reader may see them."""
    members = queries.members_of(household, timezone.localdate())
    return masking.masked_members(request.actor, members)


@dataclass(frozen=True)
class ShownConsent:
    """A consent with whose it is, until when she is not asked again, and why it cannot be withdrawn."""

    consent: Consent
    name: str
    guardian: str
    again_on: date | None
    refusal: str | None


def consents_shown(request: DeskRequest, household: Household) -> list[ShownConsent]:
    """Return the consents of those who live in a household, or lived there last; newest first."""
    actor = request.actor
    last_day = household.closed_on - timedelta(days=1) if household.closed_on else None
    members = queries.members_of(household, last_day or timezone.localdate())
    persons = [
        one.person for one in members if actor.can(Capability.PEOPLE_VIEW, one.person.area_id)
    ]
    return [
        ShownConsent(
            consent=one,
            name=masking.shown_name(actor, one.person.name, one.person.area_id),
            guardian=masking.shown_name(actor, one.guardian, one.person.area_id),
            again_on=actions.may_be_asked_from(one.withdrawn_on) if one.withdrawn_on else None,
            refusal=refusal(policies.check_withdraw, actor, one.person),
        )
        for one in queries.consents_of(*persons)
    ]


@dataclass(frozen=True)
class Offers:
    """What a household could apply for today, by programme, or why there is nothing."""

    programmes: Sequence[Offered]
    refusal: str | None


def levels_offered(request: DeskRequest, found: Household, programmes: Sequence[Offered]) -> Offers:
    """Return what can be applied for; when nothing can, why: a right or what the highest level asks."""
    if sentence := refusal(assess_policies.check_apply, request.actor, found):
        return Offers([], sentence)
    today = timezone.localdate()
    left, reasons = [], []
    for one in programmes:
        problems = assess.problems_by_level(
            [found], programme=one.key, levels=list(one.levels), on=today
        )
        levels = {level: title for level, title in one.levels.items() if not problems[level]}
        if levels:
            left.append(replace(one, levels=levels))
        else:
            reasons += problems[list(one.levels)[-1]][found.id]
    return Offers(left, None if left else " ".join(dict.fromkeys(reasons)))


@access(Capability.PEOPLE_UNMASK)
@require_POST
@proven(gettext_lazy("Show once"))
def reveal(request: DeskRequest, household_id: UUID) -> HttpResponse:
    """Show one value in clear, on this page only, once its purpose is noted."""
    form = RevealForm(request.POST)
    kind, field = request.POST.get("kind", ""), request.POST.get("field", "")
    object_id = request.POST.get("object", "")
    if form.is_valid():
        with refused_into(form, request):
            value = actions.reveal(
                actor=request.actor,
                kind=kind,
                object_id=id_of(object_id),
                field=field,
                purpose=form.cleaned_data["purpose"],
                now=timezone.now(),
            )
            shown = {"key": f"{kind}-{object_id}-{field}", "value": value}
            return household_page(request, household_id, shown=shown)
    return household_page(
        request, household_id, 422, reveal=form, asked=f"{kind}-{object_id}-{field}"
    )


def id_of(text: str) -> UUID:
    """
    Return the id a text is.

    :raises NotFound: it is none, so nothing has it
    """
    try:
        return UUID(text)
    except ValueError:
        raise NotFound(_("There is no such value.")) from None
