"""
Plaques of one town in one PDF, against typst alone.

The floor is typst setting the same template from the same data with the QR codes ready. Ours reads the
recognitions, draws the codes, sets the pages, writes the file and notes the trail. They take turns, each time
for another address: typst remembers what it has set before, and nobody prints the same plaques twice.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from statistics import median

import common

PLAQUES = 720  # 16,557 in 23 towns
TURNS = 5


def main() -> None:
    """Measure floor and run in turn and print documents per second, and the ratio of the medians."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--plaques", type=int, default=PLAQUES)
    options.add_argument("--turns", type=int, default=TURNS)
    chosen = options.parse_args()
    folder = common.set_up()
    sys.path.insert(0, str(common.ROOT))  # its world is made by the factories of the tests
    with common.step("a town with its plaques"):
        actor = world(chosen.plaques)
    floors, runs = [], []
    for turn in range(chosen.turns):
        data = ready(f"floor-{turn}")
        floors.append(take_time(lambda data=data: floor(data)))
        runs.append(
            take_time(lambda host=f"run-{turn}": printed(actor, folder, chosen.plaques, host))
        )
        common.say(f"typst {floors[-1]:.2f} s, plaques {runs[-1]:.2f} s")
    common.report(
        "plaques",
        ratio=round(median(runs) / median(floors), 3),
        plaques_per_second=round(chosen.plaques / median(runs)),
        typst_per_second=round(chosen.plaques / median(floors)),
        plaques=chosen.plaques,
        file_mb=round(next(folder.glob("*.pdf")).stat().st_size / 1e6, 1),
    )


def take_time(act) -> float:
    """Return how long an act takes, in seconds."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def world(count: int):
    """Make recognitions of one town without their history, and return an officer of the district."""
    from tests.make import assess as make

    from jinguo.assess.models import Application, Recognition
    from jinguo.people.models import Household

    sheet, ladder, area = make.sheet(), make.ladder(), make.place()
    day = date(2020, 6, 12)
    homes = Household.objects.bulk_create(
        Household(
            area=area, code=f"{area.code}{n:05}", head_name="王秀英", head_pinyin="wangxiuying",
            registered_on=day,
        )
        for n in range(count)
    )  # fmt: skip
    asked = Application.objects.bulk_create(
        Application(
            programme=make.PROGRAMME, household=home, area=area, sheet=sheet, ladder=ladder,
            level="demo", state="certified", state_on=day, applied_on=day, total=95,
        )
        for home in homes
    )  # fmt: skip
    Recognition.objects.bulk_create(
        Recognition(
            programme=make.PROGRAMME, household_id=one.household_id, application=one, area=area,
            level="demo", state="certified", certified_on=day, total=95,
            plaque=f"370211-2020-{n:05}",
        )
        for n, one in enumerate(asked, start=1)
    )  # fmt: skip
    return make.officer()


def address_at(host: str) -> Callable[[str], str]:
    """Return what makes the public address of a code."""
    return lambda code: f"https://{host}.example.org/v/{code}"


def ready(host: str) -> str:
    """Return what typst needs for all plaques."""
    from jinguo.assess.models import Recognition
    from jinguo.exchange.actions.plaques import documents
    from jinguo.exchange.plaques.drawing import qr_code

    rows = list(Recognition.objects.select_related("application").order_by("plaque"))
    pages = [
        {**asdict(one), "qr": qr_code(one.address)} for one in documents(rows, address_at(host))
    ]
    return json.dumps(pages, ensure_ascii=False)


def floor(data: str) -> None:
    """Set the pages by typst alone."""
    import typst

    from jinguo.exchange.plaques.drawing import FONTS, Template, template_file

    typst.compile(
        template_file(Template.PLAQUE), font_paths=[str(FONTS)], sys_inputs={"data": data}
    )


def printed(actor, folder: Path, expected: int, host: str) -> None:
    """Print the plaques of the town as the desk does."""
    from tests.make import assess as make

    from jinguo.audit.models import Event
    from jinguo.exchange import actions

    actions.print_plaques(
        actor=actor, folder=folder, programme=make.PROGRAMME, state="certified", area=make.DISTRICT,
        address=address_at(host),
    )  # fmt: skip
    counted = Event.objects.filter(action="exchange.plaques").latest("id").count
    if counted != expected:
        raise SystemExit(f"{counted} plaques were printed instead of {expected}")


if __name__ == "__main__":
    main()
