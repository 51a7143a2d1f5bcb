"""A worker of the town changes the sign-in phone of who lost the old one and came herself."""

import pytest
from django.test import override_settings
from django.utils import timezone

from jinguo.audit.models import Event
from jinguo.notices.messages import codes
from jinguo.people import queries
from jinguo.people.models import Change
from tests.make import desk, people
from tests.make import portal as make

pytestmark = pytest.mark.django_db
OLD, NEW, OTHER = "13900001234", "13900005678", "13900009999"
PATH = "/desk/households/sign-in-phone/"


@pytest.fixture
def warned(monkeypatch):
    """The phones that were told they sign in no more."""
    found = []
    monkeypatch.setattr(codes, "tell_former_phone", found.append)
    return found


@pytest.fixture
def home():
    return people.household(head_name="赵小兰", phone=OLD)


@pytest.fixture
def resident(home):
    return make.resident(phone=OLD)


def sent(*, role="town-officer", browser=None, **given):
    filled = {
        "name": "赵小兰", "former": OLD, "phone": NEW, "again": NEW, "is_seen": "on",
        "reason": "手机丢失", **given,
    }  # fmt: skip
    return (browser or desk.desk(role)).post(PATH, filled)


def opens(phone):
    return queries.find_resident_by_phone(phone)


@pytest.mark.slow
def test_she_signs_in_with_the_new_phone_and_no_more_with_the_old_one(resident):
    assert sent().status_code == 302
    assert opens(NEW) == resident
    assert opens(OLD) is None


@pytest.mark.slow
def test_all_her_sessions_end_and_the_worker_s_stays(resident):
    hers, worker = make.client(resident), desk.desk("town-officer")
    assert hers.get("/me/").status_code == 200

    sent(browser=worker)

    assert hers.get("/me/").status_code == 302
    assert worker.get("/desk/households/").status_code == 200


def test_the_history_says_why_and_the_trail_that_it_was_done(resident, home):
    sent()
    kept = Change.objects.get(household=home, what="phone")
    assert (kept.before, kept.after, kept.reason) == ("1234", "5678", "手机丢失")
    event = Event.objects.get(action="people.change-sign-in-phone")
    assert (event.object_id, event.purpose) == (resident.person_id, "手机丢失")


def test_the_old_phone_is_told(resident, warned, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        sent()
    assert warned == [OLD]


@pytest.mark.slow
def test_where_somebody_else_has_the_old_phone_it_is_not_told(
    resident, warned, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        sent(spares_former="on")
    assert warned == []
    assert Event.objects.filter(action="notices.spare-former-phone").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "钱小花"},
        {"former": OTHER},
        {"again": OTHER},
        {"phone": OLD, "again": OLD},
        {"phone": "053288997766", "again": "053288997766"},
        {"is_seen": ""},
        {"reason": ""},
    ],
    ids=lambda given: " ".join(given),
)
def test_what_is_missing_or_wrong_changes_nothing(resident, wrong):
    assert sent(**wrong).status_code == 422
    assert opens(OLD) == resident


@pytest.mark.slow
def test_the_phone_of_another_account_is_refused(resident):
    other = make.resident(name="钱小花", phone=OTHER)
    with override_settings(LANGUAGE_CODE="en"):
        response = sent(phone=OTHER, again=OTHER)
    assert "signs in to another record" in response.content.decode()
    assert (opens(OLD), opens(OTHER)) == (resident, other)


@pytest.mark.parametrize(
    "role, status", [("village-chair", 403), ("executive", 403), ("district-officer", 403)]
)
def test_who_may_not_edit_and_see_numbers_does_not_change_it(resident, role, status):
    assert sent(role=role).status_code == status
    assert opens(OLD) == resident


def test_another_town_s_officer_finds_nobody(resident):
    browser = desk.client(desk.someone("town-officer", at="370211106"))
    assert sent(browser=browser).status_code == 422
    assert opens(OLD) == resident


def test_correcting_the_register_does_not_move_the_sign_in(resident, home):
    person = people.head(home)
    desk.desk("town-officer").post(
        f"/desk/households/{home.pk}/members/{person.pk}/edit/",
        {"name": "赵小兰", "phone": NEW, "sex": "2", "born_on": "1988-04-03", "reason": "换号"},
    )
    person.refresh_from_db()
    assert person.phone_tail == "5678"
    assert opens(OLD) == resident


@pytest.mark.slow
def test_what_was_typed_is_kept_in_no_session_when_the_proof_is_old(resident):
    browser = desk.desk("town-officer")
    session = browser.session
    session["proved"] = int(timezone.now().timestamp()) - 24 * 3600
    session.save()

    response = sent(browser=browser)

    assert response.status_code == 302
    assert opens(OLD) == resident
    assert OLD not in str(browser.session["waiting"])
