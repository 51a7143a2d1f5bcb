"""What a resident sees of the end of her data: it is prepared, her account closes, it is only kept."""

import pytest
from django.test import override_settings
from django.utils import timezone

from jinguo.people.models import DataRequest, Erasure
from tests.make import desk
from tests.make import portal as make

pytestmark = pytest.mark.django_db
PHONE = "13900001234"


@pytest.fixture(autouse=True)
def _english():
    with override_settings(LANGUAGE_CODE="en", JINGUO_SECOND_FACTOR="offered"):
        yield


@pytest.fixture
def her():
    return make.resident(phone=PHONE)


@pytest.mark.slow
def test_she_sees_that_her_request_is_prepared_and_her_account_closes_with_it(her):
    browser, page = make.client(her), f"/desk/erasures/of/{her.person_id}/"
    browser.post("/me/requests/", {"kind": "delete", "words": "请全部删除"})
    assert "a second person checks it" not in browser.get("/me/requests/").content.decode()
    first = desk.desk("data-officer", at="370211")
    first.post(page, {"act": "propose"})
    assert "a second person checks it" in browser.get("/me/requests/").content.decode()

    second = desk.desk("data-officer", at="370211")
    decided = f"/desk/erasures/{Erasure.objects.get().pk}/"
    second.post(decided, {"act": "confirm", "is_seen": "on"})
    assert DataRequest.objects.get().state == "done"
    assert browser.get("/me/requests/").status_code == 302


@pytest.mark.slow
def test_what_is_given_up_leaves_her_request_and_her_account(her):
    browser, page = make.client(her), f"/desk/erasures/of/{her.person_id}/"
    browser.post("/me/requests/", {"kind": "delete", "words": "请全部删除"})
    officer = desk.desk("data-officer", at="370211")
    officer.post(page, {"act": "propose"})
    given_up = f"/desk/erasures/{Erasure.objects.get().pk}/"
    officer.post(given_up, {"act": "give-up", "reason": "先核实"})
    shown = browser.get("/me/requests/").content.decode()
    assert "a second person checks it" not in shown and "Received" in shown


@pytest.mark.slow
def test_she_still_reads_her_pages_when_her_data_are_only_kept(her):
    browser = make.client(her)
    officer = desk.desk("data-officer", at="370211")
    officer.post(
        f"/desk/erasures/of/{her.person_id}/", {"act": "restrict", "restrict-reason": "本人要求"}
    )
    for path in ("/me/", "/me/profile/", "/me/family/", "/me/consents/", "/me/contact/"):
        assert browser.get(path).status_code == 200, path
    assert "Your data are kept and not used" in browser.get("/me/requests/").content.decode()
    copy = browser.post("/me/copy.json").content.decode()
    assert PHONE in copy and str(timezone.localdate().year) in copy
