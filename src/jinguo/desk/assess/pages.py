"""What the courtyard pages show."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jinguo.assess import queries, states
from jinguo.assess.ladders import Item, as_ladder
from jinguo.assess.models import Application, Recognition
from jinguo.core.identity import mask_tail
from jinguo.desk.assess import offered
from jinguo.notices.models import Entry
from jinguo.people.masking import shown_name

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

STATE_TAGS = {
    "applied": "tag-wait",
    "recommended": "tag-wait",
    "scored": "tag-wait",
    "passed": "tag-wait",
    "listed": "tag-wait",
    "on-notice": "tag-main",
    "recheck": "tag-warn",
    "certified": "tag-good",
    "rectifying": "tag-warn",
    "rejected": "tag-bad",
    "proposed": "tag-warn",
    "appealed": "tag-warn",
    "delisted": "tag-bad",
    "withdrawn": "",
    "closed": "",
    "superseded": "",
}
RECOGNITION_STATES = ("certified", "rectifying", "proposed", "appealed", "delisted")
NOTICE_STATES = ("listed", "on-notice", "recheck")
OWN_PAGES = {"draft-notice": "desk:new-notice"}
"""The verbs on things chosen that ask more than a summary can."""


@dataclass(frozen=True)
class Chip:
    """One filter that survives a reload, with how many it holds."""

    title: str
    value: str
    count: int
    is_on: bool


def chips_of(states: type[TextChoices], counts: Mapping[str, int], state: str) -> list[Chip]:
    """Return the states as filters, each with its count."""
    made = [Chip(str(one.label), one.value, counts[one.value], one == state) for one in states]
    return [Chip(_("All"), "", sum(counts.values()), not state), *made]


@dataclass(frozen=True)
class NoticeMark:
    """What a list says of a household's public notice, and the address of that notice."""

    text: str
    href: str


@dataclass(frozen=True)
class Row:
    """One household's piece of work in a list."""

    id: UUID
    href: str
    code: str
    name: str
    area: str
    level: str
    total: int | None
    plaque: str
    state: str
    tag: str
    due_on: date | None
    provisional: int | None
    is_late: bool
    is_soon: bool
    notice: NoticeMark | None


@dataclass(frozen=True)
class Button:
    """
    A verb offered, with the sentence that explains why it is refused, if it is.

    ``why`` is the name of that sentence on the page, the same for all buttons refused with it.
    """

    verb: str
    title: str
    href: str
    refusal: str
    is_grave: bool
    is_first: bool
    why: str = ""


@dataclass(frozen=True)
class Moment:
    """One line of the timeline."""

    title: str
    on: date
    actor: str
    reason: str
    total: int | None


def level_titles(things: Sequence[Application | Recognition]) -> dict[str, str]:
    """Return the titles of the levels of the ladders these were made under; they must be loaded."""
    titles: dict[str, str] = {}
    for one in things:
        row = one.ladder if isinstance(one, Application) else one.application.ladder
        titles |= offered.level_titles(as_ladder(row))
    return titles


def application_row(
    actor: Actor,
    row: Application,
    levels: Mapping[str, str],
    today: date,
    blind: Collection[UUID],
    entry: Entry | None = None,
) -> Row:
    """
    Return one application as a list shows it, with the line about it on its notice if there is one.

    Of the households in ``blind`` no score is shown, see :func:`jinguo.assess.queries.blind_to`.
    """
    return _row(
        actor, row, levels, today, blind,
        page="desk:application", due_on=row.due_on, provisional=queries.provisional_year(row),
        notice=notice_mark(entry) if entry else None,
    )  # fmt: skip


def notice_mark(entry: Entry) -> NoticeMark:
    """Return what a list says of the line about a household; its notice must be loaded."""
    notice = entry.notice
    if entry.state != Entry.State.LISTED:
        text = entry.get_state_display()
    elif entry.ends_on is None:
        text = notice.get_state_display()
    else:
        text = _("until %(day)s") % {"day": date_format(entry.ends_on)}
    return NoticeMark(text, reverse("desk:notice", args=[notice.id]))


def recognition_row(
    actor: Actor,
    row: Recognition,
    levels: Mapping[str, str],
    today: date,
    blind: Collection[UUID],
) -> Row:
    """Return one recognition as a list shows it; ``blind`` as in :func:`application_row`."""
    return _row(
        actor, row, levels, today, blind,
        page="desk:recognition", due_on=row.due_on, plaque=row.plaque,
    )  # fmt: skip


