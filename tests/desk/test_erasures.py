"""Erasing, restricting and holding at the desk: proposed by one officer, carried out by another."""

from datetime import date

import pytest
from django.utils import timezone

from jinguo.activities.models import Standing
from jinguo.config.wiring import PARTS
from jinguo.desk.erasures.words import RECORDS
from jinguo.org.models import Account
from jinguo.people import actions
from jinguo.people.erasing import Going
from jinguo.people.models import Erasure, Person
from tests.make import desk, erasures, people

pytestmark = pytest.mark.django_db
NAME = "逄翡翠"


@pytest.fixture
def her():
    return people.resident(name=NAME, area=desk.VILLAGE)


def ask(her, kind="delete"):
    return actions.ask(
        actor=people.acting(her, timezone.localdate()), person_id=her.person_id, kind=kind,
        words="请全部删除", now=timezone.now(),
    )  # fmt: skip


def of(her):
    return f"/desk/erasures/of/{her.person_id}/"


@pytest.mark.slow
def test_a_request_is_carried_out_by_two_officers(her):
    request = ask(her)
    first, second = desk.desk("data-officer"), desk.desk("district-officer")
    assert of(her) in first.get(f"/desk/requests/{request.pk}/").content.decode()
    shown = first.get(of(her)).content.decode()
    assert "Her record: name, birth, ID number, phone" in shown and "kept" in shown

    first.post(of(her), {"act": "propose"})
    page = f"/desk/erasures/{Erasure.objects.get().pk}/"
    assert "You proposed this." in first.get(page).content.decode()
    assert first.post(page, {"act": "confirm", "is_seen": "on"}).status_code == 403
    assert "Decide on an erasure" in second.get("/desk/").content.decode()
    assert second.post(page, {"act": "confirm"}).status_code == 422
    assert Person.objects.get(pk=her.person_id).name == NAME

    second.post(page, {"act": "confirm", "is_seen": "on"})
    certificate = second.get(page).content.decode()
    assert "Certificate of an erasure" in certificate and NAME not in certificate
    assert erasures.places_of(NAME) == []
    assert "was erased" in second.get(of(her)).content.decode()
    assert "Erased" in second.get("/desk/erasures/").content.decode()
    assert "Done" in second.get(f"/desk/requests/{request.pk}/").content.decode()


@pytest.mark.slow
def test_what_has_to_end_first_is_said_and_nothing_is_proposed(her):
    people.child(her, on=timezone.localdate(), born_on=timezone.localdate())
    officer = desk.desk("data-officer")
    assert "She speaks for 1 child" in officer.get(of(her)).content.decode()
    refused = officer.post(of(her), {"act": "propose"})
    assert refused.status_code == 422 and not Erasure.objects.exists()


@pytest.mark.slow
def test_an_erasure_is_given_up_with_a_reason(her):
    officer = desk.desk("data-officer")
    officer.post(of(her), {"act": "propose"})
    page = f"/desk/erasures/{Erasure.objects.get().pk}/"
    assert officer.post(page, {"act": "give-up", "reason": ""}).status_code == 422
    officer.post(page, {"act": "give-up", "reason": "她改变了主意"})
    assert "她改变了主意" in officer.get(page).content.decode()
    assert Account.objects.get(pk=her.account_id).is_active


@pytest.mark.slow
def test_a_restriction_and_a_hold_are_set_and_lifted(her):
    officer = desk.desk("data-officer")
    assert officer.post(of(her), {"act": "restrict"}).status_code == 422
    officer.post(of(her), {"act": "restrict", "restrict-reason": "电话有误"})
    later = timezone.localdate().replace(year=timezone.localdate().year + 2, day=1)
    officer.post(
        of(her), {"act": "hold", "hold-reason": "诉讼中", "hold-until_on": later.isoformat()}
    )
    shown = officer.get(of(her)).content.decode()
    assert "电话有误" in shown and "诉讼中" in shown and NAME not in shown
    held = Person.objects.get(pk=her.person_id).restraints.get(kind="hold")
    assert officer.post(
        of(her), {"act": "lift", "restraint": str(held.pk), "lift-reason": ""}
    ).status_code == 422  # fmt: skip
    for one in Person.objects.get(pk=her.person_id).restraints.all():
        officer.post(of(her), {"act": "lift", "restraint": str(one.pk), "lift-reason": "已核实"})
    assert NAME in officer.get(of(her)).content.decode()
    assert (
        officer.post(of(her), {"act": "lift", "restraint": "x", "lift-reason": "y"}).status_code
        == 404
    )
    assert officer.post(of(her), {"act": "burn"}).status_code == 404


@pytest.mark.slow
def test_what_is_kept_too_long_is_proposed_from_its_page(her):
    Standing.objects.create(
        person=Person.objects.get(pk=her.person_id), group="in-difficulty", letter="1",
        from_on=date(2015, 1, 1), until_on=date(2016, 1, 1),
    )  # fmt: skip
    first, second = desk.desk("data-officer"), desk.desk("data-officer")
    shown = first.get("/desk/erasures/retention/").content.decode()
    assert all(
        words in shown for words in ("1 due", "Groups she belongs to", "1 year after it ended")
    )
    assert "参加资格" not in shown
    chinese = first.get("/desk/erasures/retention/", headers={"accept-language": "zh-hans"})
    assert "参加资格" in chinese.content.decode()
    assert first.post("/desk/erasures/retention/", {"treatment": "name"}).status_code == 422
    first.post("/desk/erasures/retention/", {"treatment": "standing"})
    page = f"/desk/erasures/{Erasure.objects.get().pk}/"
    assert "Groups she belongs to · 1 year after it ended" in second.get(page).content.decode()
    second.post(page, {"act": "confirm", "is_seen": "on"})
    assert "Certificate" in first.get(page).content.decode()
    assert not Standing.objects.exists()
    assert "1 due" not in first.get("/desk/erasures/retention/").content.decode()


def test_every_table_an_erasure_goes_through_has_a_word():
    nobody = Going(persons=frozenset(), households={}, names=frozenset(), now=people.instant())
    found = {piece.record for part in PARTS for piece in part.pieces(nobody)}
    found |= {one.piece(date(2020, 1, 1)).record for part in PARTS for one in part.aged}
    assert found <= set(RECORDS)
