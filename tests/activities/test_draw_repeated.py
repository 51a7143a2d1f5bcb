"""The file of a draw: an outsider repeats it, with the program and without, and finds what was changed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from jinguo.activities.drawing import Ticket
from jinguo.activities.drawn import as_record, is_record, read_record, verify
from jinguo.core.errors import Invalid

GOLDEN = Path(__file__).parent / "golden" / "seats-draw.json"
HOW_TO = Path(__file__).parents[2] / "docs" / "how-to" / "check-a-draw-of-seats.md"


def claimed(tmp_path, **changed) -> Path:
    file = tmp_path / "draw.json"
    file.write_text(json.dumps({**json.loads(GOLDEN.read_bytes()), **changed}), "utf-8")
    return file


def differing(file) -> list[str]:
    return [one.what for one in verify(read_record(file)) if not one.agrees]


def test_the_golden_draw_holds():
    assert is_record(GOLDEN)
    assert differing(GOLDEN) == []


@pytest.mark.parametrize(
    "changed, found",
    [
        ({"seed": "another"}, ["seed", "order", "seats", "waiting"]),
        ({"seed": " "}, ["seed", "draw"]),
        ({"published": "0" * 64}, ["seed"]),
        ({"capacity": 6}, ["seats", "waiting"]),
        ({"kept": 0}, ["seats", "waiting"]),
        ({"places": 2}, ["waiting"]),
        ({"order": ["0b77d2a9e1c65f42", "甲", "c3", "3f9a21c07be48d10", "a1", "b2"]}, ["order"]),
        ({"order": ["甲"]}, ["order"]),
        ({"seated": ["甲", "c3", "3f9a21c07be48d10", "b2"]}, ["seats"]),
        ({"seated": ["c3", "甲", "3f9a21c07be48d10", "a1"]}, ["seats"]),
        ({"waiting": []}, ["waiting"]),
    ],
)
def test_what_was_changed_is_named(tmp_path, changed, found):
    assert differing(claimed(tmp_path, **changed)) == found


def test_an_entry_left_out_or_given_priority_afterwards_is_found(tmp_path):
    entries = json.loads(GOLDEN.read_bytes())["entries"]

    assert "order" in differing(claimed(tmp_path, entries=entries[1:]))
    first = [{**entries[0], "has_priority": True}, *entries[1:]]
    assert "seats" in differing(claimed(tmp_path, entries=first))


@pytest.mark.parametrize(
    "changed, said",
    [
        ({"capacity": "5"}, "capacity"),
        ({"kept": -1}, "kept"),
        ({"places": True}, "places"),
        ({"order": None}, "order"),
        ({"entries": ["a1"]}, "Entry 1"),
        ({"entries": [{"code": "a1", "seats": 0, "has_priority": False}]}, "Entry 1"),
        ({"entries": [{"code": "a1", "seats": 1, "has_priority": False}] * 2}, "a1 twice"),
    ],
)
def test_what_is_no_record_is_said_to_be_none(tmp_path, changed, said):
    with pytest.raises(Invalid, match=said):
        read_record(claimed(tmp_path, **changed))


def test_a_file_of_something_else_is_no_record(tmp_path):
    assert not is_record(claimed(tmp_path, format="jinguo-draw/1"))
    assert not is_record(tmp_path / "absent.json")


def test_priority_is_told_only_where_seats_are_kept_for_it():
    def shown(kept: int) -> list[bool]:
        record = as_record(
            activity="7KQ2M4", published="", seed="7", capacity=1, kept=kept, places=1,
            tickets=[Ticket("a", 1, has_priority=True), Ticket("b", 1)], order=["a", "b"],
        )  # fmt: skip
        return [one["has_priority"] for one in record["entries"]]

    assert shown(1) == [True, False]
    assert shown(0) == [False, False]


@pytest.mark.slow
@pytest.mark.parametrize("changed, holds", [({}, "True"), ({"waiting": []}, "False")])
def test_the_script_of_the_how_to_page_finds_the_same(tmp_path, changed, holds):
    [script] = re.findall(r"```python\n(.*?)```", HOW_TO.read_text("utf-8"), re.DOTALL)

    found = subprocess.run(
        [sys.executable, "-I", "-c", script, claimed(tmp_path, **changed)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert found.stdout.strip() == holds
