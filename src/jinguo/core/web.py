"""Small help for the pages of every surface."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag

from jinguo.core.blobs import Store
from jinguo.core.errors import Denied, Refused

TILES = "https://*.tianditu.gov.cn"
"""Where the streets of a map come from, where a key for them is set."""


def refusal(check: Callable[..., object], *args: Any, **kwargs: Any) -> str | None:
    """
    Return the sentence with which a policy would refuse, or None when it would pass.

    The page asks the very function the action asks, so a disabled button gives the true reason.
    """
    try:
        check(*args, **kwargs)
    except (Denied, Refused) as refused:
        return refused.message
    return None


def posted(request: HttpRequest) -> QueryDict | None:
    """
    Return what was sent with a page's form, None when the page is only opened.

    A form sent empty is still sent: its page says what is missing.
    """
    return request.POST if request.method == "POST" else None


def picture_response(request: HttpRequest, store: Store, picture_id: UUID) -> HttpResponseBase:
    """
    Return a kept JPEG for the page that shows it, and for nothing else.

    The browser may keep it but asks each time, so that whoever asks is checked; what never changes under
    its name is then not read again.
    """
    name = f"{store.name}-{picture_id}"
    etag = quote_etag(name)
    kept = get_conditional_response(request, etag=etag)
    response = kept or HttpResponse(store.open_kept(picture_id), content_type="image/jpeg")
    headers = {
        "ETag": etag,
        "Cache-Control": "private, no-cache",
        "Content-Disposition": content_disposition_header(True, f"{name}.jpg") or "",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    for header, value in headers.items():
        response[header] = value
    return response


def allow(response: HttpResponse, directive: str, *sources: str) -> HttpResponse:
    """Return a response whose content policy lets in some sources more, for what only its page needs."""
    allowed = getattr(response, "_csp_update", {})  # django-csp's own mark
    response._csp_update = {**allowed, directive: sources}  # type: ignore[attr-defined]
    return response
