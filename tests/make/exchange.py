"""Rosters as workbooks, and what brings them in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

import openpyxl
from django.db import connection

from jinguo.exchange import actions
from jinguo.exchange.models import Batch, Printing, Run
from jinguo.org.models import Area
from tests.make.people import HOME, colleague, id_number, instant, village

HEADER = (
    "村代码",
    "户主姓名",
    "身份证号",
    "联系电话",
    "家庭人口",
    "是否常住",
    "院落类型",
    "详细地址",
    "街巷",
)


def roster_row(number: int = 1, **changed) -> list[object]:
    """A row nothing is wrong with; ``changed`` replaces cells by their heading."""
    row = {
        "村代码": HOME,
        "户主姓名": "王秀英",
        "身份证号": id_number(number),
        "联系电话": f"1430000{number:04d}",
        "家庭人口": 3,
        "是否常住": "是",
        "院落类型": "平房",
        "详细地址": f"大村镇某村{number}号",
        "街巷": "东街",
    }
    return list((row | changed).values())


def workbook(rows: Iterable[Sequence[object]], header: Sequence[object] | None = HEADER) -> bytes:
    """The bytes of a workbook with these rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [header, *rows] if header is not None else rows:
        sheet.append(list(row))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def upload(data: bytes | None = None, *, rows: int = 2, **given) -> Batch:
    """A workbook uploaded by a town officer for her town."""
    village(given.pop("village", HOME))
    data = workbook([roster_row(n + 1) for n in range(rows)]) if data is None else data
    return actions.upload(
        **{
            "actor": colleague(),
            "kind": "roster",
            "file_name": "名册.xlsx",
            "area": HOME[:9],
            "now": instant(),
            "data": data,
            **given,
        }
    )


def checked(data: bytes | None = None, *, rows: int = 2, **given) -> Batch:
    """A workbook uploaded and checked."""
    batch = upload(data, rows=rows)
    return actions.check(actor=colleague(), batch_id=batch.id, now=instant(), **given)


def applied(data: bytes | None = None, *, rows: int = 2, only_good: bool = True) -> Batch:
    """A workbook whose good rows are on the register."""
    batch = checked(data, rows=rows)
    return actions.apply(actor=colleague(), batch_id=batch.id, only_good=only_good, now=instant())


def rename_village(code: str, name: str) -> None:
    """A village of this name."""
    village(code)
    Area.objects.filter(code=code).update(name=name)


def queued_as(work: Run | Printing, **fields: object) -> None:
    """Say of the job of some work what the queue's worker would."""
    with connection.cursor() as cursor:
        for name, value in fields.items():
            cursor.execute(
                f"UPDATE procrastinate_jobs SET {name} = %s WHERE id = %s", [value, work.job]
            )
