"""The tables of a pack, each counted from the events of the year; an empty one stands there too."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import islice
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from jinguo.audit import alerts
from jinguo.audit.models import Event
from jinguo.core.language import as_clauses
from jinguo.people import queries as people
from jinguo.people.models.requests import DataRequest, DataRequestQuerySet
from jinguo.reports.audit_pack.tables import Accounts, Cell, Table, Words, day_of, safe

ADULT = 18
CHUNK = 5_000
FOLLOWED = timedelta(days=30)

# Acts are chosen by how their verbs begin, so that one that comes later is counted without a change here.
READS = Q(action__regex=r"\.(read|reveal|find-person|take-charge)(-|$)")
OF_CHILDREN = ("activities.read-allergies", "activities.read-incident", "activities.take-charge")
OUT = Q(action__in=alerts.EXPORTS) | Q(
    action__regex=r"\.(export|print|take-plaques|take-record|door-sheet|letter|visit-sheets|hand-on|share)(-|$)"
)
ERASING = Q(action__regex=r"\.(erase|erased|delete|destroy|forget|purge|prune)(-|$)") | Q(
    action__in=("assess.withdraw-photo", "sites.take-picture-off")
)
RIGHTS = Q(
    action__in=(
        "org.open-account", "org.disable-account", "org.enable-account", "org.suspend-account",
        "org.reset-password", "org.remove-second-step", "org.grant-post", "org.hand-over-post",
        "org.end-post", "org.take-back-post", "org.make-token", "org.revoke-token",
    )
)  # fmt: skip
KEYS = Q(action__startswith="keys.") | Q(action__startswith="backup.")
CONSENTS = Q(action__in=("people.record-consent", "people.withdraw-consent"))
# What is done to an account after an alert.
CONSEQUENCES = (
    "org.disable-account", "org.suspend-account", "org.reset-password", "org.end-post",
    "org.take-back-post", "org.hand-over-post", "org.end-sessions", "org.revoke-token",
)  # fmt: skip


def requests(received: DataRequestQuerySet, today: date) -> Table:
    """Count what people asked about their own data, by kind, and whether it was met within its days."""
    rows: list[tuple[Cell, ...]] = []
    for kind in DataRequest.Kind:
        its = [one for one in received if one.kind == kind]
        ended = [one for one in its if one.ended_on is not None]
        late = [one for one in its if (one.ended_on or today) > one.due_on]
        taken = [(one.ended_on - one.received_on).days for one in ended if one.ended_on]
        states = Counter(one.state for one in its)
        rows.append((
            str(kind.label), len(its), *(states[state] for state in DataRequest.State),
            len(late), max(taken, default=0), round(sum(taken) / len(taken)) if taken else 0,
        ))  # fmt: skip
    return Table(
        _("Requests about data"),
        (
            _("Kind"), _("In all"), *(str(state.label) for state in DataRequest.State),
            _("Late"), _("Longest, days"), _("Mean, days"),
        ),
        rows,
        _("What people asked about their own data, by the day it came. Each has 15 working days; late is what"
          " was answered after them, or waits beyond them."),
    )  # fmt: skip


def requests_one_by_one(received: DataRequestQuerySet, today: date) -> Table:
    """List the requests with their days; whose they are does not stand there."""
    return Table(
        _("Requests one by one"),
        (_("No."), _("Kind"), _("Received"), _("Last day"), _("Answered on"), _("State"), _("Days late")),
        [
            (
                number, str(DataRequest.Kind(one.kind).label), str(one.received_on), str(one.due_on),
                str(one.ended_on or ""), str(DataRequest.State(one.state).label),
                max(0, ((one.ended_on or today) - one.due_on).days),
            )
            for number, one in enumerate(received, start=1)
        ],
        is_long=True,
    )  # fmt: skip


def by_account(
    events: QuerySet[Event], title: str, note: str, words: Words, accounts: Accounts
) -> Table:
    """Count events by act and account: how often, and how many records."""
    times, things = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    grouped = events.order_by().values_list("action", "account", "actor")
    for action, account, actor, often, many in grouped.annotate(Count("id"), Sum("count")):
        key = action, accounts.say(account, actor)
        times[key] += often
        things[key] += many
    return Table(
        title,
        (_("Act"), _("Code of the act"), _("Account"), _("Times"), _("Records")),
        [
            (words.act(action), action, who, times[action, who], things[action, who])
            for action, who in sorted(times)
        ],
        note,
    )


def minors(events: QuerySet[Event], words: Words, accounts: Accounts) -> Table:
    """Count what was read of persons under eighteen on that day, and of children in care, by account."""
    times = Counter[tuple[str, str]]()
    rows = events.filter(READS, result="done").values_list(
        "action", "account", "actor", "object_type", "object_id", "at"
    )
    zone = ZoneInfo(settings.TIME_ZONE)
    found = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        births = people.births_of({row[4] for row in chunk if row[3] == "people.person" and row[4]})
        for action, account, actor, _type, object_id, at in chunk:
            person = births.get(object_id) if object_id else None
            age = person.age_on(at.astimezone(zone).date()) if person else None
            if action in OF_CHILDREN or (age is not None and age < ADULT):
                times[action, accounts.say(account, actor)] += 1
    return Table(
        _("Reads of minors' data"),
        (_("Act"), _("Code of the act"), _("Account"), _("Times")),
        [(words.act(action), action, who, times[action, who]) for action, who in sorted(times)],
        _("Values of persons who were under 18 on that day, and cards of children in care. The phone and the"
          " address of a household are counted among the reads above, not here."),
    )  # fmt: skip


def refusals(events: QuerySet[Event], words: Words) -> Table:
    """Count what was refused, by act and reason."""
    times = Counter[tuple[str, str, str]]()
    grouped = events.filter(result__in=("refused", "denied")).order_by()
    for action, result, purpose, often in grouped.values_list(
        "action", "result", "purpose"
    ).annotate(Count("id")):
        times[action, result, words.reason(purpose) or _("in words of its own")] += often
    called = {"refused": _("refused"), "denied": _("not allowed")}
    return Table(
        _("Refusals"),
        (_("Act"), _("Code of the act"), _("Result"), _("Reason"), _("Times")),
        [
            (words.act(action), action, called[result], reason, often)
            for (action, result, reason), often in sorted(times.items())
        ],
    )


def alerts_met(
    events: QuerySet[Event], after: QuerySet[Event], words: Words, accounts: Accounts
) -> Table:
    """List the alerts of the year, each with what was done to the account in the thirty days after."""
    done: dict[UUID, list[Event]] = {}
    for event in after.filter(action__in=CONSEQUENCES, result="done"):
        if event.object_id:
            done.setdefault(event.object_id, []).append(event)
    rows: list[tuple[Cell, ...]] = []
    for one in reversed(alerts.met(events)):
        theirs = done.get(one.account, []) if one.account else []
        acts = [
            f"{day_of(event.at)} {words.act(event.action)}"
            for event in theirs
            if one.last_at <= event.at < one.last_at + FOLLOWED
        ]
        said = as_clauses(acts) or _("nothing on the trail")
        who = accounts.say(one.account, one.actor)
        rows.append((str(one.day), str(one.rule.title), who, one.count, said))
    return Table(
        _("Alerts and what became of them"),
        (_("Day"), _("Alert"), _("Account"), _("Times"), _("Within 30 days after")),
        rows,
        _("What became of an alert is what was done to its account within 30 days. Who asked and found a good"
          " reason left nothing on the trail."),
    )  # fmt: skip


def consents(events: QuerySet[Event]) -> Table:
    """Count the consents recorded and withdrawn, by what they were for."""
    given, withdrawn = Counter[str](), Counter[str]()
    grouped = events.filter(CONSENTS, result="done").order_by().values_list("action", "purpose")
    for action, purpose, often in grouped.annotate(Count("id")):
        (given if action == "people.record-consent" else withdrawn)[safe(purpose)] += often
    return Table(
        _("Consents"),
        (_("For"), _("Given"), _("Withdrawn")),
        [(purpose, given[purpose], withdrawn[purpose]) for purpose in sorted({*given, *withdrawn})],
    )


def rights(events: QuerySet[Event], words: Words, accounts: Accounts) -> Table:
    """List accounts opened and closed, posts given and taken; residents' accounts are one row an act."""
    rows: list[tuple[Cell, ...]] = []
    residents = Counter[str]()
    for event in events.filter(RIGHTS, result="done").iterator(chunk_size=CHUNK):
        if event.object_id in accounts.residents:
            residents[event.action] += event.count
            continue
        role = words.role(event.purpose) if event.action == "org.grant-post" else ""
        on = "" if event.object_type == "org.token" else accounts.say(event.object_id, event.actor)
        by = accounts.say(event.account, event.actor)
        rows.append((day_of(event.at), words.act(event.action), on, role, event.area, by))
    for action, often in sorted(residents.items()):
        rows.append(("", words.act(action), _("residents, together"), f"× {often}", "", ""))
    return Table(
        _("Accounts and posts"),
        (_("Day"), _("Act"), _("Account"), _("Role"), _("Area"), _("By")),
        rows,
        is_long=True,
    )


def keys(events: QuerySet[Event], words: Words, accounts: Accounts) -> Table:
    """List what was done with keys and backups."""
    return Table(
        _("Keys and backups"),
        (_("Day"), _("Act"), _("Code of the act"), _("By"), _("Records")),
        [
            (
                day_of(event.at), words.act(event.action), event.action,
                accounts.say(event.account, event.actor), event.count,
            )
            for event in events.filter(KEYS, result="done")
        ],
        is_long=True,
    )  # fmt: skip
