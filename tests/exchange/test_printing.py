"""Plaques left to the background worker: asked for, printed once, kept some days for whoever asked."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from jinguo.assess.queries import WEEK, Due
from jinguo.audit.models import Event
from jinguo.core import progress
from jinguo.core.errors import Denied, NotFound
from jinguo.exchange import actions, files, queries
from jinguo.exchange.actions import printing as module
from jinguo.exchange.models import PrintedFile, Printing
from jinguo.exchange.queue import Standing
from jinguo.org.models import Post
from jinguo.org.queries import actor_for
from tests.make import assess as make
from tests.make import org
from tests.make.desk import someone
from tests.make.exchange import queued_as
from tests.make.plaques import asked_for, texts

pytestmark = pytest.mark.django_db
NOW = make.noon()


@pytest.fixture
def officer():
    """The account of a district officer."""
    org.tree()
    return someone("district-officer")


@pytest.fixture
def other(officer):
    """The account of her colleague in the same office."""
    return someone("district-officer")


def actor_of(account):
    return actor_for(account, on=NOW.date())


def ask(account, **given) -> Printing:
    return asked_for(actor_of(account), now=NOW, **given)


def carry_out(printing: Printing) -> Printing:
    actions.carry_out(kind="printing", work_id=printing.id, now=NOW)
    printing.refresh_from_db()
    return printing


def take(account, printing, folder, **given):
    return actions.take_printed(
        actor=actor_of(account), printing_id=printing.id, folder=folder, **given
    )


@pytest.mark.slow
def test_what_is_asked_for_waits_in_the_queue_until_it_is_printed(officer, tmp_path):
    held, far = make.recognition(), make.recognition(village="370211106201")
    printing = ask(officer)
    assert ProcrastinateJob.objects.get(id=printing.job).args == {
        "kind": "printing",
        "work": str(printing.id),
    }
    assert queries.standing_of(printing) == Standing.UNATTENDED

    printing = carry_out(printing)

    assert (queries.standing_of(printing), printing.refusal) == (Standing.FINISHED, "")
    written = take(officer, printing, tmp_path)
    assert [file.name[:9] for file in written] == ["370211105", "370211106"]
    assert [held.plaque in texts(written[0])[0], far.plaque in texts(written[1])[0]] == [True, True]


@pytest.mark.slow
def test_the_list_is_printed_as_it_was_narrowed(officer, tmp_path):
    make.recognition()
    far = make.recognition(village="370211106201")

    town = carry_out(ask(officer, area="370211106"))
    overdue = carry_out(ask(officer, due=Due(NOW.date(), WEEK, "")))

    [file] = take(officer, town, tmp_path)
    assert far.plaque in texts(file)[0]
    assert overdue.refusal and not overdue.files.exists()


@pytest.mark.slow
def test_the_trail_has_the_printing_once_and_every_file_taken_out(officer, tmp_path):
    make.recognition(), make.recognition(), make.recognition(village="370211106201")
    printing = carry_out(ask(officer))
    carry_out(printing)

    assert Event.objects.get(action="exchange.ask-plaques").object_id == printing.id
    event = Event.objects.get(action="exchange.plaques")
    assert (event.account, event.count, event.area) == (officer.id, 3, make.DISTRICT)

    near = printing.files.get(town="370211105")
    take(officer, printing, tmp_path, file_id=near.id)
    take(officer, printing, tmp_path)
    taken = Event.objects.filter(action="exchange.take-plaques").order_by("at")
    assert [(one.area, one.count) for one in taken] == [("370211105", 2), (make.DISTRICT, 3)]


@pytest.mark.slow
def test_files_lie_sealed_on_the_disk(officer):
    make.recognition()
    [file] = carry_out(ask(officer)).files.all()

    assert b"%PDF" not in files.PRINTED.place(file.id).read_bytes()
    assert files.open_printed(file.id).startswith(b"%PDF")


@pytest.mark.slow
def test_progress_is_said_town_by_town_in_plaques(officer):
    make.recognition(), make.recognition(), make.recognition(village="370211106201")
    printing, said = ask(officer), []

    with progress.heard_by(lambda *one: said.append(one)):
        carry_out(printing)

    assert said == [("print", 0, 3), ("print", 2, 3), ("print", 3, 3)]


@pytest.mark.slow
def test_asking_twice_for_the_same_is_one_printing_until_it_is_over(officer, other):
    make.recognition()
    printing = ask(officer)

    assert ask(officer).id == printing.id
    assert ask(officer, area="370211105").id != printing.id
    assert ask(other).id != printing.id
    carry_out(printing)
    assert ask(officer).id != printing.id


@pytest.mark.slow
def test_a_printing_given_up_is_asked_for_anew(officer):
    printing = ask(officer)
    queued_as(printing, status="failed")

    assert queries.standing_of(printing) == Standing.BROKEN
    assert ask(officer).id != printing.id


@pytest.mark.slow
def test_a_list_without_a_plaque_is_a_refusal_kept_for_who_asked(officer):
    printing = carry_out(ask(officer))

    assert "no plaque to print" in printing.refusal or "没有可打印" in printing.refusal
    assert not Event.objects.filter(action="exchange.plaques").exists()


@pytest.mark.slow
def test_rights_lost_meanwhile_are_lost(officer):
    make.recognition()
    printing = ask(officer)
    Post.objects.filter(account=officer).delete()

    assert carry_out(printing).refusal
    assert not PrintedFile.objects.exists()


@pytest.mark.slow
def test_where_one_does_not_print_one_cannot_ask_either(officer):
    with pytest.raises(Denied):
        ask(someone("town-officer", at="370211106"))
    with pytest.raises(Denied):
        ask(someone("village-chair", at=make.VILLAGE), area=make.VILLAGE)
    with pytest.raises(Denied, match=r"account|账号"):
        asked_for(make.officer())
    assert not Printing.objects.exists()


@pytest.mark.slow
def test_a_process_killed_half_way_leaves_nothing_and_the_next_prints_all(officer, monkeypatch):
    make.recognition(), make.recognition(village="370211106201")
    printing, drawn = ask(officer), module.drawn
    with monkeypatch.context() as killed:
        killed.setattr(module, "drawn", dies_at_the_second(drawn))
        with pytest.raises(KeyboardInterrupt):
            carry_out(printing)
    assert not PrintedFile.objects.exists()
    assert not Event.objects.filter(action="exchange.plaques").exists()

    assert carry_out(printing).files.count() == 2


def dies_at_the_second(drawn):
    """Return what draws one town and is interrupted at the next, as by a kill."""
    calls = []

    def draw(*given):
        calls.append(given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return drawn(*given)

    return draw


@pytest.mark.slow
def test_of_two_processes_the_quicker_one_counts(officer, monkeypatch):
    make.recognition()
    printing, drawn = ask(officer), module.drawn

    def overtaken(*given):
        monkeypatch.setattr(module, "drawn", drawn)
        carry_out(Printing.objects.get(pk=printing.pk))
        return drawn(*given)

    monkeypatch.setattr(module, "drawn", overtaken)
    carry_out(printing)

    assert printing.files.count() == Event.objects.filter(action="exchange.plaques").count() == 1


@pytest.mark.slow
def test_nobody_else_and_nobody_without_the_right_takes_the_files(officer, other, tmp_path):
    make.recognition()
    printing = carry_out(ask(officer))

    with pytest.raises(NotFound):
        take(other, printing, tmp_path)
    with pytest.raises(NotFound):
        take(officer, printing, tmp_path, file_id=printing.id)
    Post.objects.filter(account=officer).delete()
    with pytest.raises(NotFound):
        take(officer, printing, tmp_path)
    assert not list(tmp_path.glob("*.pdf"))


@pytest.mark.slow
def test_plaques_are_erased_after_seven_days(officer, tmp_path):
    make.recognition()
    printing = carry_out(ask(officer))
    [file] = printing.files.all()

    assert actions.erase_old_files(now=NOW + timedelta(days=6)) == 0
    assert take(officer, printing, tmp_path)
    assert actions.erase_old_files(now=NOW + timedelta(days=8)) == 1
    assert not files.PRINTED.exists(file.id)
    with pytest.raises(NotFound, match="7"):
        take(officer, printing, tmp_path)


@pytest.mark.slow
def test_a_file_left_by_a_killed_process_goes_and_one_that_is_needed_stays(officer):
    make.recognition()
    [file] = carry_out(ask(officer)).files.all()
    stray = file.printing_id
    files.PRINTED.keep(stray, b"%PDF")
    Printing.objects.update(ended_at=NOW.replace(year=2100))

    assert actions.erase_old_files(now=NOW.replace(year=2099)) == 1
    assert not files.PRINTED.exists(stray) and files.PRINTED.exists(file.id)


@pytest.mark.slow
def test_who_asked_is_told_until_she_has_seen_the_end(officer, other):
    make.recognition()
    printing, actor = ask(officer), actor_of(officer)

    def see(actor):
        actions.see(actor=actor, kind="printing", work_id=printing.id, now=NOW)
        return queries.printings(actor_of(officer)).to_tell(actor_of(officer)).count()

    assert see(actor) == 1  # it has not ended
    carry_out(printing)
    assert see(actor_of(other)) == 1
    assert see(actor) == 0
