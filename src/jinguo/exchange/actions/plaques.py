"""Plaques and certificates of levels in force, printed: taken out, and noted on the trail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from jinguo.assess import queries as assess
from jinguo.assess.ladders import CODE_LENGTHS, Ladder
from jinguo.assess.models import Recognition, RecognitionQuerySet
from jinguo.core import trail
from jinguo.core.errors import Refused
from jinguo.exchange import policies, queries
from jinguo.exchange.plaques.drawing import Document, Template, draw
from jinguo.org import queries as org
from jinguo.people.masking import shown_name

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

TOWN = 9
"""Digits of the code of a town."""
ACTIONS = {
    Template.PLAQUE: "exchange.plaques",
    Template.CERTIFICATE: "exchange.certificate",
}
"""The words of the trail."""
FIELDS = {
    Template.PLAQUE: ["plaque", "level", "certified_on"],
    Template.CERTIFICATE: ["head", "plaque", "level"],
}


def print_one(
    *, actor: Actor, recognition_id: UUID, address: str, template: Template = Template.CERTIFICATE
) -> bytes:
    """
    Return the certificate of one level in force, or its plaque once more, as a PDF of one page.

    The head's name is printed as this actor may see it; a plaque bears none. ``address`` is that of the
    public page of a plaque, with ``{code}`` for its verification code.

    :raises NotFound: the recognition is not there for this actor
    :raises Denied: the actor certifies nothing there, or may take nothing out
    :raises Refused: the level has ended
    """
    found = assess.get_recognition(actor, recognition_id)
    policies.check_certificate(actor, found)
    made = drawn(actor, [found], address, template)
    trail.note(
        actor,
        ACTIONS[template],
        object_type="assess.recognition",
        object_id=found.id,
        area=found.area_id,
        fields=FIELDS[template],
    )
    return made


def print_plaques(
    *,
    actor: Actor,
    folder: Path,
    programme: str,
    state: str,
    area: str,
    address: str,
    level: str = "",
    due: assess.Due | None = None,
    template: Template = Template.PLAQUE,
) -> list[Path]:
    """
    Write the plaques or certificates of a list into ``folder``, one PDF a town, and return the files.

    The filter is that of :func:`jinguo.assess.queries.listed_recognitions`. They come by number; plaques
    bear no name, certificates the head's as this actor may see it. ``address`` is that of their public
    pages, with ``{code}`` for the verification code.
    The whole is noted once, with the number of plaques.

    :raises Denied: the actor certifies nothing in ``area``, or may take nothing out
    :raises Refused: the list holds no level in force
    """
    policies.check_print(actor, area)
    rows = queries.plaques_listed(
        actor, programme=programme, state=state, area=area, level=level, due=due
    )
    files, count = [], 0
    for town, plaques in by_town(rows):
        files.append(folder / file_name(town))
        files[-1].write_bytes(drawn(actor, plaques, address, template))
        count += len(plaques)
    note_printed(actor, area, count, template)
    return files


def by_town(rows: RecognitionQuerySet) -> Iterator[tuple[str, list[Recognition]]]:
    """Yield the code of each town and its plaques by number; ``rows`` come by area."""
    towns = groupby(rows.iterator(chunk_size=2_000), key=lambda row: row.area_id[:TOWN])
    for town, some in towns:
        yield town, sorted(some, key=lambda row: row.plaque)


def note_printed(actor: Actor, area: str, count: int, template: Template) -> None:
    """
    Note on the trail that the plaques or certificates of a list were printed, with their number.

    :raises Refused: there are none
    """
    if not count:
        raise Refused(_("There is no plaque to print in this list."))
    trail.note(
        actor,
        ACTIONS[template],
        object_type="assess.recognition",
        area=area,
        count=count,
        fields=FIELDS[template],
    )


def drawn(
    actor: Actor, rows: Sequence[Recognition], address: str, template: Template = Template.PLAQUE
) -> bytes:
    """
    Return plaques or certificates as one PDF, in the language of the installation: they are for the family.

    The households of certificates must be loaded.
    """
    heads = {}
    if template is Template.CERTIFICATE:
        heads = {one.id: shown_name(actor, one.household.head_name, one.area_id) for one in rows}
    with translation.override(settings.LANGUAGE_CODE):
        return draw(template, list(documents(rows, address, heads)))


def file_name(town: str) -> str:
    """Return the name of a town's file: its code and its name."""
    name = org.area_names([town]).get(town, "")
    return get_valid_filename(f"{town} {name}".strip()) + ".pdf"


def documents(
    rows: Sequence[Recognition], address: str, heads: Mapping[UUID, str] | None = None
) -> Iterator[Document]:
    """
    Yield what stands on the plaques or certificates of recognitions; their applications must be loaded.

    ``heads`` are the names certificates are given to, by recognition.
    """
    names_of_heads = heads or {}
    ladders = assess.ladders_by_id(row.application.ladder_id for row in rows)
    bodies = {row.id: body_of(row, ladders[row.application.ladder_id]) for row in rows}
    names = org.area_names(bodies.values())
    for row in rows:
        level = ladders[row.application.ladder_id].level(row.level)
        yield Document(
            title=level.title,
            number=_("No. %(number)s") % {"number": row.plaque},
            issuer=_("Women’s Federation of %(area)s") % {"area": names[bodies[row.id]]},
            day=date_format(row.certified_on, "DATE_FORMAT"),
            hint=_("Scan to check"),
            address=address.format(code=row.verification_code),
            heading=_("Certificate"),
            addressee=_("To the family of %(head)s:") % {"head": names_of_heads.get(row.id, "")},
            body=_("After assessment and public notice your home is recognised as"),
        )


def body_of(row: Recognition, ladder: Ladder) -> str:
    """Return the code of the area whose federation certified a recognition."""
    return row.area_id[: CODE_LENGTHS[ladder.level(row.level).certified_by]]
