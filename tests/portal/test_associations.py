"""The directory of associations as everybody reads it: who agreed to that, by firm or by surname alone."""

import pytest
from django.test import Client, override_settings

from jinguo.core.identifiers import IdentifierFound
from jinguo.members import actions
from jinguo.members.models import Membership
from tests.make import members as make
from tests.make import people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    make.org.tree()
    make.scheme()
    with override_settings(LANGUAGE_CODE="en"):
        yield


def shown(path="/associations/"):
    response = Client().get(path)
    return response.content.decode() if response.status_code == 200 else response.status_code


def page_of(body, query=""):
    return shown(f"/associations/{body.id}/{query}")


def listed(one, *, does="手工茶和茶点", contact="0532-86981234", is_public=True):
    return actions.list_in_directory(
        actor=make.town(), membership_id=one.id, products=does, contact=contact,
        agreed_on=make.DAY, is_public=is_public, now=people.instant(make.DAY),
    )  # fmt: skip


def firm(body, name="海韵家政有限公司", uscc=make.USCC):
    return make.member(of=body, kind="unit", enterprise=name, uscc=uscc)


@pytest.mark.slow
def test_an_association_nobody_of_which_agreed_is_not_there():
    one = make.member()
    listed(one, is_public=False)

    assert one.body.name not in shown()
    assert page_of(one.body) == 404


@pytest.mark.slow
def test_a_person_stands_by_her_surname_and_what_she_does():
    one = listed(make.member(who=make.woman(name="欧阳秀英")))

    page = page_of(one.body)

    assert one.body.name in shown()
    assert all(text in page for text in ("手工茶和茶点", "欧阳**", "0532-86981234"))
    assert "秀英" not in page and one.area.name not in page


@pytest.mark.slow
def test_a_unit_stands_by_its_name_and_credit_code_and_its_office():
    body = make.body()
    one = listed(firm(body))
    actions.take_office(
        actor=make.district(), membership_id=one.id, title="president", on=make.DAY,
        now=people.instant(make.DAY),
    )  # fmt: skip

    page = page_of(body)

    assert "海韵家政有限公司" in page and make.USCC in page
    assert "President" in page


@pytest.mark.slow
def test_who_holds_an_office_and_did_not_agree_is_not_named():
    body = make.body()
    listed(firm(body))
    other = make.member(of=body, who=make.woman(name="欧阳秀英"))
    actions.take_office(
        actor=make.district(), membership_id=other.id, title="secretary", on=make.DAY,
        now=people.instant(make.DAY),
    )  # fmt: skip

    assert "欧阳" not in page_of(body)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("query", "is_there"),
    [("?q=茶", True), ("?q=绣", False), ("?kind=individual", True), ("?kind=unit", False), ("?kind=x", True)],
)  # fmt: skip
def test_the_members_are_found_by_what_they_do(query, is_there):
    one = listed(make.member())

    assert ("手工茶和茶点" in page_of(one.body, query)) == is_there


def test_no_mobile_number_comes_before_the_public():
    one = make.member()

    with pytest.raises(IdentifierFound):
        listed(one, contact="13900000001")

    listed(one, contact="13900000001", is_public=False)
    assert page_of(one.body) == 404


@pytest.mark.slow
def test_who_no_longer_agrees_or_leaves_is_gone_at_once():
    body = make.body()
    one, other = listed(firm(body)), listed(make.member(of=body))
    act = {"actor": make.town(), "now": people.instant(make.DAY)}

    actions.take_off_directory(membership_id=one.id, **act)
    assert "海韵" not in page_of(body)
    actions.leave(membership_id=other.id, reason="moved away", on=make.DAY, **act)

    assert page_of(body) == 404
    assert not Membership.objects.filter(is_public=True).exists()


@pytest.mark.slow
def test_a_long_list_has_pages(monkeypatch):
    monkeypatch.setattr("jinguo.portal.members.views.A_PAGE", 1)
    body = make.body()
    listed(firm(body))
    listed(make.member(of=body), does="剪纸")

    assert "海韵" in page_of(body) and "剪纸" not in page_of(body)
    assert "after=" in page_of(body)
