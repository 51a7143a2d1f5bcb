"""
A household withdraws while its notice is being released: one waits for the other, and neither is stopped.

Both lock the notice first. As a control, without the line taken out, the release is refused.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from unittest import mock
from uuid import UUID

import pytest
from django.db import connection, connections

from jinguo.assess import actions, queries
from jinguo.assess.actions import applications
from jinguo.core.errors import Refused
from jinguo.notices import actions as notice_actions
from jinguo.notices.actions import releasing
from tests.make import assess as make
from tests.make import notices

pytestmark = [pytest.mark.race, pytest.mark.slow]
DAY = make.DAYS["on-notice"]
WAITING = """
SELECT count(*) FROM pg_stat_activity
WHERE wait_event_type = 'Lock' AND datname = current_database()
"""


def outcome(act) -> str:
    try:
        act()
    except Refused:
        return "refused"
    finally:
        connection.close()
    return "done"


def withdraw(row) -> str:
    return outcome(
        lambda: actions.withdraw(
            actor=make.officer(), application_ids=[row.id], reason="moving away", on=DAY,
            now=make.noon(DAY),
        )
    )  # fmt: skip


def release(notice) -> str:
    other = replace(make.officer(), account_id=UUID(int=2))
    return outcome(
        lambda: notice_actions.release(
            actor=other, notice_id=notice.id, starts_on=DAY, now=make.noon(DAY)
        )
    )


def proposed():
    rows = make.applications(3, state="passed")
    notice = notices.drafted_about([row.id for row in rows], actor=make.officer(), on=DAY)
    notice_actions.propose(actor=make.officer(), notice_id=notice.id, now=make.noon(DAY))
    return rows, notice


def until_one_waits() -> None:
    """Pass when another connection waits for a lock; at the latest after ten seconds."""
    for _try in range(200):
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
        threading.Event().wait(0.05)


@contextmanager
def held(module, name):
    """Hold whoever comes to a function until the other waits; say when she has come there."""
    here, function = threading.Event(), getattr(module, name)

    def slowly(*args, **given):
        here.set()
        until_one_waits()
        return function(*args, **given)

    with mock.patch.object(module, name, slowly):
        yield here


def one_then_other(first, other, module, name) -> tuple[str, str]:
    connections.close_all()
    with held(module, name) as here, ThreadPoolExecutor(2) as pool:
        begun = pool.submit(first)
        assert here.wait(timeout=30)
        after = pool.submit(other)
        return begun.result(timeout=60), after.result(timeout=60)


def states(rows) -> list[str]:
    for row in rows:
        row.refresh_from_db()
    return [row.state for row in rows]


def test_who_withdraws_first_is_not_on_the_notice_that_is_then_released(committed):
    rows, notice = proposed()

    # _move comes after the line is taken out and before the application is locked.
    done = one_then_other(lambda: withdraw(rows[0]), lambda: release(notice), applications, "_move")

    assert done == ("done", "done")
    assert states(rows) == ["withdrawn", "on-notice", "on-notice"]
    assert notice.entries.count() == 2
    assert queries.check_states() == []


def test_who_withdraws_during_the_release_keeps_her_line_as_on_every_notice_before_the_public(
    committed,
):
    rows, notice = proposed()

    done = one_then_other(
        lambda: release(notice), lambda: withdraw(rows[0]), releasing, "_look_through"
    )

    assert done == ("done", "done")
    assert states(rows) == ["withdrawn", "on-notice", "on-notice"]
    assert notice.entries.count() == 3
    assert queries.check_states() == []


def test_control_without_the_line_taken_out_the_release_is_refused(committed):
    rows, notice = proposed()

    with (
        mock.patch.object(applications.notices, "take_out", lambda **given: None),
        mock.patch.object(applications, "_check_on_no_draft", lambda ids: None),
    ):
        assert (withdraw(rows[0]), release(notice)) == ("done", "refused")


def test_who_was_listed_at_the_same_moment_is_asked_to_withdraw_once_more(committed):
    row = make.application(state="passed")

    def lists_her(**given):
        notices.drafted_about([row.id], actor=make.officer(), on=DAY)

    with mock.patch.object(applications.notices, "take_out", lists_her):
        assert withdraw(row) == "refused"

    assert states([row]) == ["passed"]
