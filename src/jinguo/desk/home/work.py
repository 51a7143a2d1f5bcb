"""What waits for somebody: the steps of applications and notices that are hers, each with its list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jinguo.assess import queries as assess
from jinguo.assess import states
from jinguo.assess.queries import Todo
from jinguo.core.language import in_language
from jinguo.desk.activities import todos
from jinguo.desk.assess.narrowing import due_titles, list_url
from jinguo.members import queries as members
from jinguo.notices import messages
from jinguo.notices import queries as notices
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.people import queries as people
from jinguo.programmes import queries as programmes
from jinguo.sites import queries as sites


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
class Waiting:
    """What waits for an actor by urgency, and what waits for bodies below that she may do too."""

    groups: Sequence[TodoGroup]
    others: Sequence[TodoRow]


def waiting(actor: Actor, today: date) -> Waiting:
    """Return what waits for an actor on a day."""
    found, titles = assess.todos(actor, today), programme_titles(actor)
    own = [(todo.urgency, todo_row(todo, titles)) for todo in found if todo.is_own]
    own += [
        *evaluation_rows(actor, today), *notice_rows(actor, today), *message_rows(actor, today),
        *member_rows(actor, today, titles), *request_rows(actor, today),
        *erasure_rows(actor, today), *activity_rows(actor, today),
    ]  # fmt: skip
    others = [todo_row(todo, titles) for todo in found if not todo.is_own]
    for one in sites.todos(actor, today):
        row = site_row(one)
        if one.is_own:
            own.append((urgency_of(row.due_on, today), row))
        else:
            others.append(row)
    return Waiting(groups=todo_groups(own), others=others)


def programme_titles(actor: Actor) -> dict[str, str]:
    """Return the titles of the programmes where the actor works, in the reader's language."""
    found = programmes.programmes_around(actor, actor.home_for(Capability.PROGRAMMES_VIEW))
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


def evaluation_rows(actor: Actor, today: date) -> list[tuple[str, TodoRow]]:
    """Return what of evaluations waits for the actor: her own visits, and rounds she runs by next step."""
    steps = {step.source: step for step in states.next_steps(states.ROUND)}
    made = [
        todo_of_rounds(str(steps[one.state].title), one.count, one.due_on, one.state)
        for one in assess.rounds_due(actor)
    ]
    visits = assess.visits_due(actor)
    if visits is not None:
        unit = ngettext("visit", "visits", visits.count)
        href = reverse("desk:own-visits")
        made.append(
            TodoRow(
                _("Visit drawn households"),
                _("Evaluation"),
                visits.count,
                unit,
                visits.due_on,
                href,
            )
        )
    return [(urgency_of(row.due_on, today), row) for row in made]


def todo_of_rounds(title: str, count: int, due_on: date, state: str) -> TodoRow:
    """Return rounds that wait for the same step with the address of their list."""
    href = f"{reverse('desk:rounds')}?{urlencode({'state': state})}"
    return TodoRow(title, _("Evaluation"), count, ngettext("round", "rounds", count), due_on, href)


def notice_rows(actor: Actor, today: date) -> list[tuple[str, TodoRow]]:
    """Return what of public notices waits for the actor, each with its urgency."""
    return [(urgency_of(one.due_on, today), notice_row(one)) for one in notices.todos(actor)]


def activity_rows(actor: Actor, today: date) -> list[tuple[str, TodoRow]]:
    """Return what of activities waits for the actor, each with its urgency."""
    return [
        (
            urgency_of(one.due_on, today),
            TodoRow(one.title, _("Activities"), one.count, one.unit, one.due_on, one.href),
        )
        for one in todos.rows(actor, timezone.now())
    ]


def notice_row(todo: notices.Todo) -> TodoRow:
    """Return a to-do about notices with the address of its list."""
    if todo.kind == "propose":
        title, state = _("Send for release"), "draft"
        unit = ngettext("notice", "notices", todo.count)
    elif todo.kind == "release":
        title, state = _("Look at and release"), "proposed"
        unit = ngettext("notice", "notices", todo.count)
    else:
        title, state = _("Decide objections"), notices.OBJECTED
        unit = ngettext("objection", "objections", todo.count)
    href = f"{reverse('desk:notices')}?{urlencode({'state': state})}"
    return TodoRow(title, _("Public notices"), todo.count, unit, todo.due_on, href)


