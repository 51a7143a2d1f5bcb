"""
Plaques of a town, or of a district with ``--towns 23 --turns 1``, one PDF a town, against typst alone.

The floor is typst setting the same template from the same data with the QR codes ready, town by town. Ours
reads the recognitions, draws the codes, sets the pages, seals the files and notes the trail, as the
background worker does. They take turns, each time for another address: typst remembers what it has set
before, and nobody prints the same plaques twice.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from datetime import date
from functools import partial
from itertools import cycle
from statistics import median
from typing import TYPE_CHECKING

import common
from django.utils import timezone

if TYPE_CHECKING:
    from jinguo.exchange.models import Printing
    from jinguo.org.actor import Actor

PLAQUES, WHOLE = 720, 16_557  # of a town; of a district of 23 towns
TURNS = 5


def main() -> None:
    """Measure floor and run in turn and print documents per second, and the ratio of the medians."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--plaques", type=int, help="in all; left out: 720 a town")
    options.add_argument("--towns", type=int, default=1)
    options.add_argument("--turns", type=int, default=TURNS)
    chosen = options.parse_args()
    count = chosen.plaques or min(WHOLE, PLAQUES * chosen.towns)
    common.set_up()
    sys.path.insert(0, str(common.ROOT))  # its world is made by the factories of the tests
    with common.step(f"{chosen.towns} towns with {count} plaques"):
        actor = world(count, chosen.towns)
    floors, runs = [], []
    for turn in range(chosen.turns):
        data = ready(f"floor-{turn}")
        floors.append(common.take_time(partial(floor, data)))
        printing = asked_for(actor, f"run-{turn}")
        runs.append(common.take_time(partial(printed, printing)))
        check(printing, count, chosen.towns)
        common.say(f"typst {floors[-1]:.2f} s, plaques {runs[-1]:.2f} s")
    common.report(
        "plaques",
        ratio=round(median(runs) / median(floors), 3),
        plaques_per_second=round(count / median(runs)),
        typst_per_second=round(count / median(floors)),
        seconds=round(median(runs), 1),
        plaques=count,
        towns=chosen.towns,
        files_mb=round(sum(file.size for file in printing.files.all()) / 1e6, 1),
    )


def world(count: int, towns: int) -> Actor:
    """Make recognitions of some towns without their history, and return an officer of the district."""
    from tests.make import assess as make
    from tests.make import desk, org

    from jinguo.assess.models import Application, Recognition
    from jinguo.org.queries import actor_for
    from jinguo.people.models import Household

    account = desk.someone("district-officer")
    sheet, ladder = make.sheet(), make.ladder()
    areas = [org.area(code=f"{make.DISTRICT}{100 + n}201") for n in range(towns)]
    day = date(2020, 6, 12)
    homes = Household.objects.bulk_create(
        Household(
            area=area, code=f"{area.code}{n:05}", head_name="王秀英", head_pinyin="wangxiuying",
            registered_on=day,
        )
        for n, area in zip(range(count), cycle(areas))
    )  # fmt: skip
    asked = Application.objects.bulk_create(
        Application(
            programme=make.PROGRAMME, household=home, area=home.area, sheet=sheet, ladder=ladder,
            level="demo", state="certified", state_on=day, applied_on=day, total=95,
        )
        for home in homes
    )  # fmt: skip
    Recognition.objects.bulk_create(
        Recognition(
            programme=make.PROGRAMME, household_id=one.household_id, application=one, area=one.area,
            level="demo", state="certified", certified_on=day, total=95,
            plaque=f"370211-2020-{n:05}",
        )
        for n, one in enumerate(asked, start=1)
    )  # fmt: skip
    return actor_for(account, on=date.today())


def address_at(host: str) -> str:
    """Return the public address of a plaque, with ``{code}`` for its code."""
    return f"https://{host}.example.org/v/{{code}}"


def ready(host: str) -> list[str]:
    """Return what typst needs for the plaques of each town."""
    from jinguo.assess.models import Recognition
    from jinguo.core.typesetting import qr_code
    from jinguo.exchange.actions.plaques import by_town, documents

    rows = Recognition.objects.select_related("application").order_by("area_id")
    made = []
    for _town, plaques in by_town(rows):
        some = documents(plaques, address_at(host))
        pages = [{**asdict(one), "qr": qr_code(one.address)} for one in some]
        made.append(json.dumps(pages, ensure_ascii=False))
    return made


def floor(towns: list[str]) -> None:
    """Set the pages by typst alone."""
    import typst

    from jinguo.core.typesetting import FONTS
    from jinguo.exchange.plaques.drawing import FOLDER, Template

    template = FOLDER / f"{Template.PLAQUE}.typ"
    for data in towns:
        typst.compile(str(template), font_paths=[str(FONTS)], sys_inputs={"data": data})


def asked_for(actor: Actor, host: str) -> Printing:
    """Ask the background worker for the plaques of the district."""
    from tests.make import plaques

    return plaques.asked_for(actor, address=address_at(host))


def printed(printing: Printing) -> None:
    """Print them as the background worker does."""
    from jinguo.exchange import actions

    actions.carry_out(kind="printing", work_id=printing.id, now=timezone.now())


def check(printing: Printing, expected: int, towns: int) -> None:
    """Stop when not every plaque was printed, or not in one file a town."""
    printing.refresh_from_db()
    files = list(printing.files.all())
    counted = sum(file.plaques for file in files)
    if (counted, len(files)) != (expected, towns):
        raise SystemExit(f"{counted} plaques in {len(files)} files: {printing.refusal}")


if __name__ == "__main__":
    main()
