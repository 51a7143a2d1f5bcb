"""When thousands book in the same minute: so many at a time, and threads left for everything else."""

from __future__ import annotations

import re
import secrets
import time
from collections import deque
from collections.abc import Callable
from threading import BoundedSemaphore, Lock

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language

AT_ONCE = 2
"""Bookings worked on at once in one process: half of the threads that `jinguo serve` gives each."""
SOONEST, LATEST = 2, 10
"""Seconds after which a browser tries again by itself, at the least and at the most."""
PACE = 0.1
"""Seconds a booking takes one process, so that a small crowd comes back sooner than a large one."""
FULL_FOR = 3
"""Seconds for which a crowd is told that nothing is left, after one of it has heard so."""
BOOKING = re.compile(r"/a/[^/]+/book/")


class CrowdMiddleware:
    """
    Lets :data:`AT_ONCE` bookings at a time be worked on; the others get a page that sends them again.

    They do not wait inside: then every thread would hold one of them, and the workbench would stand still.
    It comes before anything that reads the database, so that a booking sent away costs next to nothing.
    Once a booking came back because nothing is left (``response.is_full``), the others hear so at once.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.free = BoundedSemaphore(AT_ONCE)
        self.away: deque[float] = (
            deque()
        )  # when others were sent away lately, by the monotonic clock
        self.counting = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or not BOOKING.fullmatch(request.path):
            return self.get_response(request)
        if not self.free.acquire(blocking=False):
            if caches["pages"].get(full_key(request)):
                return nothing_left(request)
            return come_again(request, self.seconds_to_wait())
        try:
            response = self.get_response(request)
        finally:
            self.free.release()
        if getattr(response, "is_full", False):
            caches["pages"].set(full_key(request), True, FULL_FOR)
        return response

    def seconds_to_wait(self) -> int:
        """Return when to come again: each gets a time of her own, the later the more are waiting."""
        now = time.monotonic()
        with self.counting:
            while self.away and self.away[0] < now - LATEST:
                self.away.popleft()
            self.away.append(now)
            waiting = len(self.away)
        latest = min(LATEST, 2 * SOONEST + int(waiting * PACE))
        return SOONEST + secrets.randbelow(latest - SOONEST + 1)


def full_key(request: HttpRequest) -> str:
    """Return the key under which is kept, in this process, that nothing is left."""
    return f"full-{request.path}"


def come_again(request: HttpRequest, seconds: int) -> HttpResponse:
    """Return the page that keeps what was filled in and sends it again by itself after some seconds."""
    fields = [(name, value) for name, some in request.POST.lists() for value in some]
    response = plain_page("wait", 503, fields=fields, seconds=seconds)
    response["Retry-After"] = str(seconds)
    return response


def nothing_left(request: HttpRequest) -> HttpResponse:
    """Return the page that says that every seat and every place in the waiting list is taken."""
    return plain_page("full", 422, activity=request.path.removesuffix("book/").removesuffix("/"))


def plain_page(name: str, status: int, **context: object) -> HttpResponse:
    """Return a page that asks neither the database nor the session who she is."""
    body = render_to_string(
        f"portal/bookings/{name}.html", {**context, "LANGUAGE_CODE": get_language()}
    )
    response = HttpResponse(body, status=status)
    response._has_been_logged = True  # type: ignore[attr-defined]  # no fault, and there are thousands
    return response