def _row(
    actor: Actor,
    row: Application | Recognition,
    levels: Mapping[str, str],
    today: date,
    blind: Collection[UUID],
    *,
    page: str,
    due_on: date | None,
    provisional: int | None = None,
    plaque: str = "",
    notice: NoticeMark | None = None,
) -> Row:
    return Row(
        id=row.id,
        href=reverse(page, args=[row.id]),
        code=row.household.code,
        name=shown_name(actor, row.household.head_name, row.area_id),
        area=row.area.name,
        level=levels.get(row.level, row.level),
        total=None if row.household_id in blind else row.total,
        plaque=plaque,
        state=row.get_state_display(),
        tag=STATE_TAGS[row.state],
        due_on=due_on,
        provisional=provisional,
        is_late=due_on is not None and due_on < today,
        is_soon=due_on is not None
        and today <= due_on <= today + timedelta(days=6 - today.weekday()),
        notice=notice,
    )


def buttons(
    actor: Actor, thing: Application | Recognition, grave: Mapping[str, Any], today: date
) -> list[Button]:
    """Return the verbs the state of one thing allows, the one that takes it onward first."""
    of = states.APPLICATION if isinstance(thing, Application) else states.RECOGNITION
    onward = {step.verb for step in states.next_steps(of) if step.source == thing.state}
    made = [
        Button(
            verb=offer.verb,
            title=offer.title,
            href=verb_url(of, offer.verb, thing.id),
            refusal=offer.refusal,
            is_grave=offer.verb in grave and grave[offer.verb].is_grave,
            is_first=offer.verb in onward,
        )
        for offer in queries.offers(actor, thing, today)
    ]
    return in_order(made)


def in_order(made: Sequence[Button]) -> list[Button]:
    """Return buttons, the one that takes the work onward first, each refusal named."""
    sentences = list(dict.fromkeys(button.refusal for button in made if button.refusal))
    names = {sentence: f"why-{number}" for number, sentence in enumerate(sentences, start=1)}
    named = [replace(button, why=names.get(button.refusal, "")) for button in made]
    return sorted(named, key=lambda button: not button.is_first)


def verb_url(of: str, verb: str, thing: UUID) -> str:
    """Return the page on which a verb is done to one thing."""
    if verb in ("score", "inspect"):
        return reverse(f"desk:{verb}", args=[thing])
    return f"{act_page(of, verb)}?ids={thing}"


def act_page(of: str, verb: str) -> str:
    """Return the page on which a verb is done to the things chosen."""
    if verb in OWN_PAGES:
        return reverse(OWN_PAGES[verb])
    return reverse("desk:act", args=[of, verb])


def moments(actor: Actor, household: UUID) -> list[Moment]:
    """Return a household's history, newest first."""
    return [
        Moment(entry.title, entry.on, entry.actor, entry.reason, entry.total)
        for entry in queries.history(actor, household)
    ]


def masked_phone(row: Application | Recognition) -> str:
    """Return the phone as lists show it."""
    return mask_tail(row.household.phone_tail)


def beauties(sheet_items: Sequence[Item], points: Sequence[int] | None) -> list[dict[str, Any]]:
    """Return a sheet's items under their beauties, with points when it is filled."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for number, item in enumerate(sheet_items):
        groups.setdefault(item.beauty_label, []).append(
            {
                "title": item.label,
                "max": item.max,
                "points": points[number] if points is not None else None,
            }
        )
    return [
        {
            "title": beauty,
            "rows": rows,
            "max": sum(row["max"] for row in rows),
            "points": None if points is None else sum(row["points"] or 0 for row in rows),
        }
        for beauty, rows in groups.items()
    ]


def state_title(state: str) -> str:
    """Return what a state of the lists is called."""
    of = Recognition if state in RECOGNITION_STATES else Application
    return str(of.State(state).label)


def no_levels_text() -> str:
    """Say why there is no work at all where no pack brings levels."""
    return _("No programme of the plan here has levels. They come with a pack.")


def no_rows_text(state: str) -> str:
    """Say what a list in this state would hold, and how its first row comes about."""
    texts = {
        "applied": _("Applications come from the page of a household: “Apply”."),
        "recommended": _("They come here when the village recommends them."),
        "scored": _("They come here when the town has filled the score sheet."),
        "passed": _("They come here when the score reaches the level."),
        "listed": _(
            "They come here when a notice that lists them is drafted; then someone releases it."
        ),
        "on-notice": _("They come here when their notice is released."),
        "recheck": _("They come here when someone objects to a name on notice."),
        "rectifying": _("They come here when a re-inspection finds something to put right."),
        "proposed": _(
            "They come here when a delisting is proposed; the household may appeal first."
        ),
        "appealed": _("They come here when a household appeals against its delisting."),
        "delisted": _("They come here when a delisting is decided."),
    }
    return texts.get(state, _("Nothing matches the filter. Take a part of it away."))
