"""The filter of the list of sessions: as it stands in an address, and as the queries take it."""

from __future__ import annotations

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from jinguo.activities.queries.worklists import Listed, Wanted
from jinguo.core.errors import Invalid

FILTER = ("state", "programme", "kind", "category", "area")


def wanted(values: QueryDict) -> Wanted:
    """
    Return the filter asked for; without a state, what is coming.

    :raises Invalid: there is no such list
    """
    state = values.get("state") or Listed.COMING
    if state not in list(Listed):
        raise Invalid(_("There is no such list. Open the list again."))
    return Wanted(
        listed=Listed(state),
        programme=values.get("programme", ""),
        kind=values.get("kind", ""),
        category=values.get("category", ""),
        area=values.get("area", ""),
    )


def listed_titles() -> dict[Listed, str]:
    """Return what the lists are called."""
    return {
        Listed.COMING: _("Coming"),
        Listed.SHORT: _("Below the minimum"),
        Listed.TO_CLOSE: _("To be closed"),
        Listed.DRAFT: _("Drafts"),
        Listed.HELD: _("Held"),
        Listed.CANCELLED: _("Cancelled"),
    }


def list_address(**chosen: str) -> str:
    """Return the address of the list of a filter; what is empty is left out."""
    kept = {key: chosen[key] for key in FILTER if chosen.get(key)}
    return f"{reverse('desk:activities')}?{urlencode(kept)}"
