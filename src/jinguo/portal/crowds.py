"""When thousands book in the same minute: so many at a time, and threads left for everything else."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from threading import BoundedSemaphore

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language

AT_ONCE = 2
"""Bookings worked on at once in one process: half of the threads that `jinguo serve` gives each."""
SOONEST, LATEST = 4, 12
"""Seconds after which a browser tries again by itself; each gets a time of its own."""
BOOKING = re.compile(r"/a/[^/]+/book/")


class CrowdMiddleware:
    """
    Lets :data:`AT_ONCE` bookings at a time be worked on; the others get a page that sends them again.

    They do not wait inside: then every thread would hold one of them, and the workbench would stand still.
    It comes before anything that reads the database, so that a booking sent away costs next to nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.free = BoundedSemaphore(AT_ONCE)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or not BOOKING.fullmatch(request.path):
            return self.get_response(request)
        if not self.free.acquire(blocking=False):
            return come_again(request)
        try:
            return self.get_response(request)
        finally:
            self.free.release()


def come_again(request: HttpRequest) -> HttpResponse:
    """Return the page that keeps what was filled in and sends it again by itself."""
    seconds = SOONEST + secrets.randbelow(LATEST - SOONEST + 1)
    fields = [(name, value) for name, some in request.POST.lists() for value in some]
    context = {"fields": fields, "seconds": seconds, "LANGUAGE_CODE": get_language()}
    # Without the request: nothing of this page asks who she is.
    body = render_to_string("portal/bookings/wait.html", context)
    response = HttpResponse(body, status=503, headers={"Retry-After": str(seconds)})
    response._has_been_logged = True  # type: ignore[attr-defined]  # no fault, and there are thousands
    return response
