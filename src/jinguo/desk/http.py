"""What every desk view is made of: the actor on the request, the declared right, the rendered page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from jinguo.core.errors import Denied
from jinguo.org.actor import Actor
from jinguo.org.models import Account
from jinguo.org.roles import Capability
from jinguo.programmes.queries import PlanLine

P = ParamSpec("P")


EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class DeskRequest(HttpRequest):
    """A request of someone who is signed in; ``plan`` holds where she works, read when first asked for."""

    actor: Actor
    plan: Sequence[PlanLine]
    htmx: HtmxDetails
    user: Account


View = Callable[Concatenate[DeskRequest, P], HttpResponseBase]


def access(capability: Capability | str | None) -> Callable[[View[P]], View[P]]:
    """
    Declare what a view needs: a capability held anywhere, or None for everyone signed in.

    The view narrows the reach by what it shows; a view without this declaration is not served.
    """

    def declare(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: DeskRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if capability is not None and not request.actor.can(capability):
                raise Denied(_("Your posts do not include this page."), capability=str(capability))
            return view(request, *args, **kwargs)

        guarded.capability = capability  # type: ignore[attr-defined]
        guarded.is_declared = True  # type: ignore[attr-defined]
        return cast(View[P], guarded)

    return declare


def render_page(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """
    Render a whole page, or to htmx only the partial named after ``#``.

    The page's template holds the partial, so that fragment and page cannot drift apart; ``is_fragment``
    tells it which of the two is asked for.
    """
    name, _hash, partial = template.partition("#")
    htmx = cast(DeskRequest, request).htmx
    is_fragment = (
        bool(partial) and bool(htmx) and not htmx.boosted and not htmx.history_restore_request
    )
    given = {**(context or {}), "is_fragment": is_fragment}
    return render(request, template if is_fragment else name, given, status=status)


def workbook_response(data: bytes, file_name: str) -> HttpResponse:
    """Return an .xlsx workbook to be saved."""
    headers = {"Content-Disposition": content_disposition_header(True, file_name) or ""}
    return HttpResponse(data, content_type=EXCEL, headers=headers)
