"""An outsider repeats a draw from its record; in Python, and as `jinguo draw verify FILE`."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from jinguo.assess.evaluation.draws.plan import StagedPlan
from jinguo.assess.evaluation.draws.record import as_record, read_record
from jinguo.assess.evaluation.draws.verification import verify
from jinguo.cli.draw import command
from jinguo.core.errors import Invalid
from tests.assess.evaluation import make

FRAME = make.district(towns=3, villages=3)
PLAN = StagedPlan(towns=2, villages=2, listed=5, unlisted=2, reserves=1)
SAMPLE = make.staged(
    FRAME, **{key: value for key, value in PLAN.as_data().items() if key != "design"}
)
PUBLISHED = {"frame": FRAME.digest, "plan": PLAN.digest}


def record(**changed):
    document = as_record(frame=FRAME, published=PUBLISHED, plan=PLAN, seed=make.SEED, sample=SAMPLE)
    return document | changed


@pytest.fixture
def file(tmp_path):
    return tmp_path / "draw.json"


def findings(file, document):
    file.write_text(json.dumps(document), "utf-8")
    return {one.what: one for one in verify(read_record(file))}


def run(file, document, *words):
    file.write_text(json.dumps(document), "utf-8")
    return CliRunner(env={"JINGUO_LANG": "en"}).invoke(command, ["verify", str(file), *words])


def without(position):
    lines = record()["sample"]
    return [line for n, line in enumerate(lines) if n != position]


def test_a_draw_that_was_made_as_published_holds(file):
    found = findings(file, record())

    assert {what: one.agrees for what, one in found.items()} == {
        "frame": True, "plan": True, "sample": True,
    }  # fmt: skip
    assert "the same 28 households and 8 reserves" in found["sample"].sentence


def test_the_frame_may_lie_beside_the_record(file):
    file.with_name("frame.csv").write_bytes(FRAME.as_csv())
    document = as_record(
        frame=FRAME, published=PUBLISHED, plan=PLAN, seed=make.SEED, sample=SAMPLE,
        frame_file="frame.csv",
    )  # fmt: skip

    assert all(one.agrees for one in findings(file, document).values())


@pytest.mark.parametrize(
    "changed, what, words",
    [
        ({"seed": "another"}, "missing", "missing from the sample"),
        ({"sample": without(0)}, "missing", "1 household that the draw gives is missing"),
        (
            {"sample": [*without(0), {**record()["sample"][0], "household": "370211100200-X"}]},
            "added",
            "1 household of the sample was not drawn: 370211100200-X",
        ),
        (
            {"sample": [{**record()["sample"][0], "probability": "1/2"}, *without(0)]},
            "changed",
            "1 household has another place or probability",
        ),
        ({"published": {**PUBLISHED, "plan": "0" * 64}}, "plan", "not the one published"),
        ({"published": {"plan": PLAN.digest}}, "frame", "No digest of the frame was published"),
        ({"plan": {**PLAN.as_data(), "towns": 3}}, "plan", "not the one published"),
        ({"plan": {"design": "stratified", "listed": 9999}}, "draw", "asks for 9999 households"),
    ],
)
def test_what_was_changed_is_named(file, changed, what, words):
    found = findings(file, record(**changed))

    assert not found[what].agrees
    assert words in found[what].sentence


@pytest.mark.parametrize(
    "document, words",
    [
        ([], "is no record of a draw"),
        (record(format="jinguo-draw/2"), "must be “jinguo-draw/1”"),
        (record(seed=7), "no “seed”"),
        (record(frame="missing.csv"), "missing.csv cannot be read: No such file"),
        (record(sample=[{"household": "a"}]), "Entry 1 of the sample must hold"),
        (record(sample=record()["sample"][:1] * 2), "twice"),
    ],
)
def test_a_record_that_cannot_be_read_is_refused(file, document, words):
    file.write_text(json.dumps(document), "utf-8")

    with pytest.raises(Invalid, match=words):
        read_record(file)


def test_the_command_says_what_agrees_and_that_the_draw_holds(file):
    done = run(file, record())

    assert done.exit_code == 0
    first, *_, holds, compare = done.output.splitlines()
    assert first == f"The frame gives the digest the record names as published: {FRAME.digest}."
    assert holds == "The draw holds."
    assert compare == (
        f"Compare the digests above and this seed with what was published: {make.SEED}"
    )


def test_the_command_ends_with_1_when_a_household_was_exchanged(file):
    done = run(file, record(sample=without(3)), "--json")

    assert done.exit_code == 1
    said = json.loads(done.output)
    assert said["holds"] is False
    assert [one["what"] for one in said["findings"] if not one["agrees"]] == ["missing"]


def test_the_command_says_what_is_wrong_with_a_file_that_is_no_record(file):
    done = run(file, {"format": "other"})

    assert done.exit_code == 1
    assert done.output == (
        "draw.json is no record of a draw: its “format” must be “jinguo-draw/1”.\n"
    )


def test_a_file_that_is_not_there_is_no_draw_that_fails(tmp_path):
    english = CliRunner(env={"JINGUO_LANG": "en"})

    done = english.invoke(command, ["verify", str(tmp_path / "gone.json")])

    assert done.exit_code == 1
    assert "gone.json cannot be read" in done.output
    assert "does not hold" not in done.output


def test_a_draw_that_does_not_hold_says_so_last(file):
    done = run(file, record(sample=without(3)))

    assert (done.exit_code, done.output.splitlines()[-1]) == (1, "The draw does not hold.")