def member_rows(actor: Actor, today: date, titles: Mapping[str, str]) -> list[tuple[str, TodoRow]]:
    """Return what of members, agreements, volunteers and appointments waits for the actor."""
    return [
        (urgency_of(one.due_on, today), member_row(one, titles))
        for one in members.todos(actor, today)
    ]


MEMBER_LISTS = {
    "check": ("members", "applied"),
    "vote": ("members", "checked"),
    "renew": ("agreements", "ending"),
    "duty": ("agreements", "due"),
    "reappoint": ("appointments", "ending"),
    "reassign": ("assignments", "ending"),
    "recheck": ("volunteers", "recheck"),
}
"""The list of each kind of to-do about members, and how it is narrowed to what waits."""


def member_row(todo: members.Todo, titles: Mapping[str, str]) -> TodoRow:
    """Return such a to-do with the address of its list."""
    n = todo.count
    title, unit = {
        "check": (_("Check applications"), ngettext("application", "applications", n)),
        "vote": (_("Have the council vote"), ngettext("application", "applications", n)),
        "renew": (_("Renew or let end"), ngettext("agreement", "agreements", n)),
        "duty": (_("Do what is owed"), ngettext("duty", "duties", n)),
        "reappoint": (_("Appoint again or let end"), ngettext("appointment", "appointments", n)),
        "reassign": (_("Assign again or let end"), ngettext("community", "communities", n)),
        "recheck": (_("Crime-record check runs out"), ngettext("volunteer", "volunteers", n)),
    }[todo.kind]
    page, state = MEMBER_LISTS[todo.kind]
    query = urlencode({"state": state, "programme": todo.programme})
    href = f"{reverse(f'desk:{page}')}?{query}"
    return TodoRow(title, titles.get(todo.programme, ""), n, unit, todo.due_on, href)


def site_row(todo: sites.Todo) -> TodoRow:
    """Return sites that wait for the same step with the address of their list."""
    title = {
        "proposed": _("Look at proposed sites"),
        "mature": _("Approve sites"),
        "approved": _("Give plaques to sites"),
        "dormant": _("Wake dormant sites"),
    }[todo.state]
    unit = ngettext("site", "sites", todo.count)
    href = f"{reverse('desk:sites')}?{urlencode({'kind': todo.kind.key, 'state': todo.state})}"
    return TodoRow(title, todo.kind.label, todo.count, unit, todo.due_on, href)


def message_rows(actor: Actor, today: date) -> list[tuple[str, TodoRow]]:
    """Return the messages that did not go out and that the actor may send again, each with its urgency."""
    titles = {"failed": _("See why messages failed"), "unknown": _("Ask whether messages arrived")}
    return [
        (
            urgency_of(one.since, today),
            TodoRow(
                titles[one.state], _("Messages"), one.count,
                ngettext("message", "messages", one.count), one.since,
                f"{reverse('desk:messages')}?{urlencode({'state': one.state})}",
            ),
        )
        for one in messages.todos(actor)
    ]  # fmt: skip


def request_rows(actor: Actor, today: date) -> list[tuple[str, TodoRow]]:
    """Return the requests of people about their data that wait for the actor, with their urgency."""
    waiting = people.requests_due(actor)
    if not waiting:
        return []
    first, count = waiting[0].due_on, len(waiting)
    row = TodoRow(
        _("Answer requests about data"),
        _("Requests about data"),
        count,
        ngettext("request", "requests", count),
        first,
        reverse("desk:requests"),
    )
    return [(urgency_of(first, today), row)]


def erasure_rows(actor: Actor, today: date) -> list[tuple[str, TodoRow]]:
    """Return the erasures that wait for the actor as the second person, with their urgency."""
    waiting = people.erasures_to_confirm(actor)
    if not waiting:
        return []
    count = len(waiting)
    row = TodoRow(
        _("Decide on an erasure"),
        _("Requests about data"),
        count,
        ngettext("erasure", "erasures", count),
        today,
        reverse("desk:erasures"),
    )
    return [(urgency_of(today, today), row)]


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
