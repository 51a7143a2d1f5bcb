from __future__ import annotations

import time

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


def seal_all():
    """
    Chain until no event is left out.

    The horizon waits for every transaction of the server, also for those of other tests' databases.
    """
    for _turn in range(600):
        actions.seal_links()
        if not Event.objects.exclude(id__in=Link.objects.values("event")).exists():
            return
        time.sleep(0.05)
    raise AssertionError("some transaction of the server stayed open for thirty seconds")


def write(count=12):
    """Leave events on the trail, each in a transaction of its own, and chain them."""
    actor = make.officer()
    for number in range(count):
        trail.note(actor, f"test.act-{number}", object_id=new_id(), area="370211")
    seal_all()


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


LATEST = "(SELECT id FROM audit_event ORDER BY xid DESC, id DESC LIMIT 1)"


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE audit_event SET actor = 'another' WHERE id = {LATEST}",
        f"UPDATE audit_event SET result = 'refused', purpose = 'none' WHERE id = {LATEST}",
        f"UPDATE audit_event SET actor = 'another', receipt = NULL WHERE id = {LATEST}",
        f"UPDATE audit_event SET receipt = sha256('forged') WHERE id = {LATEST}",
        "INSERT INTO audit_event SELECT '00000000-0000-7000-8000-000000000000', at, xid + 1, account, actor,"
        " session, address, 'forged', object_type, object_id, area, result, count, purpose, fields, version,"
        f" receipt FROM audit_event WHERE id = {LATEST}",
    ],
    ids=["who", "what became of it", "without a receipt", "another receipt", "put in"],
)  # fmt: skip
@pytest.mark.parametrize("is_chained", [False, True], ids=["not yet chained", "chained since"])
def test_what_was_changed_before_it_was_chained_is_found(statement, is_chained):
    write(3)
    trail.note(make.officer(), "test.fresh", object_id=new_id(), area="370211")
    assert queries.verify() == []

    as_superuser(statement)
    if is_chained:
        seal_all()

    assert ["not as its act noted it" in one.message for one in queries.verify()] == [True]


def test_events_from_before_there_were_receipts_hold_and_only_those():
    write(3)
    as_superuser("UPDATE audit_event SET receipt = NULL")
    write(1)

    assert queries.verify() == []


@pytest.mark.parametrize("table", ["audit_event", "audit_link", "audit_dayroot"])
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_the_database_refuses_to_change_the_trail(table, statement):
    write(2)
    actions.seal_days(today() + DAY)
    column = {"audit_event": "actor", "audit_link": "seq", "audit_dayroot": "day"}[table]

    with pytest.raises(DatabaseError, match="refused"), connection.cursor() as cursor:
        cursor.execute(statement.format(table, column, column))


def test_events_of_an_open_transaction_wait_for_their_place():
    make.tree()
    actor = make.officer()
    with transaction.atomic():
        trail.note(actor, "test.open")
        assert actions.seal_links() == 0
    assert not Link.objects.exists()
    seal_all()
    assert Link.objects.count() == 1


def test_what_cannot_be_noted_does_not_happen(monkeypatch):
    officer = make.officer()
    before = make.Area.objects.count()
    monkeypatch.setattr(trail, "_sinks", [])

    with pytest.raises(TrailNotConnected), transaction.atomic():
        make.tree()
        trail.note(officer, "test.unseen")

    assert make.Area.objects.count() == before


LAST = "(SELECT event FROM audit_link ORDER BY seq DESC LIMIT 1)"


@pytest.mark.parametrize(
    "statement",
    [
        f"DELETE FROM audit_event WHERE id = {LAST}",
        f"UPDATE audit_event SET xid = 1 WHERE id = {LAST}",
        "DELETE FROM audit_event",
    ],
)
def test_tampering_with_the_last_event_is_found_and_does_not_stop_the_chain(statement):
    write(4)
    as_superuser(statement)
    trail.note(make.officer(), "test.after")
    seal_all()

    assert Link.objects.count() == 5
    assert [problem.seq for problem in queries.verify()][-1] == 4


