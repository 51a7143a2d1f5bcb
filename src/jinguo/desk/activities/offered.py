"""What the plan offers where one works: programmes with activities, their kinds and categories, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from jinguo.activities import queries
from jinguo.activities.models import Activity
from jinguo.activities.rulesets import Kind, Ruleset, Titled
from jinguo.core.language import in_language
from jinguo.programmes import queries as programmes


@dataclass(frozen=True)
class Offered:
    """A programme with what it says about its activities."""

    key: str
    title: str
    ruleset: Ruleset


def offered(area: str, on: date) -> list[Offered]:
    """Return the programmes with activities in ``area``, in the order of the plan there."""
    if not area:
        return []
    rulesets = queries.rulesets_over(area, on)
    plan = programmes.named_around(area)
    titles = {key: in_language(one.title, one.title_en) for key, one in plan.items()}
    order = [key for key in plan if key in rulesets]
    order += sorted(key for key in rulesets if key not in plan)
    return [Offered(key, titles.get(key, key), rulesets[key]) for key in order]


def labels(some: Sequence[Titled]) -> dict[str, str]:
    """Return the titles of kinds or categories by id, in the reader's language."""
    return {one.id: one.label for one in some}


def kinds_in(some: Sequence[Offered]) -> dict[str, str]:
    """Return the kinds of several programmes by id, under every name one has among them."""
    labels: dict[str, list[str]] = {}
    for kind in (kind for one in some for kind in one.ruleset.kinds):
        if kind.label not in labels.setdefault(kind.id, []):
            labels[kind.id].append(kind.label)
    return {key: " / ".join(names) for key, names in labels.items()}


def categories_in(some: Sequence[Offered]) -> dict[str, str]:
    """Return the categories of several programmes by id."""
    return {found.id: found.label for one in some for found in one.ruleset.categories}


def category_titles(some: Sequence[Offered]) -> dict[tuple[str, str], str]:
    """Return the titles of categories by programme and id."""
    return {(one.key, found.id): found.label for one in some for found in one.ruleset.categories}


@dataclass(frozen=True)
class Words:
    """The titles of an activity's kind and category."""

    kind: str
    category: str


def words_of(activity: Activity) -> Words:
    """Return what an activity's kind and category are called; the ids where the plan names them no more."""
    ruleset = queries.rulesets_over(activity.area_id, timezone.localdate()).get(activity.programme)
    if ruleset is None:
        return Words(activity.kind, activity.category)
    return Words(
        titled(labels(ruleset.kinds), activity.kind),
        titled(labels(ruleset.categories), activity.category),
    )


def kind_of(activity: Activity) -> Kind | None:
    """Return the kind of an activity as the plan says today; None where it names it no more."""
    ruleset = queries.rulesets_over(activity.area_id, timezone.localdate()).get(activity.programme)
    kinds = ruleset.kinds if ruleset else ()
    return next((one for one in kinds if one.id == activity.kind), None)


def titled(titles: Mapping[str, str], key: str) -> str:
    """Return the title of an id, the id itself where it has none."""
    return titles.get(key, key)
