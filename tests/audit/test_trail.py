from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from jinguo.audit import actions, queries
from jinguo.audit.chain import merkle_root
from jinguo.audit.models import DayRoot, Event, Link
from jinguo.core import trail
from jinguo.core.errors import Denied
from jinguo.core.ids import new_id
from jinguo.core.trail import TrailNotConnected
from tests.make import org as make

pytestmark = [pytest.mark.usefixtures("committed"), pytest.mark.slow]


def write(count=12):
    """Leave events on the trail, each in a transaction of its own, and chain them."""
    actor = make.officer()
    for number in range(count):
        trail.note(actor, f"test.act-{number}", object_id=new_id(), area="370211")
    actions.seal_links()


def as_superuser(statement, values=()):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)


def test_an_untouched_trail_holds():
    write()

    assert Link.objects.count() == Event.objects.count() == 12
    assert queries.verify() == []


def test_sealing_again_adds_nothing():
    write()

    assert actions.seal_links() == 0


def test_the_chain_grows_where_it_ended():
    write(3)
    write(4)

    assert list(Link.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3, 4, 5, 6, 7]
    assert queries.verify() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET actor = 'another' "
        "WHERE id = (SELECT event FROM audit_link WHERE seq = 5)",
        "UPDATE audit_event SET at = at + interval '1 s' "
        "WHERE id = (SELECT event FROM audit_link WHERE seq = 1)",
        "UPDATE audit_event SET fields = '[1]' "
        "WHERE id = (SELECT event FROM audit_link WHERE seq = 12)",
        "DELETE FROM audit_event WHERE id = (SELECT event FROM audit_link WHERE seq = 5)",
        "DELETE FROM audit_link WHERE seq = 5",
        "UPDATE audit_link SET digest = decode(repeat('00', 32), 'hex') WHERE seq = 7",
        "UPDATE audit_link a SET event = b.event FROM audit_link b WHERE (a.seq, b.seq) IN ((3, 4), (4, 3))",
        "INSERT INTO audit_event SELECT '00000000-0000-7000-8000-000000000000', at, xid, account, actor,"
        " session, address, 'forged', object_type, object_id, area, result, count, purpose, fields, version"
        " FROM audit_event WHERE id = (SELECT event FROM audit_link WHERE seq = 6)",
    ],
)
def test_every_kind_of_tampering_is_found(statement):
    write()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_link DROP CONSTRAINT IF EXISTS audit_link_event_key")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)
        assert queries.verify() != []
        transaction.set_rollback(True)


@pytest.mark.parametrize("table", ["audit_event", "audit_link"])
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_the_database_refuses_to_change_the_trail(table, statement):
    write(2)
    column = "actor" if table == "audit_event" else "seq"

    with pytest.raises(DatabaseError, match="refused"), connection.cursor() as cursor:
        cursor.execute(statement.format(table, column, column))


def test_events_of_an_open_transaction_wait_for_their_place():
    make.tree()
    actor = make.officer()
    with transaction.atomic():
        trail.note(actor, "test.open")
        assert actions.seal_links() == 0
    assert actions.seal_links() == 1


def test_what_cannot_be_noted_does_not_happen(monkeypatch):
    officer = make.officer()
    before = make.Area.objects.count()
    monkeypatch.setattr(trail, "_sinks", [])

    with pytest.raises(TrailNotConnected), transaction.atomic():
        make.tree()
        trail.note(officer, "test.unseen")

    assert make.Area.objects.count() == before


def test_a_finished_day_gets_a_root_that_a_changed_link_breaks():
    write(5)
    today = Event.objects.latest("at").at.astimezone(make.ZONE).date()

    assert actions.seal_days(today) == 0
    tomorrow = today + make.dt.timedelta(days=1)
    assert actions.seal_days(tomorrow) == 1
    root = DayRoot.objects.get()
    assert (root.first_seq, root.last_seq) == (1, 5)
    assert queries.verify() == []

    as_superuser("UPDATE audit_dayroot SET root = decode(repeat('ab', 32), 'hex')")
    assert [problem.seq for problem in queries.verify()] == [1]


def test_the_merkle_tree_is_that_of_rfc_6962():
    leaves = [bytes([number]) * 32 for number in range(7)]

    assert merkle_root(leaves[:1]).hex() != leaves[0].hex()
    assert merkle_root(leaves) != merkle_root([*leaves[:6], leaves[0]])
    with pytest.raises(ValueError, match="no root"):
        merkle_root([])


def test_only_auditors_read_the_trail():
    write(1)

    assert queries.events(make.actor(role="auditor")).filter(action="test.act-0").exists()
    with pytest.raises(Denied):
        queries.events(make.actor(role="district-officer"))


def test_events_of_elsewhere_are_out_of_an_auditors_reach():
    trail.note(make.officer(), "test.elsewhere", area="3702")
    auditor = make.actor(role="auditor", at="370211")

    assert not queries.events(auditor).filter(action="test.elsewhere").exists()


def test_the_clock_goes_on_after_a_restore_into_a_younger_cluster():
    write(1)
    as_superuser("UPDATE audit_event SET xid = xid + 1000000")

    actions.advance_clock()
    trail.note(make.officer(), "test.after")

    newest = Event.objects.get(action="test.after")
    assert newest.xid > Event.objects.exclude(id=newest.id).latest("xid").xid
