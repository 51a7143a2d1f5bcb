"""The way to everything of hers, and what we know of her and from where."""

from __future__ import annotations

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jinguo.people import queries
from jinguo.portal.http import ResidentRequest, page, resident
from jinguo.portal.me.known import known_of
from jinguo.portal.me.messages import count_unread
from jinguo.portal.me.points import household_with_points
from jinguo.portal.me.volunteering import volunteering_of


@resident
@require_safe
def me(request: ResidentRequest) -> HttpResponse:
    """Show the way to everything of hers."""
    now = timezone.now()
    today = timezone.localdate(now)
    waiting = queries.requests(request.actor).waiting().count()
    context = {
        "waiting": waiting,
        "wards": queries.wards_of(request.person, today),
        "has_points": household_with_points(request.person, today) is not None,
        "is_volunteer": bool(volunteering_of(request.person, now)),
        "unread": count_unread(request.person),
    }
    return page(request, "me/me.html", context)


@resident
@require_safe
def profile(request: ResidentRequest) -> HttpResponse:
    """Show what we know of her, each with where it comes from."""
    context = {
        "rows": known_of(request.actor, request.person),
        "has_wechat": settings.JINGUO_WECHAT_SIGN_IN,
        "is_connected": SocialAccount.objects.filter(user=request.user).exists(),
    }
    return page(request, "me/profile.html", context)
