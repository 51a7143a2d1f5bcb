"""How the five lists are narrowed: by the address, the same in every list and its export."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from jinguo.desk.assess.pages import Chip
from jinguo.desk.http import DeskRequest
from jinguo.members import terms
from jinguo.members.models import Agreement, Appointment, Assignment
from jinguo.org.roles import Capability

A_PAGE = 50
HAN = re.compile(r"[㐀-鿿]")
Rows = QuerySet[Any]


@dataclass(frozen=True)
class Narrowed:
    """One way a list can stand narrowed: what it is called, and the condition it keeps rows by."""

    title: str | Promise
    keep: Q


@dataclass(frozen=True)
class Page:
    """Some rows of a list, and the key after which the next ones come, if there are any."""

    rows: Sequence[Any]
    next: str


def states_of(choices: Sequence[tuple[str, str | Promise]]) -> dict[str, Narrowed]:
    """Return the states of a kind of thing, as a list is narrowed by them."""
    return {value: Narrowed(title, Q(state=value)) for value, title in choices}


def terms_of(
    model: type[Agreement] | type[Appointment] | type[Assignment], on: date
) -> dict[str, Narrowed]:
    """Return the states of a kind of thing that has a term, as they are on a day."""
    return {
        value: Narrowed(title, terms.in_state(model, value, on))
        for value, title in model.State.choices
    }


def ids_of(rows: QuerySet[Any]) -> Q:
    """Return the condition that keeps some rows."""
    return Q(id__in=rows.values("id"))


def narrowed(
    request: DeskRequest,
    rows: Rows,
    *,
    fields: Mapping[str, Callable[[str], Q]] | None = None,
    programme: str = "programme",
    names: Sequence[str] = (),
) -> Rows:
    """
    Keep the rows that match the address, its state left out.

    ``fields`` are further parts of the address with the condition each stands for; ``programme`` is the
    column of the programme, ``names`` those a name is looked for in.
    """
    for part, condition in (fields or {}).items():
        if value := request.GET.get(part, "").strip():
            rows = rows.filter(condition(value))
    if key := request.GET.get("programme", ""):
        rows = rows.filter(**{programme: key})
    if area := request.GET.get("area", ""):
        rows = rows.filter(area__code__startswith=area)
    text = request.GET.get("name", "").strip()
    if text and can_look_for_names(request):
        rows = rows.filter(name_condition(text, names))
    return rows


def can_look_for_names(request: DeskRequest) -> bool:
    """Say whether the actor may look for somebody by name: who works with the families does."""
    return request.actor.can(Capability.PEOPLE_VIEW)


def name_condition(text: str, names: Sequence[str]) -> Q:
    """
    Return the condition for what was typed into a name box: signs anywhere, or the beginning of pinyin.

    Of ``names``, those that end in ``person`` are people; the others are columns of words.
    """
    letters = re.sub(r"[\s'·]+", "", text).lower()
    person = {"name__contains": text} if HAN.search(text) else {"pinyin__startswith": letters}
    [(column, value)] = person.items()
    return reduce(
        or_,
        (
            Q(**{f"{name}__{column}": value})
            if name.endswith("person")
            else Q(**{f"{name}__icontains": text})
            for name in names
        ),
    )


def chosen_state(request: DeskRequest, states: Mapping[str, Narrowed]) -> str:
    """Return the state the address asks for; empty for all."""
    state = request.GET.get("state", "")
    return state if state in states else ""


def chips(rows: Rows, states: Mapping[str, Narrowed], state: str) -> list[Chip]:
    """Return the states as filters, each with its count."""
    made = [
        Chip(str(one.title), key, rows.filter(one.keep).count(), key == state)
        for key, one in states.items()
    ]
    return [Chip(_("All"), "", rows.count(), not state), *made]


def page_of(request: DeskRequest, rows: Rows) -> Page:
    """Return a page of a list, the newest first, after the key in the address."""
    after = key(request.GET.get("after", ""))
    if after:
        rows = rows.filter(id__lt=after)
    found = list(rows[: A_PAGE + 1])
    return Page(found[:A_PAGE], str(found[A_PAGE - 1].id) if len(found) > A_PAGE else "")


def key(text: str) -> UUID | None:
    """Return the key a text is, or None."""
    try:
        return UUID(text)
    except ValueError:
        return None
