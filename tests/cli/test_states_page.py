"""The reference page of states leaves no state out, and draws what the checks read."""

import pytest

from jinguo.cli import docs
from jinguo.exchange import policies as exchange
from jinguo.exchange.models import Batch
from jinguo.members import states as members
from jinguo.members.models import Agreement, Appointment, Assignment
from jinguo.people import policies as people
from jinguo.people.models import DataRequest
from jinguo.reports import policies as reports
from jinguo.reports.models import Report

TABLES = [
    ("Agreement", Agreement, members.AGREEMENT),
    ("Appointment", Appointment, members.APPOINTMENT),
    ("Assignment", Assignment, members.ASSIGNMENT),
    ("Data request", DataRequest, people.REQUEST_STEPS),
    ("Workbook", Batch, exchange.STEPS),
    ("Report", Report, reports.STEPS),
]


@pytest.mark.parametrize("title, model, steps", TABLES, ids=[one[0] for one in TABLES])
def test_every_state_is_reached_by_an_act_and_stands_on_the_page(title, model, steps):
    assert {target for _act, _source, target in steps.rows} == set(model.State.values)
    assert f"## {title}\n\n```mermaid\n{steps.as_mermaid()}\n```\n" in docs.states()


def test_an_act_is_possible_only_in_the_states_its_rows_name():
    assert exchange.STEPS.may("undo", "applied")
    assert not exchange.STEPS.may("undo", "checked")
    assert not exchange.STEPS.may("burn", "checked")
