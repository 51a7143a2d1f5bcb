"""How someone wants the pages, language and size of type, kept in cookies; and the quick way out."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language

from jinguo.portal.frame import LARGE_TYPE, own
from jinguo.portal.http import public, unkept

# Keeps the language in a cookie, and goes back to the page named as ``next`` if it is one of ours. Here and
# below no token is asked for: the worst a forged form could do is to change the look of a page, and pages
# without a token are alike for everyone.
language = csrf_exempt(public(require_POST(set_language)))


@csrf_exempt
@public
@require_POST
def large_type(request: HttpRequest) -> HttpResponse:
    """Switch large type on or off, and go back to the page."""
    response = redirect(own(request, request.POST.get("next", "")) or "portal:home")
    response.set_cookie(
        LARGE_TYPE,
        "0" if request.COOKIES.get(LARGE_TYPE) == "1" else "1",
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@public
@require_GET
def leave(request: HttpRequest) -> HttpResponse:
    """
    End the session and go to a page that has nothing to do with us.

    A link, not a form, so that it works at once and without scripts. Browsers send the session's cookie
    along only when the page itself is opened, so no other site can end a session unseen.
    """
    logout(request)
    response = redirect(settings.JINGUO_QUICK_EXIT)
    response["Referrer-Policy"] = "no-referrer"
    return unkept(response)  # type: ignore[return-value]
