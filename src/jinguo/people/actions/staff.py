"""Accounts of staff that left: whose time is over, and what becomes of them then."""

from __future__ import annotations

from datetime import date

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from jinguo.org.actions import empty_staff
from jinguo.org.models import Account, Post
from jinguo.people.erasing import NOBODY, Does, Piece


def gone_staff(limit: date) -> QuerySet[Account]:
    """Return the accounts of staff closed so long ago, whose posts had all ended by then; none twice."""
    lasting = Q(period__endswith__isnull=True) | Q(period__endswith__gt=limit)
    held = Post.objects.filter(lasting, account=OuterRef("pk"), taken_back_at__isnull=True)
    closed = Account.objects.of_staff().filter(is_active=False, closed_at__date__lte=limit)
    return closed.filter(~Exists(held)).exclude(name=NOBODY)


def place_of_staff(account: str) -> Coalesce:
    """Return the area of the last post an account held, by the path to the account; empty without one."""
    posts = Post.objects.filter(account=OuterRef(account)).order_by("-period__startswith", "-pk")
    last = Subquery(posts.values("unit__area")[:1])
    return Coalesce(last, Value(""), output_field=CharField())


def aged_staff(limit: date) -> Piece:
    """Return the accounts whose time is over, to be emptied."""
    rows = gone_staff(limit).annotate(place=place_of_staff("pk"))
    return Piece(rows=rows, does=Does.BLANK, by=empty_staff)