def test_the_place_of_every_change_is_told():
    write(9)

    for seq in range(1, 10):
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL session_replication_role = replica")
                cursor.execute(
                    "UPDATE audit_event SET result = 'denied'"
                    " WHERE id = (SELECT event FROM audit_link WHERE seq = %s)",
                    [seq],
                )
            assert [problem.seq for problem in queries.verify()] == [seq]
            transaction.set_rollback(True)


def today():
    return Event.objects.latest("at").at.astimezone(make.ZONE).date()


DAY = make.dt.timedelta(days=1)


def test_what_is_chained_after_its_day_was_closed_belongs_to_the_next():
    write(3)
    assert actions.seal_days(today() + DAY) == 1
    write(2)

    assert actions.seal_days(today() + DAY) == 0
    assert actions.seal_days(today() + 2 * DAY) == 1
    roots = DayRoot.objects.order_by("day").values_list("day", "first_seq", "last_seq")
    assert list(roots) == [(today(), 1, 3), (today() + DAY, 4, 5)]
    assert queries.verify() == []


@pytest.mark.parametrize("zone, is_over", [("Asia/Shanghai", True), ("UTC", False)])
def test_a_day_ends_at_midnight_in_the_zone_of_the_office(zone, is_over, settings):
    settings.TIME_ZONE = zone
    write(1)
    as_superuser("UPDATE audit_event SET at = '2020-06-15 17:00:00+00'")  # 1 a.m. in Shanghai

    actions.seal_days(make.dt.date(2020, 6, 17))

    assert DayRoot.objects.get().day == make.dt.date(2020, 6, 15 + is_over)


def test_a_removed_root_leaves_a_gap():
    for turn in range(3):
        write(2)
        actions.seal_days(today() + (turn + 1) * DAY)
    assert DayRoot.objects.count() == 3

    as_superuser("DELETE FROM audit_dayroot WHERE first_seq = 3")

    assert [(problem.seq, problem.message[:8]) for problem in queries.verify()] == [(3, "The root")]


def test_a_trail_cut_off_behind_the_last_root_is_found():
    write(5)
    actions.seal_days(today() + DAY)

    as_superuser("DELETE FROM audit_link WHERE seq > 3")
    as_superuser("DELETE FROM audit_event WHERE id NOT IN (SELECT event FROM audit_link)")

    assert len(queries.verify()) == 1


def test_a_finished_day_gets_a_root_that_a_changed_link_breaks():
    write(5)

    assert actions.seal_days(today()) == 0
    assert actions.seal_days(today() + DAY) == 1
    root = DayRoot.objects.get()
    assert (root.first_seq, root.last_seq) == (1, 5)
    assert queries.verify() == []

    as_superuser("UPDATE audit_dayroot SET root = decode(repeat('ab', 32), 'hex')")
    assert [problem.seq for problem in queries.verify()] == [1]


# The leaves of Certificate Transparency's published reference tree, and its roots over 1 and all 8.
REFERENCE = [bytes.fromhex(leaf) for leaf in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip


def test_the_merkle_tree_is_that_of_rfc_6962():
    leaves = [bytes([number]) * 32 for number in range(7)]

    assert (
        merkle_root(REFERENCE[:1]).hex()
        == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    )
    assert (
        merkle_root(REFERENCE).hex()
        == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    )
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

    actions.advance_clock(past=7)
    trail.note(make.officer(), "test.after")

    newest = Event.objects.get(action="test.after")
    assert newest.xid > Event.objects.exclude(id=newest.id).latest("xid").xid


def test_the_clock_goes_past_the_numbers_of_other_modules_too():
    write(1)
    highest = Event.objects.latest("xid").xid + 1_000_000

    actions.advance_clock(past=highest)
    trail.note(make.officer(), "test.after")

    assert Event.objects.get(action="test.after").xid > highest
