"""A trail that was exported is checked without a database, by one file alone."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

from jinguo.audit import actions, chain, queries
from jinguo.audit.models import DayRoot, Event
from jinguo.core.errors import Denied
from tests.audit.test_trail import DAY, today, write
from tests.make import org as make

pytestmark = [pytest.mark.usefixtures("committed"), pytest.mark.slow]
AUDITOR = make.Actor.system("audit", "audit.view")


@pytest.fixture
def lines():
    """A trail of five events with one finished day, as it is exported."""
    write(5)
    actions.seal_days(today() + DAY)
    return [json.dumps(row) for row in queries.exported(AUDITOR)]


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
