"""The days on notice, once kept on the applications, are carried over to notices and back."""

from datetime import date

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from jinguo.assess import actions, queries
from jinguo.assess.models import Transition
from jinguo.notices.models import Notice
from tests.make import assess as make
from tests.make import notices

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BEFORE = ("assess", "0008_rounds")


def run(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def migrate(*targets):
    """Go to a migration, or to the last of all. Nothing may wait to be checked before tables change."""
    run("SET CONSTRAINTS ALL IMMEDIATE")
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets) or executor.loader.graph.leaf_nodes())


def on_notice(row, state="on-notice"):
    """Put an application on notice as it was done before."""
    run(
        "UPDATE assess_application SET state = %s, notice_from = '2020-06-05', notice_to = '2020-06-09'"
        " WHERE id = %s", state, row.id,
    )  # fmt: skip
    way = {"recheck": ["on-notice", "recheck"]}.get(state, [state])
    for source, target in zip(["passed", *way], way, strict=False):
        Transition.objects.create(
            application=row, from_state=source, to_state=target, on=make.DAYS["on-notice"],
            at=make.noon(), actor="a test",
        )  # fmt: skip


def test_days_kept_on_applications_become_a_notice_from_which_they_are_certified():
    running, objected = make.applications(2, state="passed")
    never = make.application(state="passed")
    migrate(BEFORE)
    on_notice(running)
    on_notice(objected, "recheck")

    migrate()

    [notice] = Notice.objects.all()
    assert (notice.starts_on, notice.ends_on) == (date(2020, 6, 5), date(2020, 6, 9))
    assert (notice.days, notice.state, notice.area_id) == (5, "expired", make.DISTRICT)
    lines = {entry.object_id: entry for entry in notice.entries.all()}
    assert {one: entry.state for one, entry in lines.items()} == {
        running.id: "listed", objected.id: "struck",
    }  # fmt: skip
    assert (lines[running.id].name, lines[running.id].level) == ("户**", "示范户")
    for row, state in ((running, "on-notice"), (objected, "passed"), (never, "passed")):
        row.refresh_from_db()
        assert row.state == state
    assert queries.check_states() == []
    notices.drafted_about([objected.id], actor=make.officer(), on=objected.state_on)
    assert actions.certify(
        actor=make.officer(),
        application_ids=[running.id],
        on=make.DAYS["certified"],
        now=make.noon(),
    )


def test_undone_the_days_are_on_the_applications_again_and_made_again_there_is_still_one_notice():
    row, drafted = make.application(state="on-notice"), make.application(state="listed")

    migrate(BEFORE)

    [kept] = run("SELECT notice_from, notice_to FROM assess_application WHERE id = %s", row.id)
    assert kept == (date(2020, 6, 5), date(2020, 6, 9))
    migrate()
    drafted.refresh_from_db()
    assert drafted.state == "passed"
    assert Notice.objects.filter(state__in=Notice.PUBLIC).count() == 1
    assert queries.check_states() == []
