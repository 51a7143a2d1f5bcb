"""
A list of 165,570 rows and 20 columns to .xlsx, against the fastest writer there is for Python.

The peer is rustpy-xlsxwriter itself, given rows that are ready but for the names of their columns, which it
wants with each. Ours takes the rows as a query gives them, masks names, numbers and addresses by role, keeps
formulas from being ones, counts, and notes the export on the trail. They take turns.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import common
import rustpy_xlsxwriter

ROWS = 165_570
TURNS = 3
DISTRICT = "370211"
KINDS = (
    "text",
    "name",
    "number-tail",
    "number-tail",
    "hidden",
    "date",
    "number",
    "number",
    "text",
    "text",
) * 2


def main() -> None:
    """Measure peer and export in turn and print the ratio of their medians."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=ROWS)
    options.add_argument("--turns", type=int, default=TURNS)
    chosen = options.parse_args()
    folder = common.set_up()
    given = list(rows(chosen.rows))
    ready = [tuple(str(c) if isinstance(c, date) else c for c in row) for row in given]
    peers, exports = [], []
    for _turn in range(chosen.turns):
        peers.append(common.take_time(lambda: peer(folder / "peer.xlsx", ready)))
        exports.append(common.take_time(lambda: export(folder / "export.xlsx", given)))
        common.say(f"writer {peers[-1]:.2f} s, export {exports[-1]:.2f} s")
    common.report(
        "export",
        ratio=round(median(exports) / median(peers), 3),
        writer_seconds=round(median(peers), 2),
        export_seconds=round(median(exports), 2),
        rows=chosen.rows,
        columns=len(KINDS),
        file_mb=round((folder / "export.xlsx").stat().st_size / 1e6, 1),
    )


def rows(count: int) -> Iterator[tuple[object, ...]]:
    """Yield rows as a query gives them."""
    first = date(2019, 1, 1)
    for n in range(count):
        half = (
            f"370211105{n % 376:03d}", "王秀英", f"3702001970010{n % 10_000:05d}", f"143{n:08d}",
            f"大村镇某村{n}号", first + timedelta(n % 700), n, n / 7, "是",
            "=平房" if n % 50 == 0 else "平房",
        )  # fmt: skip
        yield half + half


def peer(path: Path, ready: list[tuple[object, ...]]) -> None:
    """Write rows as they are."""
    titles = [f"column {n}" for n in range(len(KINDS))]
    rustpy_xlsxwriter.write_worksheet(
        (dict(zip(titles, row, strict=True)) for row in ready), str(path)
    )


def export(path: Path, given: list[tuple[object, ...]]) -> None:
    """Write rows as the desk does, for an officer of the district."""
    from uuid import uuid4

    from jinguo.exchange import export as exporting
    from jinguo.org.actor import ActivePost, Actor

    actor = Actor(name="bench", posts=(ActivePost("district-officer", uuid4(), "bench", DISTRICT),))
    columns = [
        exporting.Column(f"c{n}", f"column {n}", exporting.Kind(kind))
        for n, kind in enumerate(KINDS)
    ]
    written = exporting.stream(
        actor, title="bench", columns=columns, rows=given, area=DISTRICT, path=path,
        object_type="people.household", area_of=lambda row: row[0],
    )  # fmt: skip
    if written != len(given):
        raise SystemExit(f"{written} rows were written instead of {len(given)}")


if __name__ == "__main__":
    main()
