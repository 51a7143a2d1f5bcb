"""
Re-authentication: a recent password or code before exports, reveals and posts.

A session left open on a screen is not enough for these. The request is kept in the session, with what
was typed, while the password or code is asked for; then the page ``go-on`` sends it again to its own
address, where every check is made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from typing import ParamSpec, cast
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.views.decorators.http import require_GET

from jinguo.desk.accounts.sessions import is_fresh
from jinguo.desk.errors import ours
from jinguo.desk.http import DeskRequest, View, access, render_page

P = ParamSpec("P")
WAITING = "waiting"


def proven(
    title: Promise, *, keeps: bool = True, without: Collection[str] = ()
) -> Callable[[View[P]], View[P]]:
    """
    Require a recent proof of identity for a view; ``title`` is the text of its button.

    Without ``keeps`` nothing that was typed is kept meanwhile, as it must not stand in a session in clear;
    she comes back to the empty page. ``without`` names fields that are left out of what is kept.
    """

    def declare(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: DeskRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not is_fresh(request.session, timezone.now()):
                wait(request, str(title), keeps=keeps, without=without)
                return ask(request)
            request.session.pop(WAITING, None)
            return view(request, *args, **kwargs)

        return cast(View[P], guarded)

    return declare


def wait(request: DeskRequest, title: str, *, keeps: bool, without: Collection[str] = ()) -> None:
    """Keep the request and the page it came from in the session; else the way to its empty page alone."""
    is_post = keeps and request.method == "POST"
    given = request.POST if is_post else request.GET
    request.session[WAITING] = {
        "title": title,
        "path": request.get_full_path() if is_post else request.path,
        "method": "POST" if is_post else "GET",
        "fields": [
            (name, value)
            for name, values in given.lists()
            for value in values
            if name not in ("csrfmiddlewaretoken", *without)
        ],
        "back": ours(request, request.META.get("HTTP_REFERER", "")) or reverse("desk:home"),
    }


def ask(request: DeskRequest) -> HttpResponse:
    """Send her to the page that asks for her password or code, and from there to ``go-on``."""
    page = get_adapter(request).get_reauthentication_methods(request.user)[0]["url"]
    return redirect(f"{page}?{urlencode({'next': reverse('desk:go-on')})}")


@access(None)
@require_GET
def go_on(request: DeskRequest) -> HttpResponse:
    """Show the form that sends the kept request again: by itself with scripts, by its button without."""
    waiting = request.session.get(WAITING)
    if waiting is None:
        return redirect("desk:home")
    if not is_fresh(request.session, timezone.now()):
        return ask(request)
    return render_page(request, "desk/accounts/go-on.html", {"waiting": waiting})
