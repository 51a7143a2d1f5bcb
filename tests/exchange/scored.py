"""What scoring by workbook needs and leaves: good points, applications by number, faults by row."""

from datetime import date

from jinguo.assess import actions as acts
from jinguo.assess.actions import ScoreIn
from jinguo.assess.models import Application
from jinguo.exchange.models import Batch
from tests.make import assess

GOOD = [25, 25, 25, 20]


def problems(batch: Batch) -> list[tuple[int, str]]:
    return [(one["row"], one["reason"]) for one in batch.problems]


def of(code: str) -> Application:
    return Application.objects.get(household__code=code)


def score_alone(application: Application, points=GOOD, **given) -> None:
    acts.score(
        actor=assess.officer(), sheets=[ScoreIn(application.id, points, **given)], kind="town",
        on=date(2020, 6, 3), now=assess.noon(),
    )  # fmt: skip
