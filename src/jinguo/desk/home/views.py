"""What waits for me, by deadline, and the workbooks I brought; then the targets of my area. Nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jinguo.assess import queries as assess
from jinguo.assess.queries import Todo
from jinguo.core.language import in_language
from jinguo.desk.assess.narrowing import list_url
from jinguo.desk.exchange import pages
from jinguo.desk.figures.addresses import address_of
from jinguo.desk.figures.pages import Value, title_of, value_of
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.exchange import queries as exchange
from jinguo.facts import queries as facts
from jinguo.facts.formats import PER, unit_text
from jinguo.org.roles import Capability
from jinguo.programmes import queries as programmes

NEWS = 5
STATUS_TAGS = {
    "not-started": "",
    "normal": "wait",
    "lagging": "warn",
    "reached": "good",
    "exceeded": "good",
}


@dataclass(frozen=True)
class TodoRow:
    """Work of one step, and the list it opens."""

    title: str
    programme: str
    count: int
    due_on: date
    href: str


@dataclass(frozen=True)
class TodoGroup:
    """The to-dos of one urgency."""

    title: str
    is_late: bool
    count: int
    rows: Sequence[TodoRow]


@dataclass(frozen=True)
class TargetBar:
    """One target: value, target, date, and how far along it is."""

    title: str
    href: str
    value: Value
    wanted: Value
    by: date
    percent: int
    status: str
    tag: str


@access(None)
@require_GET
def home(request: DeskRequest) -> HttpResponse:
    """Show the actor's work by deadline and her area's targets."""
    today = timezone.localdate()
    waiting = assess.todos(request.actor, today)
    titles = programme_titles(request)
    own = [todo for todo in waiting if todo.is_own]
    context = {
        "today": today,
        "groups": todo_groups(own, titles),
        "imports": pages.news(exchange.runs_to_tell(request.actor)[:NEWS]),
        "others": [todo_row(todo, titles) for todo in waiting if not todo.is_own],
        "targets": target_bars(request, today),
        "administers": not request.actor.can(Capability.ASSESS_VIEW),
    }
    return render_page(request, "desk/home/home.html", context)


def programme_titles(request: DeskRequest) -> dict[str, str]:
    """Return the titles of the programmes where the actor works, in the reader's language."""
    found = programmes.programmes_around(
        request.actor, request.actor.home_for(Capability.PROGRAMMES_VIEW)
    )
    return {key: in_language(one.title, one.title_en) for key, one in found.items()}


def todo_groups(todos: Sequence[Todo], titles: Mapping[str, str]) -> list[TodoGroup]:
    """Return to-dos by urgency, the most urgent first."""
    names = {"overdue": _("Overdue"), "week": _("This week"), "later": _("Later")}
    groups = [
        (urgency, [todo_row(todo, titles) for todo in some])
        for urgency, some in groupby(todos, key=lambda todo: todo.urgency)
    ]
    return [
        TodoGroup(names[urgency], urgency == "overdue", sum(row.count for row in rows), rows)
        for urgency, rows in groups
    ]


def todo_row(todo: Todo, titles: Mapping[str, str]) -> TodoRow:
    """Return a to-do with the address of its list."""
    title = titles.get(todo.programme, "")
    return TodoRow(todo.title, title, todo.count, todo.due_on, list_url(todo))


def target_bars(request: DeskRequest, today: date) -> list[TargetBar]:
    """Return the targets of the actor's area, the next due first."""
    area = request.actor.home_for(Capability.FIGURES_VIEW)
    if not area:
        return []
    statuses = facts.target_statuses(request.actor, area=area, on=today)
    return [
        TargetBar(
            title=title_of(one.figure.measure),
            href=address_of(one.target.measure, one.figure.area, one.figure.period).url,
            value=value_of(one.figure),
            wanted=wanted(one.target.value, one.figure.measure.unit),
            by=one.target.by,
            percent=percent(one.figure.value, one.target.value),
            status=str(one.status.label),
            tag=STATUS_TAGS[one.status.value],
        )
        for one in statuses
    ]


def wanted(value: Decimal, unit: str) -> Value:
    """Return a target's value and its unit, without needless zeros."""
    text = f"{value.normalize():,f}"
    return Value(f"{text}{unit}", "") if unit in PER else Value(text, unit_text(unit, value))


def percent(value: Decimal | None, wanted: Decimal) -> int:
    """Return how much of the target is reached, between 0 and 100."""
    if not value or not wanted:
        return 0
    return max(0, min(100, int(100 * value / wanted)))
