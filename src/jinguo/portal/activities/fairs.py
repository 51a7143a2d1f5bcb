"""The stalls of a fair as its page shows them: makers with their goods, employers with their posts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jinguo.activities.models import Activity, Stall, Vacancy
from jinguo.activities.queries import records
from jinguo.activities.rulesets import Kind
from jinguo.core.money import exact


@dataclass(frozen=True)
class Post:
    """A kind of post an employer offers: how many, at what wage, and what is asked."""

    title: str
    about: str


@dataclass(frozen=True)
class StallShown:
    """One stall: its number, whose it is, its goods; no code, and nothing of who stands behind it."""

    number: int
    name: str
    goods: str
    posts: Sequence[Post]


@dataclass(frozen=True)
class Fair:
    """What stands at a fair: employers, which are the stalls of firms with posts, and the other stalls."""

    employers: Sequence[StallShown]
    stalls: Sequence[StallShown]


def fair_of(activity: Activity, kind: Kind | None) -> Fair | None:
    """Return what stands at a fair; None of an activity that is none."""
    if kind is None or not kind.has_stalls or activity.is_private:
        return None
    shown = [stall_shown(one) for one in records.announced_stalls(activity)]
    return Fair([one for one in shown if one.posts], [one for one in shown if not one.posts])


def stall_shown(stall: Stall) -> StallShown:
    """Return a stall as the page of its fair shows it."""
    posts = [Post(one.title, post_text(one)) for one in stall.vacancies.all()]
    return StallShown(stall.number, stall.name, stall.goods, posts)


def post_text(post: Vacancy) -> str:
    """Return how many places a post has, its wage as entered, and what is asked, in one line."""
    places = ngettext("{n} place", "{n} places", post.places).format(n=post.places)
    return " · ".join(filter(None, [places, wage_text(post), post.requirements]))


def wage_text(post: Vacancy) -> str:
    """Return the wage as it was entered; nothing where none was."""
    least, most = (
        exact(one).removesuffix(".00") if one else ""
        for one in (post.wage_from_fen, post.wage_to_fen)
    )
    if least and most:
        span = least if least == most else f"{least}–{most}"
        return _("%s yuan a month") % span
    if least:
        return _("from %s yuan a month") % least
    return _("up to %s yuan a month") % most if most else ""
