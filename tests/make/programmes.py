"""Packs as folders, and the installation's own ones applied."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from jinguo.org.actor import Actor
from jinguo.org.models import Area, Level
from jinguo.org.roles import Capability
from jinguo.programmes import actions

NOON = datetime(2020, 6, 15, 4, tzinfo=UTC)
PACKS = Path(__file__).parents[2] / "packs"
APPLIER = Actor.system("tests", Capability.PROGRAMMES_APPLY, Capability.PROGRAMMES_VIEW)

HEAD = """\
name: elsewhere
title: 另一个区的工作
title_en: Another district's plan
area: "370212"
year: 2020
lines:
- id: yards
  title: 庭院
  summary: 一条线。
  icon: house
"""
YARDS = """\
programme: clean-yards
title: 洁美庭院
line: yards
position: 10
summary: 一件事。
source: {title: 区文件}
sheets:
- id: two-points
  title: 评分表
  from: 2020-01-01
  full: 10
  source: {title: 区文件}
  items:
  - {id: yard, title: 院子, max: 6}
  - {id: gate, title: 门口, max: 4}
ladder:
- from: 2020-01-01
  source: {title: 区文件}
  levels:
  - {id: one-star, title: 一星, min_score: 6, certified_by: township}
  - {id: two-star, title: 二星, min_score: 9, certified_by: county}
  eligibility:
  - {rule: resident, levels: [two-star], source: {title: 区文件}}
  - {rule: reapply-after, months: 3, source: {title: 区文件}}
  rules: {notice_days: 7}
measures:
- id: yards.stars
  title: 星级庭院
  definition: 现有星级的庭院。
  unit: 户
  how: balance
  fact: assess.recognised
  of_programme: clean-yards
- id: yards.base
  title: 庭院
  definition: 登记的庭院。
  unit: 户
  how: balance
  fact: people.household
- id: yards.rate
  title: 占比
  definition: 星级庭院与庭院之比。
  unit: "%"
  ratio: [yards.stars, yards.base]
targets:
- {measure: yards.rate, by: 2020-12-31, value: 30%, source: {title: 区文件}}
"""
REPORT = """\
report: short
title: 简报
title_en: Short report
issuer: 某区妇女联合会
blocks:
- title: 某区妇联{{period.year}}年简报
- heading: 庭院
- subheading: 进展
- paragraph: |-
    截至{{period.end}}，星级庭院{{yards.stars}}，
    占比{{yards.rate}}，{{yards.stars day=previous-year format=change}}。
"""
FILES = {"pack.yaml": HEAD, "clean-yards.yaml": YARDS, "reports/short.yaml": REPORT}


def pack_folder(folder: Path, **changed: str) -> Path:
    """A sound pack of another district in ``folder``; ``changed`` replaces whole files by name."""
    names = {"pack": "pack.yaml", "yards": "clean-yards.yaml", "report": "reports/short.yaml"}
    files = FILES | {names.get(name, f"{name}.yaml"): text for name, text in changed.items()}
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def county(code: str = "370211", name: str = "黄岛区") -> Area:
    """A county, with the province and the city above it."""
    for width, level in ((2, Level.PROVINCE), (4, Level.CITY), (6, Level.COUNTY)):
        area, _made = Area.objects.get_or_create(
            code=code[:width],
            defaults={
                "name": name if width == 6 else f"area {code[:width]}",
                "level": level,
                "pinyin": code[:width],
                "valid_from": date(2019, 1, 1),
            },
        )
    return area


def applied_packs() -> None:
    """The installation's own packs, in force."""
    county()
    for name in ("base", "xihaian"):
        actions.apply_pack(actor=APPLIER, folder=PACKS / name, now=NOON)


def applied_elsewhere(folder: Path) -> None:
    """The sound pack of :func:`pack_folder`, in force in its district."""
    county("370212", "崂山区")
    actions.apply_pack(actor=APPLIER, folder=pack_folder(folder), now=NOON)
