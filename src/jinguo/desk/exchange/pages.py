"""What the pages of an import show, step by step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jinguo.exchange import queries
from jinguo.exchange.models import Batch, Run, Step
from jinguo.exchange.queue import Standing
from jinguo.exchange.roster.fields import TITLES, Field

LISTED = 20
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

REFUSED: tuple[str | Promise, str] = (_("refused; nothing was written"), "bad")
SAID: dict[Standing, tuple[str | Promise, str]] = {
    Standing.WAITING: (_("waiting for its turn"), "wait"),
    Standing.UNATTENDED: (_("not at work"), "warn"),
    Standing.RUNNING: (_("at work"), "wait"),
    Standing.BROKEN: (_("cut short; nothing was written"), "bad"),
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

    ``total`` rows are 0 while nobody knows how many there are.
    """

    title: str
    standing: Standing
    said: str
    kind: str
    stages: Sequence[Stage]
    done: int
    total: int


@dataclass(frozen=True)
class News:
    """What the first page says of a workbook the background worker was given; ``kind`` is that of a tag."""

    batch: UUID
    file_name: str
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


def working(run: Run, standing: Standing) -> Working:
    """Return what the page says while the worker has a batch."""
    titles = {str(step): step.label for step in STEPS_OF[run.act]}
    if run.act == Run.Act.APPLY and not run.choice.get("update"):
        del titles[Step.UPDATE]
    if run.batch.kind != Batch.Kind.ROSTER:
        titles.pop(Step.COMPARE, None)
    said, kind = SAID[standing]
    return Working(
        title=run.get_act_display(),
        standing=standing,
        said=str(said),
        kind=kind,
        stages=stages(titles, run.step),
        done=run.done,
        total=run.total,
    )


def step_at_work(run: Run) -> str:
    """Return the step of the way at which the worker is."""
    return {Run.Act.CHECK: CHECK, Run.Act.APPLY: WRITE}.get(Run.Act(run.act), DONE)


def news(runs: Iterable[Run]) -> list[News]:
    """Return what is to be said of work whose end was not seen yet."""
    return [news_of(run) for run in runs]


def news_of(run: Run) -> News:
    standing = queries.standing_of(run)
    if standing == Standing.FINISHED and run.refusal:
        text, kind = REFUSED
    else:
        text, kind = SAID[standing]
    return News(run.batch_id, run.batch.file_name, run.get_act_display(), str(text), kind)


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
