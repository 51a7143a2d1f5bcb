"""Two clicks open one report: the second finds the first, also when both passed the check."""

import threading
from concurrent.futures import ThreadPoolExecutor
from unittest import mock

import pytest
from django.db import connection

from jinguo.reports import actions, queries
from jinguo.reports.models import Report
from jinguo.reports.policies import AlreadyOpened
from tests.make import programmes
from tests.make import reports as make

pytestmark = [pytest.mark.race, pytest.mark.slow]


def opened(_click) -> object:
    try:
        return make.annual().id
    except AlreadyOpened as refused:
        return refused
    finally:
        connection.close()


def test_a_double_click_opens_one_report(committed):
    programmes.applied_packs()
    both, find, turns = threading.Barrier(2), queries.find_report, threading.local()

    def find_and_wait(*args, **given):
        """Hold each click after its check until the other has passed its own."""
        found = find(*args, **given)
        if not getattr(turns, "passed", False):
            turns.passed = True
            both.wait(timeout=60)
        return found

    with (
        mock.patch.object(actions.queries, "find_report", find_and_wait),
        ThreadPoolExecutor(2) as pool,
    ):
        answers = list(pool.map(opened, range(2)))

    [refused] = [one for one in answers if isinstance(one, AlreadyOpened)]
    [made] = [one for one in answers if one is not refused]
    assert refused.fields["report"] == made
    assert Report.objects.count() == 1
