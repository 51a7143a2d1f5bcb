"""Between the session and the views: who acts, what was declared, and errors made into pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import ResolverMatch
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from jinguo.core import trail
from jinguo.core.errors import Denied, JinguoError, NotFound, Refused
from jinguo.desk.http import DeskRequest
from jinguo.org.models import Account
from jinguo.org.queries import actor_for

OPEN = {
    "account_login",
    "account_logout",
    "mfa_authenticate",
    "desk:language",
    "desk:health",
    "desk:password",
}
SETTING_UP = {
    "mfa_activate_totp",
    "mfa_index",
    "mfa_generate_recovery_codes",
    "mfa_view_recovery_codes",
    "account_reauthenticate",
}


class UndeclaredView(RuntimeError):
    """A view does not say who may use it; it is not served."""


class DeskMiddleware:
    """Gives the request its actor, sends strangers to the sign-in page, and turns errors into pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"
        )
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.user.is_authenticated:
            response.setdefault("Cache-Control", "no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        match = cast(ResolverMatch, request.resolver_match)
        if request.user.is_authenticated:
            give_actor(cast(DeskRequest, request))
        if match.view_name in OPEN:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        account = request.user
        if account.must_change_password:
            return redirect("desk:password")
        if needs_second_factor(account) and match.view_name not in SETTING_UP:
            return redirect("mfa_activate_totp")
        if match.app_name == "desk" and not getattr(view, "is_declared", False):
            raise UndeclaredView(match.view_name)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, JinguoError):
            return None
        return error_page(cast(DeskRequest, request), error)


def needs_second_factor(account: Account) -> bool:
    """Say whether the account must set up a second factor before anything else."""
    return (
        settings.JINGUO_SECOND_FACTOR == "required" and not account.authenticator_set.exists()  # type: ignore[attr-defined]
    )


def give_actor(request: DeskRequest) -> None:
    """Put the actor on the request: the account through the posts it holds today."""
    request.actor = actor_for(
        request.user,
        on=timezone.localdate(),
        session=request.session.session_key or "",
        address=request.META.get("REMOTE_ADDR", ""),
    )


def error_page(request: DeskRequest, error: JinguoError) -> HttpResponse:
    """
    Make an expected error into what the person sees.

    A refusal of something posted goes back to the page she came from, with the sentence on top;
    everything else is a page of its own. Refusals and denials are noted on the trail.
    """
    if not isinstance(error, NotFound) and request.user.is_authenticated:
        note_refusal(request, error)
    back = request.META.get("HTTP_REFERER", "")
    if (
        request.method == "POST"
        and isinstance(error, Refused | Denied)
        and not getattr(request, "htmx", False)
        and url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    ):
        messages.error(request, error.message)
        return redirect(back)
    template = {404: "desk/errors/404.html", 403: "desk/errors/403.html"}.get(
        error.status, "desk/errors/refused.html"
    )
    return render(request, template, {"error": error}, status=error.status)


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
