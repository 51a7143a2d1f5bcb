"""The tag of the icons in a page: Lucide's own, but each icon is drawn once and not at each use."""

from __future__ import annotations

from functools import lru_cache

from django import template
from lucide.templatetags.lucide import lucide

KEPT = 1_000  # icons with their attributes; the pages hold about 200

register = template.Library()
register.simple_tag(lru_cache(maxsize=KEPT)(lucide), name="lucide")
