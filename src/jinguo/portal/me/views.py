"""The way to everything of hers, and what we know of her and from where."""

from __future__ import annotations

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jinguo.core.web import posted
from jinguo.members import queries as members
from jinguo.people import actions, queries
from jinguo.portal.bookings.people import of_unknown_sex
from jinguo.portal.frame import own
from jinguo.portal.http import ResidentRequest, page, resident
from jinguo.portal.me.forms import SexForm
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
        "is_appointed": members.appointments_of(request.person.pk).exists(),
        "unread": count_unread(request.person),
    }
    return page(request, "me/me.html", context)


@resident
@require_http_methods(["GET", "POST"])
def profile(request: ResidentRequest) -> HttpResponse:
    """Show what we know of her, each with where it comes from; she may say the sex that is not on record."""
    form, now = SexForm(posted(request)), timezone.now()
    if form.is_valid():
        given = form.cleaned_data
        actions.say_sex(actor=request.actor, person_id=given["person"], sex=given["sex"], now=now)
        messages.success(request, _("The register has it now."))
        return redirect(own(request, request.POST.get("next", "")) or "portal:profile")
    context = {
        "rows": known_of(request.actor, request.person),
        "of_unknown_sex": of_unknown_sex(request.person, timezone.localdate(now)),
        "has_wechat": settings.JINGUO_WECHAT_SIGN_IN,
        "is_connected": SocialAccount.objects.filter(user=request.user).exists(),
    }
    return page(request, "me/profile.html", context, 422 if form.errors else 200)
