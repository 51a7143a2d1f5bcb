"""Associations, their members and agreements over the API."""

import pytest
from django.utils import timezone

from jinguo.audit.models import Event
from tests.make import api, org
from tests.make import members as make

pytestmark = pytest.mark.django_db
ABSENT = "01890a5d-ac96-774b-bcce-b302099a8057"


@pytest.mark.slow
def test_members_are_listed_masked_and_their_reading_is_noted():
    org.tree()
    make.scheme()
    member = make.member()
    path = f"/api/v1/associations/{member.body_id}/members"

    [found] = api.program("town-officer").get(path, {"state": "admitted"}).json()["items"]
    narrowed = api.program("town-officer", capabilities=["members.view"]).get(path)

    assert (found["id"], found["name"], found["number"]) == (str(member.id), "王秀英", 1)
    assert [one["name"] for one in narrowed.json()["items"]] == ["王**"]
    assert Event.objects.filter(action="members.read", object_id=member.body_id).count() == 2


@pytest.mark.slow
def test_members_of_another_town_are_not_in_the_list():
    org.tree()
    make.scheme()
    member = make.member()
    program = api.program("town-officer", at="370211106")

    listed = program.get(f"/api/v1/associations/{member.body_id}/members")

    assert listed.json()["items"] == []
    assert [one["id"] for one in program.get("/api/v1/associations").json()["items"]] == [
        str(member.body_id)
    ]
    assert program.get(f"/api/v1/associations/{ABSENT}/members").status_code == 404


@pytest.mark.slow
def test_an_agreement_comes_with_its_parties_and_duties_within_reach():
    org.tree()
    make.scheme()
    agreement = make.agreement(on=timezone.localdate())

    found = api.program().get(f"/api/v1/agreements/{agreement.id}").json()
    listed = api.program().get("/api/v1/agreements", {"state": "in-force"}).json()["items"]

    assert found["title"] == "与莱西市共建"
    assert len(found["parties"]) == 1
    assert [one["id"] for one in listed] == [str(agreement.id)]
    below = api.program("town-officer")
    hidden = below.get(f"/api/v1/agreements/{agreement.id}")
    assert hidden.status_code == 404
    assert hidden.content == below.get(f"/api/v1/agreements/{ABSENT}").content
