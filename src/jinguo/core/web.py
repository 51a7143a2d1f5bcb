"""Small help for the pages of every surface."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, QueryDict

from jinguo.core.errors import Denied, Refused


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
