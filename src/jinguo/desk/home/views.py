"""What waits for me, by deadline; what I left to the background worker; the targets of my area."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from jinguo.assess import queries as assess
from jinguo.assess.queries import Todo
from jinguo.core.language import in_language
from jinguo.desk.assess.narrowing import due_titles, list_url
from jinguo.desk.exchange import pages
from jinguo.desk.figures.addresses import address_of
from jinguo.desk.figures.pages import Value, title_of, value_of
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.facts import queries as facts
from jinguo.facts.formats import PERCENT, unit_text
from jinguo.notices import queries as notices
from jinguo.org.roles import Capability
from jinguo.programmes import queries as programmes

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
    unit: str
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
    own = [(todo.urgency, todo_row(todo, titles)) for todo in waiting if todo.is_own]
    context = {
        "today": today,
        "groups": todo_groups([*own, *notice_rows(request, today)]),
        "news": pages.news(request.actor),
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


def todo_groups(todos: Sequence[tuple[str, TodoRow]]) -> list[TodoGroup]:
    """Return to-dos, each with its urgency, in groups, the most urgent first and then by deadline."""
    made = []
    for urgency, title in due_titles().items():
        rows = sorted((row for one, row in todos if one == urgency), key=lambda row: row.due_on)
        if rows:
            made.append(
                TodoGroup(title, urgency == "overdue", sum(row.count for row in rows), rows)
            )
    return made


def notice_rows(request: DeskRequest, today: date) -> list[tuple[str, TodoRow]]:
    """Return what of public notices waits for the actor, each with its urgency."""
    return [
        (urgency_of(one.due_on, today), notice_row(one)) for one in notices.todos(request.actor)
    ]


def notice_row(todo: notices.Todo) -> TodoRow:
    """Return a to-do about notices with the address of its list."""
    if todo.kind == "release":
        title, state = _("Look at and release"), "proposed"
        unit = ngettext("notice", "notices", todo.count)
    else:
        title, state = _("Decide objections"), notices.OBJECTED
        unit = ngettext("objection", "objections", todo.count)
    href = f"{reverse('desk:notices')}?{urlencode({'state': state})}"
    return TodoRow(title, _("Public notices"), todo.count, unit, todo.due_on, href)


def urgency_of(due_on: date, today: date) -> str:
    """Return how soon a day is: overdue, of this week (to Sunday), or later."""
    if due_on < today:
        return "overdue"
    return "week" if due_on <= today + timedelta(days=6 - today.weekday()) else "later"


def todo_row(todo: Todo, titles: Mapping[str, str]) -> TodoRow:
    """Return a to-do with the address of its list."""
    title = titles.get(todo.programme, "")
    unit = ngettext("household", "households", todo.count)
    return TodoRow(todo.title, title, todo.count, unit, todo.due_on, list_url(todo))


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
    return Value(f"{text}{unit}", "") if unit == PERCENT else Value(text, unit_text(unit, value))


def percent(value: Decimal | None, wanted: Decimal) -> int:
    """Return how much of the target is reached, between 0 and 100."""
    if not value or not wanted:
        return 0
    return max(0, min(100, int(100 * value / wanted)))
