"""What the pages of imports and printings show: the steps of an import, how far the worker is, news of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from jinguo.exchange import queries
from jinguo.exchange.models import Batch, Printing, Run, Step
from jinguo.exchange.plaques.drawing import Template
from jinguo.exchange.queue import Standing
from jinguo.exchange.roster.fields import TITLES, Field
from jinguo.org import queries as org
from jinguo.org.actor import Actor

LISTED = 20
NEWS = 5
AT_WORK = {Standing.WAITING, Standing.UNATTENDED, Standing.RUNNING}
UPLOAD, COLUMNS, CHECK, WRITE, DONE = "upload", "columns", "check", "write", "done"
WAYS: dict[str, dict[str, str | Promise]] = {
    Batch.Kind.ROSTER: {
        UPLOAD: _("Upload"),
        COLUMNS: _("Columns"),
        CHECK: _("What is wrong"),
        WRITE: _("Put on the register"),
        DONE: _("Done"),
    },
    Batch.Kind.SCORES: {
        UPLOAD: _("Upload"),
        CHECK: _("What is wrong"),
        WRITE: _("Take the scores"),
        DONE: _("Done"),
    },
    Batch.Kind.VISITS: {
        UPLOAD: _("Upload"),
        CHECK: _("What is wrong"),
        WRITE: _("Record the visits"),
        DONE: _("Done"),
    },
}
STEPS_OF: dict[str, Sequence[Step]] = {
    Run.Act.CHECK: (Step.READ, Step.CHECK, Step.COMPARE),
    Run.Act.APPLY: (Step.READ, Step.CHECK, Step.COMPARE, Step.WRITE, Step.UPDATE),
    Run.Act.UNDO: (Step.REMOVE,),
}

REFUSED: tuple[str | Promise, str] = (pgettext_lazy("work", "refused"), "bad")
SAID: dict[Standing, tuple[str | Promise, str]] = {
    Standing.WAITING: (_("waiting for its turn"), "wait"),
    Standing.UNATTENDED: (_("not at work"), "warn"),
    Standing.RUNNING: (_("at work"), "wait"),
    Standing.BROKEN: (_("cut short"), "bad"),
    Standing.FINISHED: (_("done"), "good"),
}


@dataclass(frozen=True)
class Stage:
    """One step of the way, or of the worker's: behind, here, or ahead."""

    title: str
    is_done: bool
    is_current: bool


@dataclass(frozen=True)
class Working:
    """
    How far the background worker is, in words and by the kind of a tag.

    ``progress`` is a sentence; ``total`` is 0 while nobody knows how much there is.
    """

    title: str
    standing: Standing
    said: str
    kind: str
    stages: Sequence[Stage]
    progress: str
    done: int
    total: int


@dataclass(frozen=True)
class News:
    """What the first page says of work left to the background worker; ``kind`` is that of a tag."""

    href: str
    title: str
    act: str
    text: str
    kind: str


@dataclass(frozen=True)
class Difference:
    """A row that is on the register with other details, and which."""

    row: int
    fields: str


def way(batch: Batch, at: str) -> list[Stage]:
    """Return the steps of an import, the one named being where it is."""
    return stages(WAYS[batch.kind], at, is_over=at == DONE)


def stages(titles: Mapping[str, str | Promise], at: str, *, is_over: bool = False) -> list[Stage]:
    """Return steps in order; those before ``at`` are done, and ``at`` too when all is over."""
    keys = list(titles)
    here = keys.index(at) if at in keys else -1
    return [
        Stage(str(title), place < here or (is_over and place == here), key == at)
        for place, (key, title) in enumerate(titles.items())
    ]


def step_of(batch: Batch) -> str:
    """Return the step at which a batch is that nobody works on."""
    if batch.state == Batch.State.CHECKED:
        return CHECK if batch.bad or not (batch.good or batch.differing) else WRITE
    return CHECK if batch.state == Batch.State.UPLOADED else DONE


