"""Sign-in with WeChat, where an official account is configured: for residents who have joined by phone."""

from __future__ import annotations

from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from jinguo.org.models import Account


class WechatAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """
    WeChat opens an account that was connected with it, and makes none.

    Nothing of her profile is kept but the id by which WeChat knows her here.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Turn away who is no resident or has not connected WeChat yet; forget what WeChat told of her."""
        account = sociallogin.user if sociallogin.is_existing else request.user
        if not isinstance(account, Account):
            turn_away(request, _("Sign in by phone once, then connect WeChat on your page."))
        if account.kind != Account.Kind.RESIDENT or not account.is_active:
            turn_away(request, _("WeChat opens the pages of residents alone."))
        sociallogin.account.extra_data = {}
        if sociallogin.is_existing:
            sociallogin.account.save(update_fields=["extra_data"])

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: SocialAccount) -> str:
        return reverse("portal:profile")

    def on_authentication_error(self, request: HttpRequest, provider: Any, **more: Any) -> None:
        """Say that it did not work; why stands in nobody's address."""
        turn_away(request, _("WeChat did not confirm it. Try again, or sign in by phone."))


def turn_away(request: HttpRequest, sentence: str) -> NoReturn:
    """
    Send her to the sign-in with a sentence.

    :raises ImmediateHttpResponse: always
    """
    messages.info(request, sentence)
    raise ImmediateHttpResponse(redirect("portal:sign-in"))
