"""
What others did that concerns an account, read from the records themselves; nothing is copied or sent.

Concerned is whoever's unit the notice is, whoever's area the households lie in, who brought a
workbook, who had plaques printed, to whom visits were passed on, and whose inbox a message stands
in. What she did herself is no news.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, QuerySet

from jinguo.assess import queries as assess
from jinguo.assess.models import Application, Recognition, Transition
from jinguo.desk.exchange.pages import title_of
from jinguo.desk.models import LastLook
from jinguo.exchange import queries as exchange
from jinguo.exchange.models import Run
from jinguo.notices import messages
from jinguo.notices import queries as notices
from jinguo.notices.models import Change
from jinguo.org.actor import Actor

KEPT = timedelta(days=14)
"""How far back news goes; what is older stands in the lists and records."""
OF_NOTICES = ("send-back", "release", "withdraw", "object", "decide", "take-out")
OF_APPLICATIONS = (
    Application.State.RECHECK,
    Application.State.CERTIFIED,
    Application.State.REJECTED,
)
OF_RECOGNITIONS = (Recognition.State.RECTIFYING, Recognition.State.DELISTED)


@dataclass(frozen=True)
class Changed:
    """
    Something that was done: to a notice, a workbook or a printing by its id, or to a number of households.

    ``kind`` is ``notice``, ``import``, ``printing``, ``application``, ``recognition``, ``visit`` or
    ``message``; ``what`` the verb, the state that was reached, or the template of a message; ``at`` the
    instant of the last of them.
    """

    kind: str
    what: str
    at: datetime
    id: UUID | None = None
    title: str = ""
    programme: str = ""
    count: int = 1


def last_look(actor: Actor, now: datetime) -> datetime:
    """Return since when things are new to the actor; :data:`KEPT` ago at the earliest."""
    look = LastLook.objects.filter(account=actor.own_account).first()
    return max(look.at, now - KEPT) if look else now - KEPT


def news(actor: Actor, since: datetime) -> list[Changed]:
    """Return what was done since an instant that concerns the actor, the latest first."""
    sources = (
        _of_notices,
        _of_imports,
        _of_printings,
        _of_households,
        _of_visits,
        _of_inbox,
    )
    found = [one for source in sources for one in source(actor, since)]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _of_notices(actor: Actor, since: datetime) -> Iterator[Changed]:
    units = [post.unit_id for post in actor.posts]
    changes = (
        Change.objects.filter(
            notice__in=notices.notices(actor),
            notice__unit__in=units,
            verb__in=OF_NOTICES,
            at__gt=since,
        )
        .exclude(account=actor.account_id)
        .select_related("notice")
    )
    for one in changes:
        yield Changed("notice", one.verb, one.at, one.notice_id, one.notice.title)


def _of_imports(actor: Actor, since: datetime) -> Iterator[Changed]:
    runs = Run.objects.filter(account=actor.own_account, ended_at__gt=since).select_related("batch")
    for run in runs:
        if run.ended_at:
            what = "refused" if run.refusal else "done"
            yield Changed("import", what, run.ended_at, run.batch_id, run.batch.file_name)


def _of_printings(actor: Actor, since: datetime) -> Iterator[Changed]:
    for one in exchange.printings(actor).filter(ended_at__gt=since):
        if one.ended_at:
            what = "refused" if one.refusal else "done"
            yield Changed("printing", what, one.ended_at, one.id, title_of(one))


def _of_inbox(actor: Actor, since: datetime) -> Iterator[Changed]:
    for one in messages.inbox_of_account(actor).filter(at__gt=since):
        text = messages.get_template(one.template).text(one.values)
        yield Changed("message", one.template, one.at, one.id, text)


def _of_visits(actor: Actor, since: datetime) -> Iterator[Changed]:
    """Yield how many visits were passed on to the actor, those of one round together."""
    passed = assess.visits_passed_to(actor).filter(at__gt=since).exclude(account=actor.account_id)
    rows = passed.order_by().values_list("visit__round__title")
    for title, count, last in rows.annotate(count=Count("id"), last=Max("at")):
        yield Changed("visit", "passed-on", last, title=title, count=count)


def _of_households(actor: Actor, since: datetime) -> Iterator[Changed]:
    """Yield how many households came to a state, those of one programme and state together."""
    for kind, states, seen in (
        ("application", OF_APPLICATIONS, assess.applications(actor)),
        ("recognition", OF_RECOGNITIONS, assess.recognitions(actor)),
    ):
        yield from _moved(actor, since, kind, states, seen)


def _moved(
    actor: Actor, since: datetime, kind: str, states: Sequence[str], seen: QuerySet[Any]
) -> Iterator[Changed]:
    rows = (
        Transition.objects.filter(**{f"{kind}__in": seen}, to_state__in=states, at__gt=since)
        .exclude(account=actor.account_id)
        .order_by()
        .values_list(f"{kind}__programme", "to_state")
        .annotate(count=Count("id"), last=Max("at"))
    )
    for programme, state, count, last in rows:
        yield Changed(kind, state, last, programme=programme, count=count)
