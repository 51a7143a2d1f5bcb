"""Between the session and the views: who acts, what was declared, and errors made into pages."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import ResolverMatch, reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from jinguo.core.errors import JinguoError
from jinguo.desk.accounts.sessions import has_lapsed, touch
from jinguo.desk.errors import error_page, not_allowed, ours
from jinguo.desk.http import DeskRequest
from jinguo.org.models import Account
from jinguo.org.queries import actor_for
from jinguo.programmes import queries as programmes

# Pages anyone may open, and those of one's own way in. No other page of allauth is served.
OPEN = {
    "account_login",
    "account_logout",
    "desk:language",
    "desk:password",
    "mark",
    "mfa_authenticate",
}
SETTING_UP = {
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
}
OWN = SETTING_UP | {"mfa_deactivate_totp", "mfa_generate_recovery_codes"}

API = "api"  # whose calls bear tokens
WECHAT = {"weixin_login", "weixin_callback"}  # of residents, where it is switched on
PORTAL = "portal"  # whose pages say themselves who may open them

NUL = "\0"


class UndeclaredView(RuntimeError):
    """A view does not say who may use it; it is not served."""


class DeskMiddleware:
    """Gives the request its actor, sends strangers to the sign-in page, and turns errors into pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_button_s(request, response):
            response = not_allowed(cast(DeskRequest, request), response)
        response.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"
        )
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        patch_vary_headers(response, ["HX-Request"])
        if request.user.is_authenticated:
            response.setdefault("Cache-Control", "no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        match = cast(ResolverMatch, request.resolver_match)
        if match.namespace == API:
            return None
        name, is_open = match.view_name, is_open_to_all(match)
        drop_nul(request)
        if request.user.is_authenticated:
            if has_lapsed(request.session, timezone.now()):
                sign_out(request)
            else:
                touch(request.session, timezone.now())
                give_actor(cast(DeskRequest, request))
        if is_open:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(page_of(request))
        if request.user.kind == Account.Kind.RESIDENT:
            return redirect("portal:home")
        if elsewhere := way_in(request.user, name):
            return elsewhere
        check_served(view, name)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, JinguoError):
            return None
        return error_page(cast(DeskRequest, request), error)


def is_button_s(request: HttpRequest, response: HttpResponse) -> bool:
    """Say whether an address of the workbench was opened that takes only what a button sends."""
    match = request.resolver_match
    is_opened = response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and request.method == "GET"
    return is_opened and match is not None and match.namespace == "desk"


def is_open_to_all(match: ResolverMatch) -> bool:
    """Say whether anyone may open a page, or it says itself who may."""
    if match.view_name in WECHAT:
        return bool(settings.JINGUO_WECHAT_SIGN_IN)
    return match.view_name in OPEN or match.namespace == PORTAL


def drop_nul(request: HttpRequest) -> None:
    """
    Take NUL out of what was asked and sent: no text of the database may hold it, and no keyboard has it.

    :raises Http404: it stands in the path, which then names nothing
    """
    if NUL in request.path_info:
        raise Http404
    request.GET = without_nul(request.GET)  # type: ignore[assignment]
    if request.method == "POST":
        request.POST = without_nul(request.POST)  # type: ignore[assignment]


def without_nul(values: QueryDict) -> QueryDict:
    """Return the same values, or a copy without NUL where one holds it."""
    if not any(NUL in text for name, some in values.lists() for text in (name, *some)):
        return values
    kept = values.copy()
    kept.clear()
    for name, some in values.lists():
        kept.setlist(name.replace(NUL, ""), [text.replace(NUL, "") for text in some])
    return kept


def sign_out(request: HttpRequest) -> None:
    """End a session that has lapsed, and say so; a page that needs one sends her to its sign-in."""
    logout(request)
    messages.info(request, _("You were signed out after a while without work. Sign in again."))


def page_of(request: HttpRequest) -> str:
    """Return the page a request is about: the one asked for, or the one something was sent from."""
    if request.method == "GET":
        return request.get_full_path()
    return ours(request, request.META.get("HTTP_REFERER", "")) or reverse("desk:home")


def way_in(account: Account, name: str) -> HttpResponse | None:
    """Send her where she must go first: to a password of her own, then to a second step."""
    if account.must_change_password:
        return redirect("desk:password")
    if needs_second_factor(account) and name not in SETTING_UP:
        return redirect("mfa_activate_totp")
    return None


def needs_second_factor(account: Account) -> bool:
    """Say whether the account must set up a second factor before anything else."""
    return (
        settings.JINGUO_SECOND_FACTOR == "required" and not account.authenticator_set.exists()  # type: ignore[attr-defined]
    )


def check_served(view: Callable[..., HttpResponse], name: str) -> None:
    """
    Pass what says who may use it, and the pages of one's own way in.

    :raises UndeclaredView: a desk view without ``@access``
    :raises Http404: a page of allauth that is no part of the desk
    """
    if name.startswith("desk:"):
        if not getattr(view, "is_declared", False):
            raise UndeclaredView(name)
    elif name not in OWN:
        raise Http404


def give_actor(request: DeskRequest) -> None:
    """Put the actor on the request: the account through the posts it holds today; and her plan."""
    request.actor = actor_for(
        request.user,
        on=timezone.localdate(),
        session=request.session.session_key or "",
        address=request.META.get("REMOTE_ADDR", ""),
    )
    request.plan = SimpleLazyObject(lambda: programmes.plan(request.actor))  # type: ignore[assignment]
