"""Small filters of the portal's templates."""

from __future__ import annotations

import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

# Mainland numbers as they are written: 0532-86981234, 13900001234, 12338, 400-810-1234.
NUMBER = re.compile(r"(?<!\d)(0\d{2,3}[- ]?\d{7,8}|1[3-9]\d{9}|1[02]\d{3}|400-?\d{3}-?\d{4})(?!\d)")


@register.filter
def callable_numbers(text: str) -> SafeString:
    """Return a text, escaped, in which each telephone number is a link that calls it."""
    parts = NUMBER.split(text)
    return format_html_join("", "{}", ((piece(n, part),) for n, part in enumerate(parts)))


def piece(place: int, part: str) -> str:
    """Return a piece of a split text: every second one is a number."""
    if place % 2 == 0:
        return part
    plain = re.sub(r"\D", "", part)
    return format_html('<a class="tall num nowrap" href="tel:{}">{}</a>', plain, part)
