"""Who was erased stands on a list outside the database, and does not come back with an older backup."""

import stat

import pytest

from jinguo.audit import actions as audit
from jinguo.audit import queries as trail
from jinguo.cli import backup, restore
from jinguo.core.errors import Denied, Refused
from jinguo.facts import queries as facts
from jinguo.people import actions, erased_list
from jinguo.people.models import Erasure, Person
from tests.make import erasures as make
from tests.make import people

pytestmark = pytest.mark.django_db
NAME, PHONE = "逄翡翠", "14377665544"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.JINGUO_VAR = tmp_path / "var"
    settings.JINGUO_VAR.mkdir()


@pytest.mark.slow
def test_who_is_erased_stands_on_the_list_once_it_is_committed(django_capture_on_commit_callbacks):
    person = people.resident(name=NAME).person_id
    with django_capture_on_commit_callbacks() as after:
        make.erased(person)
    assert not erased_list.place().exists()
    for act in after:
        act()
    held = erased_list.place()
    assert erased_list.read(held) == [person]
    assert NAME not in held.read_text() and stat.S_IMODE(held.stat().st_mode) == 0o600
    erased_list.add([person])
    assert erased_list.read(held) == [person]


def test_a_line_somebody_else_wrote_is_refused():
    person = people.resident(name=NAME).person_id
    erased_list.place().write_text(f"{person} {'0' * 64}\n")
    with pytest.raises(Refused, match="Line 1"):
        restore.erase_again(erased_list.place(), None)
    assert Person.objects.get(pk=person).name == NAME


@pytest.mark.slow
def test_a_restored_backup_does_not_bring_anybody_back(tmp_path):
    her = people.resident(name=NAME, phone=PHONE)
    stays = people.resident(name="李丽")
    elsewhere = people.resident(name="逄珊瑚", area=people.NEXT_DOOR)
    person = Person.objects.get(pk=her.person_id)
    beside = tmp_path / erased_list.NAME
    erased_list.add([person.pk, elsewhere.person_id], beside)

    said = restore.erase_again(tmp_path / "jinguo.bak", None)

    assert said.endswith("2.")
    assert make.places_of(NAME, PHONE, bytes(person.phone)) == []
    assert Person.objects.get(pk=stays.person_id).name == "李丽"
    assert Erasure.objects.get().basis == "restored"
    assert set(erased_list.read(erased_list.place())) == {person.pk, elsewhere.person_id}
    audit.seal_links()
    assert list(trail.verify()) == [] and list(facts.check()) == []
    assert restore.erase_again(tmp_path / "jinguo.bak", None).endswith("0.")


def test_a_restore_without_a_list_says_so(tmp_path):
    assert "No list" in restore.erase_again(tmp_path / "jinguo.bak", None)


@pytest.mark.slow
def test_a_backup_lays_the_list_beside_itself(tmp_path):
    person = people.resident(name=NAME).person_id
    make.erased(person)
    backup.lay_list_beside(tmp_path / "jinguo.bak")
    assert erased_list.read(tmp_path / erased_list.NAME) == [person]


def test_nobody_else_erases_without_a_second_person():
    person = people.resident(name=NAME).person_id
    with pytest.raises(Denied):
        actions.erase_again(actor=make.officer(), person_ids=[person], now=people.instant())
