"""What every page of the portal is made of: who may open it, and the headers of sensitive ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from urllib.parse import urlsplit

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

from jinguo.core.errors import Refused
from jinguo.org.actor import Actor
from jinguo.org.models import Account
from jinguo.people import queries as people
from jinguo.people.models import Person

P = ParamSpec("P")
AnyView = TypeVar("AnyView", bound=Callable[..., HttpResponseBase])
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class ResidentRequest(HttpRequest):
    """A request of a resident who is signed in: she acts for herself and her children."""

    user: Account
    actor: Actor
    person: Person


ResidentView = Callable[Concatenate[ResidentRequest, P], HttpResponseBase]


def public(view: View[P]) -> View[P]:
    """Declare a page that anyone may open; a portal view without a declaration is not served."""
    return cast(View[P], declared(view))


def resident(view: ResidentView[P]) -> View[P]:
    """
    Declare a page for residents, with their record as ``request.person``.

    Strangers go to the sign-in and come back to the page, or to the one the button stands on. Who is signed
    in for work is told to sign in as herself.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(page_of(request), "portal:sign-in")
        asked = cast(ResidentRequest, request)
        if asked.user.kind != Account.Kind.RESIDENT:
            return page(request, "accounts/staff.html", status=403)
        asked.person = people.own_person(asked.actor)
        return view(asked, *args, **kwargs)

    return cast(View[P], declared(guarded))


def page_of(request: HttpRequest) -> str:
    """Return the page a request is about: the one opened, or the one of ours a button stands on."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    came_from = request.headers.get("referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure()):
        return reverse("portal:home")
    return urlsplit(came_from)._replace(scheme="", netloc="").geturl()


def declared(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Return a view marked as one that says who may open it."""

    @wraps(view)
    def marked(*args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(*args, **kwargs)

    marked.is_declared = True  # type: ignore[attr-defined]
    return marked


def sensitive(view: AnyView) -> AnyView:
    """
    Make a page one that must leave no trace: browsers keep no copy and search engines none.

    Its template extends ``portal/sensitive.html``, and its address says nothing of what it is about.
    """

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> HttpResponseBase:
        return unkept(view(*args, **kwargs))

    return cast(AnyView, guarded)


def unkept(response: HttpResponseBase) -> HttpResponseBase:
    """Return a response that no browser, proxy or search engine keeps."""
    add_never_cache_headers(response)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render a page of the portal; ``template`` is its name below ``portal/``."""
    return render(request, f"portal/{template}", context, status=status)


@contextmanager
def refused_into(form: forms.Form, *, field: str | None = None) -> Iterator[None]:
    """
    Put the sentence of a refusal into a form; the view then shows the form with what was typed.

    It stands beside the field the refusal names, else beside ``field``, else above the form.
    """
    try:
        yield
    except Refused as refused:
        named = next((name for name in refused.fields if name in form.fields), field)
        form.add_error(named, refused.message)
