"""Small help for pages, without HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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
