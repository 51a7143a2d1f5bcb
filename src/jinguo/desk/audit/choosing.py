"""The acts of the trail as a choice in words; its values are the codes an address has always named."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jinguo.assess import states as assess
from jinguo.audit.models import Event
from jinguo.desk.audit.acts import ACTS, Text
from jinguo.desk.audit.words import act_text
from jinguo.exchange.models import Run
from jinguo.notices import states as notices

MODULES: dict[str, Text] = {
    "people": gettext_lazy("Households and persons"),
    "assess": gettext_lazy("Courtyards"),
    "notices": gettext_lazy("Public notices and messages"),
    "activities": gettext_lazy("Activities"),
    "members": gettext_lazy("Members, volunteers and agreements"),
    "sites": gettext_lazy("Sites"),
    "ledger": gettext_lazy("Household points"),
    "exchange": gettext_lazy("Imports, exports and prints"),
    "figures": gettext_lazy("Figures"),
    "reports": gettext_lazy("Reports"),
    "programmes": gettext_lazy("The plan"),
    "org": gettext_lazy("Accounts and posts"),
    "audit": gettext_lazy("Trail"),
    "keys": gettext_lazy("Encryption keys"),
    "backup": gettext_lazy("Backups"),
}
REFUSED = ("desk", "api")
"""Pages and calls that refused something stand there under names of their own, too many to choose from."""

Option = tuple[str, str]


def codes() -> list[str]:
    """Return every act that may stand on the trail, those of a table of states in its order."""
    steps = [
        f"assess.{step.verb}"
        for step in assess.STEPS
        if not step.is_caused or step.verb == assess.TAKE_BACK
    ]
    steps += [f"notices.{step.verb}" for step in (*notices.STEPS, *notices.OBJECTION_STEPS)]
    asked = [f"exchange.ask-{act}" for act in Run.Act.values]
    return list(dict.fromkeys((*steps, *asked, *ACTS)))


def offered(chosen: str) -> list[tuple[str, list[Option]]]:
    """
    Return the acts to choose from, by what they are about; what an address names besides comes first.

    Acts of one module with the same words are one choice.
    """
    groups = [(str(title), list(_of_module(module))) for module, title in MODULES.items()]
    groups.append(
        (
            _("Pages and calls that were refused"),
            [(f"{one}.", act_text(f"{one}.")) for one in REFUSED],
        )
    )
    known = {value for _title, options in groups for value, _text in options}
    if chosen and chosen not in known:
        groups.insert(0, (_("Of the address"), [(chosen, _named(chosen))]))
    return groups


def asked(text: str) -> str:
    """Return what an address asks for as a choice names it: a module alone means all of its acts."""
    return f"{text}." if text in MODULES or text in REFUSED else text


def kept(events: QuerySet[Event], chosen: str) -> QuerySet[Event]:
    """Return the events of the acts chosen; of something else, those whose act begins like it."""
    named = chosen.split(",")
    if set(named) <= set(codes()):
        return events.filter(action__in=named)
    return events.filter(action__startswith=chosen)


def _of_module(module: str) -> Iterator[Option]:
    yield f"{module}.", _("All of these")
    by_words: dict[str, list[str]] = {}
    for code in codes():
        if code.startswith(f"{module}."):
            by_words.setdefault(act_text(code), []).append(code)
    for words, some in by_words.items():
        yield ",".join(some), words


def _named(chosen: str) -> str:
    """Return what is said of something no choice names: its words, where it has any, and itself."""
    has_words = chosen in codes() or chosen.startswith(tuple(f"{one}." for one in REFUSED))
    return f"{act_text(chosen)} ({chosen})" if has_words else chosen
