"""Whatever the file, the reading process answers with rows or a sentence, and this process goes on."""

import os
import resource
import signal
import subprocess
import threading
import time
from collections import Counter

import pytest

from jinguo.core.jail import parent
from jinguo.core.jail.child import Unfit
from jinguo.demo.roster import demo_roster
from jinguo.exchange.reading import archive, jail
from jinguo.exchange.reading.jail import UnreadableFile, sentence
from tests.exchange import hostile
from tests.make.exchange import roster_row, workbook


def outcome(data: bytes) -> str:
    """Say what became of a file: ``read``, or the sentence it was refused with."""
    try:
        jail.read(data)
    except UnreadableFile as refusal:
        return refusal.message
    return "read"


def test_a_plain_workbook_is_read_with_its_place():
    book = jail.read(workbook([roster_row(1), roster_row(2)]))

    assert (book.sheet, book.rows, book.width, book.top, book.left) == ("Sheet", 3, 9, 0, 0)
    assert book.column(1) == ["户主姓名", "王秀英", "王秀英"]
    assert book.column(4) == ["家庭人口", "3", "3"]  # a float in the file, a whole number here


def test_numbers_a_spreadsheet_has_rounded_are_marked():
    book = jail.read(
        workbook([[370211197501010123, 14300000001, 3.5, "370211197501010123", True]], None)
    )

    assert [book.column(n)[0] for n in range(5)] == [
        "\x01370211197501010112", "14300000001", "3.5", "370211197501010123", "是",
    ]  # fmt: skip


def test_a_table_that_does_not_begin_at_the_corner_keeps_its_place():
    rows = [[], [], [None, None, "户主", "甲"], [None, None, None, "乙\n丙"]]

    book = jail.read(workbook(rows, None))

    assert (book.top, book.left, book.rows) == (2, 2, 2)
    assert book.column(0) == ["户主", ""]


@pytest.mark.slow
def test_a_large_roster_passes_the_limits(tmp_path):
    counts = demo_roster(tmp_path / "r.xlsx", households=20_000)
    book = jail.read((tmp_path / "r.xlsx").read_bytes())

    assert book.rows == 2 + sum(counts.values()) == 20_002


@pytest.mark.slow
@pytest.mark.parametrize("kind", [hostile.bombs, hostile.entities, hostile.paths, hostile.broken])
def test_hostile_files_are_refused_with_a_sentence_and_cost_this_process_nothing(kind, counted):
    number = 0
    for name, data in hostile.corpus(kind):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        began = time.monotonic()
        assert outcome(data) != "read", name
        assert time.monotonic() - began < 65, name
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
        assert grown < 50, (name, grown)
        number += 1
    counted(f"workbooks, {kind.__name__}: {number} files, all refused")


@pytest.mark.slow
@pytest.mark.parametrize("kind, number", [(hostile.mutated, 60), (hostile.mutated_sheets, 40)])
def test_mutated_files_are_read_or_refused_but_never_a_fault(kind, number, counted):
    outcomes = {name: outcome(data) for name, data in kind(number)}

    read = Counter(outcomes.values())["read"]
    counted(f"workbooks, {kind.__name__}: {number} files, {read} read, {number - read} refused")
    assert len(outcomes) == number
    assert 0 < read < number
    ended = [name for name, said in outcomes.items() if said == sentence("died")]
    assert not ended, "these ended the reading process"


@pytest.mark.parametrize(
    "files, code",
    [
        (
            hostile.bombs,
            {"ratio", "too-large-unpacked", "nested", "too-many-members", "overlap", "damaged"},
        ),
        (hostile.entities, {"xml-entities", "xml-encoding"}),
        (hostile.paths, {"path", "link", "same-name-twice", "macros"}),
    ],
)
def test_the_archive_check_finds_them_before_anything_is_unpacked(files, code):
    for name, data in hostile.corpus(files):
        if name == "lying-about-sizes":
            continue  # what it declares is fine; the limits of the process hold it
        with pytest.raises(Unfit) as unfit:
            archive.check(data)
        assert unfit.value.code in code, (name, unfit.value.code)


def test_the_death_of_the_reading_process_is_a_sentence(monkeypatch):
    children = []
    real = subprocess.Popen

    def remembered(*arguments, **named):
        children.append(real(*arguments, **named))
        return children[-1]

    monkeypatch.setattr(parent.subprocess, "Popen", remembered)
    killer = threading.Thread(target=lambda: kill_when_there(children))
    killer.start()
    try:
        with pytest.raises(UnreadableFile, match="512 MB"):
            jail.read(workbook([roster_row(n) for n in range(3)]))
    finally:
        killer.join()


def kill_when_there(children: list) -> None:
    while not children:
        time.sleep(0.001)
    os.kill(children[0].pid, signal.SIGKILL)
