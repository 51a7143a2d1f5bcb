"""The draw of an activity as a file, with which anybody repeats it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from jinguo.activities import queries
from jinguo.activities.queries.draws import public_record
from jinguo.portal.http import public, unkept


@public
@require_safe
def draw_record(_request: HttpRequest, code: str) -> HttpResponse:
    """Send seed, digest, codes, seats and order of a draw; before it there is none."""
    activity = queries.get_public(code)
    response = JsonResponse(
        public_record(activity), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    name = f"draw-{activity.code}.json"
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    if activity.is_private:
        unkept(response)
    return response