def working_on_batch(run: Run, standing: Standing) -> Working:
    """Return what the page says while the worker has a batch."""
    titles = {str(step): step.label for step in STEPS_OF[run.act]}
    if run.act == Run.Act.APPLY and not run.choice.get("update"):
        del titles[Step.UPDATE]
    if run.batch.kind != Batch.Kind.ROSTER:
        titles.pop(Step.COMPARE, None)
    return working(
        run,
        standing,
        run.get_act_display(),
        stages(titles, run.step),
        rows_done(run.done, run.total),
    )


def rows_done(done: int, total: int) -> str:
    """Say how many rows of how many are done."""
    if not total:
        return gettext("Reading begins")
    if not done:
        return gettext("%(total)s rows") % {"total": f"{total:,}"}
    return gettext("%(done)s of %(total)s rows") % {"done": f"{done:,}", "total": f"{total:,}"}


def working_on_plaques(printing: Printing, standing: Standing) -> Working:
    """Return what the page says while the worker prints."""
    progress = gettext("The list is being read")
    if printing.total:
        progress = gettext("%(done)s of %(total)s printed") % {
            "done": f"{printing.done:,}",
            "total": f"{printing.total:,}",
        }
    return working(printing, standing, str(Step.PRINT.label), [], progress)


def working(
    work: Run | Printing, standing: Standing, title: str, steps: Sequence[Stage], progress: str
) -> Working:
    """Return how work stands, with what differs by its kind."""
    said, kind = SAID[standing]
    return Working(title, standing, str(said), kind, steps, progress, work.done, work.total)


def step_at_work(run: Run) -> str:
    """Return the step of the way at which the worker is."""
    return {Run.Act.CHECK: CHECK, Run.Act.APPLY: WRITE}.get(Run.Act(run.act), DONE)


def news(actor: Actor) -> list[News]:
    """Return what is to be said of the actor's work whose end she has not seen yet, the latest first."""
    runs = [(run.asked_at, news_of_run(run)) for run in queries.runs_to_tell(actor)[:NEWS]]
    printings = [
        (printing.asked_at, news_of_printing(printing))
        for printing in queries.printings(actor).to_tell(actor)[:NEWS]
    ]
    latest = sorted([*runs, *printings], key=lambda one: one[0], reverse=True)
    return [one for _at, one in latest[:NEWS]]


def news_of_run(run: Run) -> News:
    href = reverse("desk:import", args=[run.batch_id])
    return News(href, run.batch.file_name, run.get_act_display(), *said_of(run))


def news_of_printing(printing: Printing) -> News:
    href = reverse("desk:printing", args=[printing.id])
    return News(href, title_of(printing), str(Step.PRINT.label), *said_of(printing))


def said_of(work: Run | Printing) -> tuple[str, str]:
    """Return how work stands in few words, and the kind of its tag."""
    standing = queries.standing_of(work)
    is_refused = standing == Standing.FINISHED and work.refusal
    text, kind = REFUSED if is_refused else SAID[standing]
    return str(text), kind


def title_of(printing: Printing) -> str:
    """Return what was printed, by its area."""
    name = org.area_names([printing.area]).get(printing.area, printing.area)
    if printing.template is Template.CERTIFICATE:
        return gettext("Certificates of %(area)s") % {"area": name}
    return gettext("Plaques of %(area)s") % {"area": name}


def ordered(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return counts, the most frequent first."""
    return sorted(counts.items(), key=lambda item: -item[1])


def differences(batch: Batch) -> list[Difference]:
    """Return the first rows that are on the register with other details."""
    return [
        Difference(one["row"], "、".join(str(TITLES[Field(name)]) for name in one["fields"]))
        for one in batch.differed[:LISTED]
    ]


def by_field(batch: Batch) -> list[tuple[str, int]]:
    """Return in what rows differ from the register, and how many do, the most frequent first."""
    return [(str(TITLES[Field(name)]), count) for name, count in ordered(batch.differences)]
