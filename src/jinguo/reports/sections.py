"""The ``reports`` folder of a pack: its templates, checked and published."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext as _

from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.programmes import sections
from jinguo.programmes.sections import Context
from jinguo.programmes.source import Document, Problem
from jinguo.programmes.validation import build
from jinguo.reports import models
from jinguo.reports.templates import Template, faults

FOLDER = "reports"


def connect() -> None:
    """Make the ``reports`` folder of every pack this module's business."""
    sections.register(FOLDER, check, publish)


def check(context: Context, documents: Sequence[Document]) -> list[Problem]:
    """Return what is wrong with a pack's templates: keys, figures nobody defines, loose numbers."""
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for document in documents:
        template, found = build(Template, document)
        problems += found
        if template is None:
            continue
        if template.report in seen:
            problems.append(
                document.problem(
                    _("“%(name)s” is declared already, in %(file)s.")
                    % {"name": template.report, "file": seen[template.report]},
                    ["report"],
                )
            )
        seen.setdefault(template.report, document.file)
        problems += _words(context, document, template)
    return problems


def _words(context: Context, document: Document, template: Template) -> list[Problem]:
    problems = []
    for index, block in enumerate(template.blocks):
        for offset, line in _lines(document, index, block.kind):
            place = document.problem("", ["blocks", index, block.kind]).line + offset
            problems += [
                Problem(document.file, place, fault)
                for fault in faults(line, context.measures, context.area)
            ]
    return problems


def _lines(document: Document, index: int, kind: str) -> list[tuple[int, str]]:
    """Return the lines of a block's words with their distance from the line of its key."""
    words = document.data["blocks"][index][kind]  # type: ignore[index]
    lines = str(words).splitlines()
    first = 0 if len(lines) == 1 and not _is_literal(document, index, kind) else 1
    return [(first + number, line) for number, line in enumerate(lines)]


def _is_literal(document: Document, index: int, kind: str) -> bool:
    line = document.text.splitlines()[document.line(["blocks", index, kind]) - 1]
    return line.rstrip().endswith(("|", "|-", ">", ">-"))


def publish(actor: Actor, context: Context, documents: Sequence[Document], now: datetime) -> None:
    """
    Store a version of each template whose words changed.

    Reports that are open go on with the new words; what is frozen stays as it was.

    :raises Denied: the actor may not apply packs there
    """
    actor.require(Capability.PROGRAMMES_APPLY, context.area)
    newest = _newest(context.pack)
    templates = [build(Template, document)[0] for document in documents]
    rows = []
    for template in filter(None, templates):
        body = template.model_dump(exclude_none=True)
        digest = sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
        last = newest.get(template.report)
        if last is None or last.digest != digest:
            rows.append(
                models.Template(
                    pack=context.pack,
                    area=context.area,
                    key=template.report,
                    version=last.version + 1 if last else 1,
                    title=template.title,
                    title_en=template.title_en,
                    body=body,
                    digest=digest,
                )
            )
    for row in models.Template.objects.bulk_create(rows):
        models.Report.objects.filter(
            template__pack=row.pack, template__key=row.key, state=models.Report.State.OPEN
        ).update(template=row)


def _newest(pack: str) -> dict[str, models.Template]:
    rows = models.Template.objects.filter(pack=pack).order_by("key", "version")
    return {row.key: row for row in rows}
