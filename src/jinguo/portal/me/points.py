"""Her household's points: what it has, how that came about, when it expires, what the store gives for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jinguo.core.errors import NotFound
from jinguo.ledger import queries as ledger
from jinguo.ledger.models import Entry
from jinguo.ledger.titles import Known, title_of
from jinguo.people import queries as people
from jinguo.people.models import Household, Person
from jinguo.portal.http import ResidentRequest, page, resident

SHOWN = 200


@dataclass(frozen=True)
class ShownEntry:
    """One entry as the household reads it: neither who recorded it nor who received goods is named."""

    title: str
    on: date
    points: str
    is_taken_back: bool


@resident
@require_safe
def points(request: ResidentRequest) -> HttpResponse:
    """Show a resident what her household has and how it came about, newest first."""
    today = timezone.localdate()
    household = household_with_points(request.person, today)
    if household is None:
        raise NotFound(_("Your household has no account of points here."))
    context = {
        "balance": ledger.balance_of(household),
        "expiring": ledger.expiring(household, today),
        "entries": shown_entries(ledger.entries_of(household)[:SHOWN]),
        "goods": ledger.goods_offered_to(household),
    }
    return page(request, "me/points.html", context)


def household_with_points(person: Person, today: date) -> Household | None:
    """Return the household someone lives in; None where she is in none, and where it is given no points."""
    home = people.residence(person, today)
    if home is None or home.household.closed_on is not None:
        return None
    household = home.household
    has_account = ledger.schemes_over(household.area_id, today) or ledger.has_entries(household)
    return household if has_account else None


def shown_entries(entries: Iterable[Entry]) -> list[ShownEntry]:
    """Return entries as their household reads them; no query more, whatever their number."""
    known: Known = {}
    return [
        ShownEntry(
            title=title_of(entry, known, lambda one: str(one.hand_over)),
            on=entry.on,
            points=f"{entry.points:+,}".replace("-", "−"),
            is_taken_back=hasattr(entry, "reversal"),
        )
        for entry in entries
    ]
