"""The trail in words: what an act is called, and why something was refused. The codes stay beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jinguo.assess import states as assess
from jinguo.audit.models import Event
from jinguo.desk.accounts.rights import role_titles
from jinguo.desk.audit.acts import ACTS, Text
from jinguo.desk.audit.reasons import REASONS
from jinguo.exchange.models import Run
from jinguo.exchange.trail_sheet import Said
from jinguo.notices import states as notices
from jinguo.reports.audit_pack import Words

FIELDS = {
    "address": gettext_lazy("address"),
    "head_name": gettext_lazy("name of the head"),
    "id_number": gettext_lazy("ID number"),
    "is_offered": gettext_lazy("whether it is offered"),
    "name": gettext_lazy("name"),
    "phone": gettext_lazy("phone"),
    "photo": gettext_lazy("photos"),
    "price": gettext_lazy("price in points"),
    "title": gettext_lazy("title"),
}
RESULTS: dict[str, Text] = {
    "done": gettext_lazy("done"),
    "refused": gettext_lazy("refused"),
    "denied": gettext_lazy("not allowed"),
}


def act_text(action: str) -> str:
    """
    Return what an act of the trail is called, itself where it has no words.

    A page or call that refused something stands on the trail under its own name, ``desk.<page>`` or
    ``api.<operation>``.
    """
    if action in ACTS:
        return str(ACTS[action])
    module, _dot, verb = action.partition(".")
    if module == "desk":
        return _("A page or button of the workbench")
    if module == "api":
        return _("A call of a program")
    if action.startswith("exchange.ask-"):
        return _("Ask the background worker: %s") % Run.Act(verb.removeprefix("ask-")).label
    return str(_step_titles(module).get(verb, action))


def _step_titles(module: str) -> dict[str, Text]:
    """Return the titles of the steps of a table of states, by verb."""
    tables: dict[str, Sequence[assess.Step | notices.Step]] = {
        "assess": assess.STEPS,
        "notices": (*notices.STEPS, *notices.OBJECTION_STEPS),
    }
    return {step.verb: step.title for step in tables.get(module, ())}


def purpose_text(event: Event) -> str:
    """Return what an event says of its purpose: why it was refused, which post was given, or her words."""
    if event.result != "done":
        return str(REASONS.get(event.purpose, event.purpose))
    if event.action == "org.grant-post":
        return role_titles().get(event.purpose, event.purpose)
    return event.purpose


def field_titles(names: Iterable[str]) -> str:
    """Return what the fields of an event are called; names of the machine stay as they are."""
    return ", ".join(str(FIELDS.get(name, name)) for name in names)


def sayer() -> Callable[[Event], Said]:
    """Return what says of an event what the page says; each act's words are looked up once."""
    act = cache(act_text)

    def say(event: Event) -> Said:
        return Said(
            act=act(event.action),
            result=str(RESULTS.get(event.result, event.result)),
            fields=field_titles(event.fields),
            purpose=purpose_text(event),
        )

    return say


def pack_words() -> Words:
    """Return the words of an audit pack. A reason that is no code has none: it may be anybody's words."""
    roles = role_titles()
    return Words(
        act=cache(act_text),
        reason=lambda code: str(REASONS.get(code, "")),
        role=lambda role: str(roles.get(role, role)),
    )
