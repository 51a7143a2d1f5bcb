"""Errors made into pages: what happened, why, what to do."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from jinguo.core import trail
from jinguo.core.errors import Denied, JinguoError, NotFound, Refused
from jinguo.core.ids import new_id
from jinguo.desk.http import DeskRequest

log = logging.getLogger(__name__)
PAGES = {403: "desk/errors/403.html", 404: "desk/errors/404.html"}


def error_page(request: DeskRequest, error: JinguoError) -> HttpResponse:
    """
    Make an expected error into what the person sees.

    A refusal of something posted goes back to the page she came from, with the sentence on top;
    everything else is a page of its own. Refusals and denials are noted on the trail.
    """
    if error.status >= 500:
        log.error("%s at %s: %s", error.code, request.resolver_match, error.message)
    if not isinstance(error, NotFound) and request.user.is_authenticated:
        note_refusal(request, error)
    came_from = ours(request, request.META.get("HTTP_REFERER", ""))
    is_post = request.method == "POST" and not request.htmx
    if is_post and came_from and isinstance(error, Refused | Denied):
        messages.error(request, error.message)
        return redirect(came_from)
    template = PAGES.get(error.status, "desk/errors/refused.html")
    context = {"error": error, "back": way_back(request, came_from)}
    return render(request, template, context, status=error.status)


def not_allowed(request: DeskRequest, answer: HttpResponse) -> HttpResponse:
    """Say of an address that only takes what a button sends, and was opened, where to go on."""
    error = Refused(_("Only a button leads here. Nothing was done; open the page with the button."))
    back = ours(request, request.META.get("HTTP_REFERER", ""))
    context = {"error": error, "back": back if back != request.get_full_path() else ""}
    page = render(request, "desk/errors/refused.html", context, status=405)
    page["Allow"] = answer["Allow"]
    return page


def ours(request: HttpRequest, address: str) -> str:
    """Return the path and query of an address of ours, nothing of any other."""
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure()):
        return ""
    return str(urlsplit(address)._replace(scheme="", netloc="").geturl())


def way_back(request: HttpRequest, came_from: str) -> str:
    """Return the page she came from, else the one asked for without its filter, if that is another."""
    here = request.get_full_path()
    if came_from and came_from != here:
        return came_from
    return request.path if request.method == "GET" and request.path != here else ""


@contextmanager
def refused_into(
    form: forms.Form, request: DeskRequest, *, field: str | None = None
) -> Iterator[None]:
    """
    Put the sentence of a refusal into a form, and note it on the trail; the view then shows the form.

    It stands beside the field the refusal names, else beside ``field``, else above the form. A denial,
    a thing out of reach and a fault of ours pass: they are no matter of what was filled in.
    """
    try:
        yield
    except Refused as refused:
        note_refusal(request, refused)
        named = next((name for name in refused.fields if name in form.fields), field)
        form.add_error(named, refused.message)


def note_refusal(request: DeskRequest, error: JinguoError) -> None:
    """Note on the trail what was refused or denied."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    with transaction.atomic():
        trail.note(
            request.actor,
            name.replace(":", ".")[:60],
            result="denied" if isinstance(error, Denied) else "refused",
            area=request.actor.home_area,
            purpose=error.code,
        )


def broken(request: HttpRequest) -> HttpResponse:
    """Show that something of ours is broken, with the number under which the log has it."""
    number = str(new_id())[-12:]
    log.error("fault %s at %s %s", number, request.method, request.resolver_match)
    # Not through the manifest of static files: what is broken may be just that.
    context = {"number": number, "styles": f"{settings.STATIC_URL}build/theme.css"}
    return HttpResponse(render_to_string("500.html", context), status=500)
