"""Pages that are alike for everyone who is not signed in: made once, given out for a few seconds."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language

from jinguo.portal.frame import LARGE_TYPE

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
Kept = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

SECONDS = 3
# The one thing that differs from visitor to visitor is the token in the forms of the frame.
TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")\w+')
MARK = b"token-of-the-visitor"


def kept(view: View[P]) -> Kept[P]:
    """
    Give out what a view made for one visitor to others who ask for the same within :data:`SECONDS`.

    Who is signed in, or has a message waiting, gets a page of her own. Each visitor finds her own token in
    the forms. A browser that has the page already is told so.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not is_alike(request):
            return view(request, *args, **kwargs)
        cache, key = caches["pages"], key_of(request)
        body = cache.get(key)
        if body is None:
            made = view(request, *args, **kwargs)
            if made.status_code != 200:
                return made
            body = TOKEN.sub(rb"\1" + MARK, made.content)
            cache.set(key, body, SECONDS)
        return given_out(request, body)

    return cast(Kept[P], guarded)


def is_alike(request: HttpRequest) -> bool:
    """Say whether this visitor sees what every other sees."""
    return not {settings.SESSION_COOKIE_NAME, "messages"} & request.COOKIES.keys()


def key_of(request: HttpRequest) -> str:
    """Return the key of a page: what was asked for, in which language, in which size of type."""
    parts = (
        request.build_absolute_uri(),
        get_language(),
        request.COOKIES.get(LARGE_TYPE) == "1",
    )
    return sha256(repr(parts).encode()).hexdigest()


def given_out(request: HttpRequest, body: bytes) -> HttpResponseBase:
    """Return a kept page with the visitor's own token; to a browser that has it, that nothing changed."""
    etag = quote_etag(sha256(body).hexdigest()[:32])
    known = request.COOKIES.get(settings.CSRF_COOKIE_NAME)
    response = get_conditional_response(request, etag=etag) if known else None
    if response is None:
        response = HttpResponse(body.replace(MARK, get_token(request).encode()))
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response
