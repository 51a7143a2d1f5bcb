"""How data of people are used: the field register, as anyone may read it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jinguo.people.policies import OWN_CONSENT_FROM
from jinguo.people.privacy import treatments
from jinguo.portal.http import page, public

PERSONAL = ("C2", "C3", "C4")
SENSITIVE = ("C3", "C4")


@public
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show every sort of personal data: what for, who sees it, how long it is kept, how it is erased."""
    rows = [
        (one, one.sensitivity in SENSITIVE) for one in treatments() if one.sensitivity in PERSONAL
    ]
    return page(request, "privacy/privacy.html", {"rows": rows, "own_from": OWN_CONSENT_FROM})
