"""Errors made into pages of the portal: what happened, and where to go on."""

from __future__ import annotations

import logging
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure
from django.views.defaults import page_not_found

from jinguo.core.errors import Denied, JinguoError, NotFound, Refused
from jinguo.portal.frame import came_from, is_portal
from jinguo.portal.http import page

log = logging.getLogger(__name__)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that an address leads nowhere, in the frame of the surface it looks for."""
    if not is_portal(request):
        return page_not_found(request, exception)
    error = NotFound(_("There is no such page. Check the address, or begin on the first page."))
    return page(request, "errors/error.html", {"error": error}, 404)


def not_allowed(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Say of an address that only takes what a button sends, and was opened, that nothing was done."""
    error = Refused(_("Only a button leads here. Nothing was done; open the page with the button."))
    shown = page(request, "errors/error.html", {"error": error}, HTTPStatus.METHOD_NOT_ALLOWED)
    shown["Allow"] = answer["Allow"]
    return shown


def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form came without its token, in the frame of the surface it was sent to."""
    if not is_portal(request):
        return csrf_failure(request, reason)
    error = Denied(
        _("The page was open too long. Nothing was written. Open it again, and repeat the step.")
    )
    return page(request, "errors/error.html", {"error": error, "back": came_from(request)}, 403)


def error_page(request: HttpRequest, error: JinguoError) -> HttpResponse:
    """
    Make an expected error into what the person sees.

    A refusal of something posted goes back to the page it came from, with the sentence on top.
    """
    if error.status >= 500:
        log.error("%s at %s: %s", error.code, request.resolver_match, error.message)
    back = came_from(request)
    if request.method == "POST" and back and isinstance(error, Refused | Denied):
        messages.error(request, error.message)
        return redirect(back)
    return page(request, "errors/error.html", {"error": error, "back": back}, error.status)
