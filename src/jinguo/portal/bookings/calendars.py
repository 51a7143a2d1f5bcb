"""The private calendar feed of somebody's bookings, read by programs that cannot sign in."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jinguo.activities.models import Enrolment, Session
from jinguo.org.queries import actor_for
from jinguo.people import queries as people
from jinguo.portal.activities.calendars import calendar_response, entries_of
from jinguo.portal.bookings.feeds import get_feed
from jinguo.portal.bookings.people import own_people
from jinguo.portal.http import public, unkept


@public
@require_safe
def feed(request: HttpRequest, key: str) -> HttpResponseBase:
    """Send the sessions for which whoever has this address, and her children, have a seat."""
    today = localdate()
    account = get_feed(key).account
    own = own_people(people.own_person(actor_for(account, on=today)), today)
    enrolled = Enrolment.objects.holding().filter(person__in=[one.person.id for one in own])
    sessions = Session.objects.filter(activity__enrolments__in=enrolled).distinct()
    found = sessions.select_related("activity__site", "site").order_by("starts_at", "id")
    return unkept(calendar_response(request, _("My bookings"), entries_of(request, found)))
