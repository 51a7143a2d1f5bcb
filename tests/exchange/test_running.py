"""Work left to the background worker: asked for, carried out once, its end and its refusals kept."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import translation
from procrastinate.contrib.django.models import ProcrastinateJob

from jinguo.audit.models import Event
from jinguo.core.errors import Denied, NotFound, Refused
from jinguo.exchange import actions, background, files, queries, queue
from jinguo.exchange.models import Batch, Run
from jinguo.exchange.queue import Standing
from jinguo.exchange.rows import ColumnsUnfit
from jinguo.org.models import Post
from jinguo.org.queries import actor_for
from jinguo.people.models import Household
from tests.make import org
from tests.make.desk import someone
from tests.make.exchange import queued_as, roster_row, upload, workbook
from tests.make.people import HOME, colleague, instant

pytestmark = pytest.mark.django_db
TOWN = HOME[:9]


@pytest.fixture
def officer():
    """The account of a town officer."""
    org.tree()
    return someone("town-officer", at=TOWN)


def actor_of(account):
    return actor_for(account, on=instant().date())


def ask(account, batch, act="check", **choice) -> Run:
    return actions.ask(
        actor=actor_of(account), batch_id=batch.id, act=act, choice=choice, now=instant()
    )


def carry_out(batch) -> Run:
    actions.carry_out(kind="run", work_id=batch.id, now=instant())
    return Run.objects.get(batch=batch)


@pytest.mark.slow
def test_what_is_asked_for_waits_in_the_queue_until_it_is_carried_out(officer):
    batch = upload()
    run = ask(officer, batch)

    assert ProcrastinateJob.objects.get(id=run.job).args == {"kind": "run", "work": str(batch.id)}
    assert queries.standing(batch) == Standing.UNATTENDED
    assert Event.objects.filter(action="exchange.ask-check", object_id=batch.id).exists()

    run = carry_out(batch)

    batch.refresh_from_db()
    assert (batch.state, batch.good) == ("checked", 2)
    assert (queries.standing(batch), run.refusal) == (Standing.FINISHED, "")


@pytest.mark.slow
def test_check_apply_and_undo_are_done_as_whoever_asked_with_what_she_chose(officer):
    batch = upload(workbook([roster_row(1), ["x", "王芳", "1", "", "", "", "", ""]]))
    mapping = {"head": 1, "id_number": 2, "village_code": 0}
    ask(officer, batch, mapping=mapping, header_row=1, sheet="")
    carry_out(batch)
    assert Batch.objects.get().mapping == mapping

    ask(officer, batch, "apply", only_good=True, on=instant().date() - timedelta(days=3))
    carry_out(batch)
    [household] = Household.objects.all()
    assert household.registered_on == instant().date() - timedelta(days=3)
    assert Event.objects.get(action="exchange.apply").account == officer.id

    ask(officer, batch, "undo")
    carry_out(batch)
    assert not Household.objects.exists()


@pytest.mark.slow
def test_work_that_is_done_is_not_done_again(officer):
    batch = upload()
    ask(officer, batch)
    first = carry_out(batch)

    second = carry_out(batch)

    assert second.ended_at == first.ended_at
    assert Event.objects.filter(action="exchange.check").count() == 1


@pytest.mark.slow
def test_a_refusal_is_kept_in_the_language_of_who_asked_and_nothing_is_written(officer):
    batch = upload(workbook([["甲", "乙"], ["1", "2"]], None))
    with translation.override("zh-hans"):
        ask(officer, batch)
    with translation.override("en"):
        run = carry_out(batch)

    assert "手工指定" in run.refusal
    assert Batch.objects.get().state == "uploaded"


@pytest.mark.slow
def test_rights_lost_meanwhile_are_lost(officer):
    batch = upload()
    ask(officer, batch)
    Post.objects.filter(account=officer).delete()

    assert carry_out(batch).refusal
    assert Batch.objects.get().state == "uploaded"


@pytest.mark.slow
def test_what_can_be_refused_at_once_is_refused_at_once(officer):
    batch = upload(workbook([roster_row(1), roster_row(2, 身份证号="1")]))

    with pytest.raises(Refused, match="Check the workbook first"):
        ask(officer, batch, "apply", only_good=True)
    with pytest.raises(ColumnsUnfit):
        ask(officer, batch, mapping={"head": 0})
    with pytest.raises(Denied):
        actions.ask(
            actor=replace(colleague(), account_id=None),
            batch_id=batch.id,
            act="check",
            now=instant(),
        )
    with pytest.raises(NotFound):
        ask(someone("town-officer", at="370211106"), batch)
    actions.check(actor=colleague(), batch_id=batch.id, now=instant())
    with pytest.raises(Refused):
        ask(officer, batch, "apply", only_good=False)
    assert not Run.objects.exists()


@pytest.mark.slow
@pytest.mark.parametrize("act", ["check", "apply"])
def test_one_workbook_has_one_piece_of_work_at_a_time(officer, act):
    batch = upload()
    ask(officer, batch)

    with pytest.raises(Refused, match="at this workbook"):
        ask(officer, batch, act, only_good=True)


@pytest.mark.slow
def test_work_given_up_can_be_asked_for_again(officer):
    batch = upload()
    run = ask(officer, batch)
    queued_as(run, status="failed")
    assert queries.standing(batch) == Standing.BROKEN

    assert ask(officer, batch).job != run.job
    assert carry_out(batch).ended_at


@pytest.mark.slow
def test_progress_is_kept_while_the_work_goes_on(officer, monkeypatch):
    batch = upload()
    ask(officer, batch)
    said = "read 0 0\ncheck 0 2\nwrite 1 2\n"
    monkeypatch.setattr(background, "CARRY_OUT", ("printf", said, "--"))

    background.carry_out_apart("run", str(batch.id))

    run = Run.objects.get()
    assert (run.step, run.done, run.total) == ("write", 1, 2)


@pytest.mark.slow
def test_a_process_that_breaks_off_is_a_failure_and_the_run_stays_open(officer, monkeypatch):
    batch = upload()
    ask(officer, batch)
    monkeypatch.setattr(background, "CARRY_OUT", ("sh", "-c", "kill -9 $$"))

    with pytest.raises(background.BrokenOff):
        background.carry_out_apart("run", str(batch.id))
    assert Run.objects.get().ended_at is None


@pytest.mark.slow
def test_who_asked_is_told_until_she_has_seen_the_end(officer):
    batch = upload()
    ask(officer, batch)
    actor = actor_of(officer)
    actions.see(actor=actor, kind="run", work_id=batch.id, now=instant())
    assert queries.runs_to_tell(actor).count() == 1  # it has not ended

    carry_out(batch)
    other = someone("town-officer", at=TOWN)
    actions.see(actor=actor_of(other), kind="run", work_id=batch.id, now=instant())
    assert queries.runs_to_tell(actor).count() == 1

    actions.see(actor=actor, kind="run", work_id=batch.id, now=instant())
    assert not queries.runs_to_tell(actor).exists()


@pytest.mark.slow
def test_a_file_erased_meanwhile_is_a_refusal(officer):
    batch = upload()
    ask(officer, batch)
    files.erase(batch.id)

    assert carry_out(batch).refusal
    assert queue.standing(Run.objects.get().job) != Standing.FINISHED
