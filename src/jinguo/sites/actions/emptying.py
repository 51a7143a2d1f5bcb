"""What is kept of those who keep sites going, and what becomes of it when its time is over."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from jinguo.people import erasing
from jinguo.people.erasing import Piece
from jinguo.sites.models import SitePost


def aged_posts(limit: date) -> Piece:
    """Return the posts that ended, or whose site was closed, so long ago."""
    ended = Q(to_on__lte=limit) | Q(to_on__isnull=True, site__closed_on__lte=limit)
    return Piece(rows=SitePost.objects.filter(ended))


# A post of a site names nobody of the register: nothing of it is one person's to erase.
PART = erasing.Part(aged=[erasing.Aged("site-post", "site__area__code", aged_posts)])
