"""Where a live room is watched: an address of the web, checked before it is kept and before it is led to."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from jinguo.core.errors import Invalid

LENGTH = 300  # signs
HOST = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z](?::\d{1,5})?", re.IGNORECASE
)
"""A name with a dot, and a port where it has one: it stands in the content policy of the page that plays."""


def is_link(text: str) -> bool:
    """Say whether a text is an address that may be led to: https, a host by its name, and no password."""
    if len(text) > LENGTH or not re.fullmatch(r"[!-~]+", text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme == "https" and HOST.fullmatch(parts.netloc) is not None


def check_link(text: str, field: str) -> str:
    """
    Return an address without blanks around it; empty for none. ``field`` is where it was given.

    :raises Invalid: it is no address that may be led to
    """
    link = text.strip()
    if link and not is_link(link):
        raise Invalid(
            _("Give a whole address that begins with https://, in at most %d signs.") % LENGTH,
            **{field: link},
        )
    return link
