"""A trail that was exported is checked without a database, by one file alone."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest
from click.testing import CliRunner

from jinguo.audit import actions, chain, queries
from jinguo.audit.models import DayRoot, Event
from jinguo.cli.audit import command
from jinguo.core import crypto
from jinguo.core.errors import Denied
from tests.audit.test_trail import DAY, as_superuser, seal_all, today, write
from tests.make import org as make

pytestmark = [pytest.mark.usefixtures("committed"), pytest.mark.slow]
AUDITOR = make.Actor.system("audit", "audit.view")


@pytest.fixture
def lines():
    """A trail of five events with one finished day, as it is exported."""
    write(5)
    actions.seal_days(today() + DAY)
    return [chain.canonical(row).decode() for row in queries.exported(AUDITOR)]


def kept():
    root = DayRoot.objects.get()
    return {str(root.day): bytes(root.root).hex()}


def changed(lines, number, **values):
    row = json.loads(lines[number])
    row.get("event", row).update(values)
    return [*lines[:number], json.dumps(row), *lines[number + 1 :]]


def test_an_untouched_trail_holds(lines):
    assert list(chain.faults(lines, kept())) == []


@pytest.mark.parametrize("number", range(5))
def test_every_changed_event_is_found_where_it_is(lines, number):
    found = list(chain.faults(changed(lines, number, actor="another"), {}))

    assert found == [f"Link {number + 1}: the event or its link was changed."]


def test_a_removed_line_a_cut_off_end_and_a_line_that_is_none_are_found(lines):
    assert list(chain.faults(lines[:2] + lines[3:], {}))
    assert list(chain.faults(lines[:4] + lines[5:], {}))
    assert list(chain.faults([*lines, "{"], {})) == ["Line 7 cannot be read."]


def test_a_trail_made_anew_is_found_by_the_root_on_paper_alone(lines):
    digests, anew = [chain.GENESIS], []
    for line in changed(lines, 2, actor="another")[:5]:
        row = json.loads(line)
        digests.append(chain.next_digest(digests[-1], chain.canonical(row["event"])))
        anew.append(json.dumps({**row, "digest": digests[-1].hex()}))
    anew.append(changed(lines, 5, root=chain.merkle_root(digests[1:]).hex())[5])

    assert list(chain.faults(anew, {})) == []
    assert [fault[-26:] for fault in chain.faults(anew, kept())] == ["not the one that was kept."]
    assert "is not in the file" in next(chain.faults(lines[:5], kept()))


def test_the_file_alone_checks_an_export(tmp_path, lines):
    file, program = tmp_path / "trail.jsonl", tmp_path / "chain.py"
    assert actions.export(actor=AUDITOR, path=file) == 5
    shutil.copy(chain.__file__, program)
    [(day, root)] = kept().items()

    def check(*words):
        done = subprocess.run(
            [sys.executable, "-I", "-S", program, *words],
            cwd=tmp_path, env={}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout

    assert check(file, f"{day}={root}") == (0, "The trail holds.\n")
    assert check(file, f"{day}={'0' * 64}")[0] == 1
    assert Event.objects.filter(action="audit.export", count=5).count() == 1


def test_an_auditor_of_a_part_does_not_export_the_whole_chain():
    with pytest.raises(Denied):
        list(queries.exported(make.actor(role="auditor", at="370211")))


def test_an_export_in_another_form_of_json_is_checked_as_well(lines):
    other = [json.dumps(json.loads(line), indent=None) for line in lines]

    assert list(chain.faults(other, kept())) == []
    assert list(chain.faults(changed(other, 2, actor="another"), {})) == [
        "Link 3: the event or its link was changed."
    ]


def test_more_than_what_was_hashed_in_an_event_is_found(lines):
    sly = lines[1].replace('"event":{', '"event":{"actor":"another",', 1)

    assert list(chain.faults([lines[0], sly], {})) == ["Line 2 cannot be read."]


DAYS = [
    {
        "day": f"2020-06-{day}",
        "first_seq": day * 10 + 1,
        "last_seq": day * 10 + 10,
        "root": f"{day}" * 32,
    }
    for day in range(11, 16)
]


def without(number):
    return DAYS[:number] + DAYS[number + 1 :]


def rewritten(number, **values):
    return [*DAYS[:number], {**DAYS[number], **values}, *DAYS[number + 1 :]]


@pytest.mark.parametrize(
    "old, new, sentences",
    [
        (DAYS[:3], DAYS, []),
        (DAYS[1:3], DAYS, []),
        (DAYS, DAYS, []),
        (DAYS, rewritten(1, root="0" * 64), ["The root of 2020-06-12 is another one now"]),
        (DAYS, rewritten(1, last_seq=131), ["has other links", "Between 2020-06-12 and"]),
        (
            DAYS,
            DAYS[:3],
            ["2020-06-14 is in the earlier file alone", "2020-06-15 is in the earlier"],
        ),
        (DAYS[:2], without(3), ["Between 2020-06-13 and 2020-06-15 a root is missing"]),
        (without(2), DAYS, ["The root of 2020-06-13 was put in later"]),
        (DAYS[:2], DAYS[::-1], ["out of order"]),
        ([], DAYS, ["proves nothing"]),
        (DAYS, {"day": 1}, ["not a list of roots"]),
    ],
)
def test_a_later_list_of_roots_has_to_go_on_from_the_earlier_one(tmp_path, old, new, sentences):
    files = tmp_path / "old.json", tmp_path / "new.json"
    for file, rows in zip(files, (old, new), strict=True):
        file.write_text(json.dumps(rows))

    found = chain.compare(*files)

    assert bool(found) == bool(sentences)
    for sentence in sentences:
        assert any(sentence in one for one in found)


def run(*words):
    done = CliRunner().invoke(command, [str(word) for word in words], catch_exceptions=False)
    return done.exit_code, done.output


def test_history_that_is_rewritten_and_hashed_anew_is_found_by_an_earlier_list(tmp_path):
    """
    A superuser who holds the keys too rewrites an event and the whole chain after it.

    Without the keys the event's receipt tells; with them the chain holds, and the witness knows.
    """
    write(5)
    actions.seal_days(today() + DAY)
    old, new, anew = (tmp_path / name for name in ("old.json", "new.json", "anew.json"))
    old.write_text(run("roots", "--json")[1])
    new.write_text(run("roots", "--since", "2000-01-01", "--json")[1])
    assert run("witness", old, new) == (0, "The later list goes on from the earlier one.\n")

    as_superuser("UPDATE audit_event SET actor = 'another' WHERE action = 'test.act-2'")
    as_superuser("DELETE FROM audit_link")
    as_superuser("DELETE FROM audit_dayroot")
    seal_all()
    actions.seal_days(today() + DAY)
    [problem] = queries.verify()
    assert "not as its act noted it" in problem.message
    rewritten = Event.objects.get(id=problem.event)
    [receipt] = crypto.digests("trail", [chain.noted_bytes(rewritten)])
    as_superuser("UPDATE audit_event SET receipt = %s WHERE id = %s", [receipt, rewritten.id])
    assert queries.verify() == []

    anew.write_text(run("roots", "--json")[1])
    code, said = run("witness", old, anew)
    assert code == 1
    assert "is another one now" in said
    done = subprocess.run([sys.executable, "-I", "-S", chain.__file__, "--roots", old, anew],
                          env={}, capture_output=True, text=True, check=False)  # fmt: skip
    assert (done.returncode, done.stdout) == (1, said)


def test_the_roots_are_printed_to_be_compared_reading_aloud():
    assert run("roots") == (0, "No day is finished yet.\n")
    write(2)
    actions.seal_days(today() + DAY)

    [(day, root)] = kept().items()
    said = run("roots")[1]
    assert said == f"{day}  1–2  {bytes.fromhex(root).hex(' ', 4)}\n"
